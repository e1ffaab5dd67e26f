import type { Compiled, Engine, EngineError } from './engine.ts'
import type { RuleSource } from './sources.ts'

export interface CompiledRules {
  readonly compiled: Compiled
  /** Rule → the file it stands in, and whether it names known malware. */
  readonly origin: ReadonlyMap<string, RuleSource>
  readonly problems: readonly string[]
}

/** Included files could be any file of the machine. */
const options = { enableIncludes: false }
const ruleStart = /^[ \t]*(?:(?:private|global)[ \t]+){0,2}rule[ \t]+([A-Za-z_]\w{0,127})/gm
const mostErrors = 500

/**
 * Compiles all files together. A rule that is wrong, or whose name another has, is taken out and reported with file and line; the
 * rest of its file still runs. Of two rules of one name the first file's stays.
 */
export function compileRules(engine: Engine, sources: readonly RuleSource[]): CompiledRules {
  const problems: string[] = []
  const sound = sources.map((source) => ({
    source,
    text: withoutErrors(engine, source.text, (line, error) => problems.push(`${source.path}, line ${line}: ${error}; this rule is not used`)),
  }))
  const starts: { readonly line: number; readonly source: RuleSource }[] = []
  let line = 1
  for (const { source, text } of sound) {
    starts.push({ line, source })
    line += text.split('\n').length
  }
  const joined = withoutErrors(engine, sound.map(({ text }) => text).join('\n'), (at, error) => {
    const start = starts.findLast((candidate) => candidate.line <= at)
    problems.push(`${start?.source.path ?? ''}, line ${at - (start?.line ?? 1) + 1}: ${error}; this rule is not used`)
  })
  const origin = new Map<string, RuleSource>()
  for (const { source, text } of sound) for (const match of text.matchAll(ruleStart)) if (!origin.has(match[1] ?? '')) origin.set(match[1] ?? '', source)
  return { compiled: engine.compile(joined, options), origin, problems }
}

/** The source with every rule blanked that the compiler refuses; lines stay where they are. */
function withoutErrors(engine: Engine, source: string, report: (line: number, error: string) => void): string {
  let text = source
  for (let left = mostErrors; left > 0; left--) {
    const error = engine.validate(text, options).errors[0]
    if (error === undefined) return text
    const line = lineOf(error)
    report(line, firstLine(error))
    text = blank(text, line)
  }
  report(1, `more than ${mostErrors} errors: nothing of it is used`)
  return ''
}

function lineOf(error: EngineError): number {
  return Number(/line:(\d{1,9}):/.exec(error.message)?.[1] ?? 1)
}

function firstLine(error: EngineError): string {
  return (error.message.split('\n', 1)[0] ?? '').replace(/^error\[\w+\]: /, '')
}

/** Blanks the rule that a line belongs to; a line before the first rule alone. Where nothing is left to blank, everything. */
function blank(text: string, line: number): string {
  const lines = text.split('\n')
  const starts = lines.flatMap((content, index) => (new RegExp(ruleStart.source).test(content) ? [index] : []))
  const from = starts.findLast((start) => start <= line - 1) ?? line - 1
  const until = starts.find((start) => start > line - 1) ?? (from === line - 1 && !starts.includes(from) ? from + 1 : lines.length)
  if (lines.slice(from, until).every((content) => content.trim() === '')) return ''
  return lines.map((content, index) => (index >= from && index < until ? '' : content)).join('\n')
}
