import { textEntropy } from '../../code/blob.ts'
import { longestLine, type SourceText, sourceText } from '../../code/source-text.ts'
import type { FileHead, InspectedFile, Reader, Reading, Trait, Unit } from '../../reading.ts'
import { withoutHash } from './chunk-name.ts'
import { declare } from './declare.ts'
import { Evaluator } from './evaluate.ts'
import { tokenUnits } from './fallback.ts'
import { scriptsIn } from './html.ts'
import { obfuscation } from './obfuscation.ts'
import { type Language, parse } from './parse.ts'
import type { Binding } from './scope.ts'
import type { ReadCode } from './script-address.ts'
import { writeProgram } from './statements.ts'
import { Writer } from './writer.ts'

const kind = 'javascript.statement'
const languages: Readonly<Record<string, Language>> = {
  js: 'js',
  mjs: 'js',
  cjs: 'js',
  es6: 'js',
  jsm: 'js',
  jsx: 'jsx',
  ts: 'ts',
  mts: 'ts',
  cts: 'ts',
  tsx: 'tsx',
}
const pages = new Set(['html', 'htm', 'xhtml', 'vue', 'svelte'])
const shebang = /^#!\s*\S{0,200}\b(?:env\s+(?:-S\s+)?)?(?:node|nodejs|bun|deno|tsx|ts-node)\b/
const mostScripts = 5000
/** Globals that do nothing by themselves: a name that stands for one says no more than any other. */
const addresses = new Set(['URL', 'URLSearchParams'])

export const javascript: Reader = { name: 'javascript', title: 'JavaScript and TypeScript, also inside pages', recognise, read }

function recognise({ path, bytes }: FileHead): number {
  const ending = endingOf(path)
  if (/\.d\.[cm]?ts$/i.test(path)) return 0.9
  if (Object.hasOwn(languages, ending)) return isTransportStream(ending, bytes) ? 0 : 0.9
  if (pages.has(ending)) return 0.8
  return shebang.test(Buffer.from(bytes.subarray(0, 200)).toString('latin1')) ? 0.9 : 0
}

/** `.ts` is also video: packets of 188 bytes that begin with 0x47. */
function isTransportStream(ending: string, bytes: Uint8Array): boolean {
  return ending === 'ts' && bytes[0] === 0x47 && bytes[188] === 0x47
}

function endingOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase()
}

function read({ path, bytes }: InspectedFile): Reading {
  const source = sourceText(bytes)
  const notes = [...source.notes]
  const ending = endingOf(path)
  if (!pages.has(ending)) {
    const { units, parsed } = readScript(source, (Object.hasOwn(languages, ending) ? languages[ending] : undefined) ?? 'js', notes)
    return { reader: 'javascript', units, traits: traitsOf(source.text, bytes.length, units, parsed), notes }
  }
  const scripts = scriptsIn(source.text)
  if (scripts.length > mostScripts) notes.push(`more than ${mostScripts} scripts in one page: the others were not read`)
  const units: Unit[] = []
  for (const script of scripts.slice(0, mostScripts)) {
    const part = { text: script.text, notes: [], place: (index: number) => source.place(index + script.index) }
    for (const unit of readScript(part, 'ts', notes).units) units.push(unit)
  }
  return { reader: 'javascript', units, traits: [{ name: 'javascript.scripts', value: scripts.length }], notes }
}

/** The units of a program that lies in a text of another one; what lies in that again is not followed. */
function readInner(text: string): readonly Unit[] {
  return readScript({ text, notes: [], place: () => ({ offset: 0, line: 1 }) }, 'js', [], () => []).units
}

function readScript(
  source: SourceText,
  language: Language,
  notes: string[],
  inner: ReadCode = readInner,
): { readonly units: Unit[]; readonly parsed: boolean } {
  const { program, refused } = parse(source.text, language, source.utf8)
  if (program !== undefined) {
    try {
      const declared = declare(program)
      const evaluator = new Evaluator(declared)
      const writer = new Writer(source, kind, (binding) => standsFor(evaluator, binding))
      writeProgram(program, declared, writer, evaluator, inner)
      if (evaluator.isExhausted) notes.push('more is computed in it than is followed: what some of its names stand for is unknown')
      return { units: writer.units, parsed: true }
    } catch (error) {
      // Only the depth of a hostile tree may end up here; anything else is a fault that must be seen.
      if (!(error instanceof RangeError)) throw error
    }
  }
  notes.push(`read as a run of words, not as a program: ${refused ?? 'nested too deeply'}`)
  return { units: tokenUnits(source, 'javascript.tokens'), parsed: false }
}

function standsFor(evaluator: Evaluator, binding: Binding): string | undefined {
  const value = evaluator.binding(binding)
  return value?.kind === 'path' && !addresses.has(value.rest) ? `@${withoutHash(value.root)}.${value.rest}` : undefined
}

function traitsOf(text: string, bytes: number, units: readonly Unit[], parsed: boolean): Trait[] {
  const { score, reasons } = obfuscation(text, text.length === bytes)
  const longest = longestLine(text)
  return [
    { name: 'javascript.bytes', value: bytes },
    { name: 'javascript.units', value: units.length },
    { name: 'javascript.parsed', value: parsed },
    { name: 'javascript.longest-line', value: longest },
    { name: 'javascript.minified', value: isMinified(text, longest) },
    { name: 'javascript.obfuscated', value: score },
    { name: 'javascript.obfuscation-reasons', value: reasons.join('; ') },
    { name: 'javascript.entropy', value: Math.round(100 * textEntropy(text)) / 100 },
  ]
}

/** Long lines with hardly any white space in them. */
function isMinified(text: string, longest: number): boolean {
  if (longest < 500) return false
  const head = text.slice(0, 200_000)
  return (head.length - head.replace(/\s/g, '').length) * 12 < head.length
}
