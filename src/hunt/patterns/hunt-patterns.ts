import type { Pattern as Written } from '../../advisories/advisory.ts'
import type { Case } from '../../advisories/merge/case.ts'
import { messageOf } from '../../base/errors.ts'
import { number } from '../../base/text.ts'
import type { Lake } from '../../lake/lake.ts'
import type { HuntedPattern } from '../../model/hunt.ts'
import { parsePattern } from '../../patterns/parse.ts'
import type { Comparison, Pattern } from '../../patterns/pattern.ts'
import type { Ground } from '../coverage.ts'
import type { NameHost } from '../hosts.ts'
import { type Looked, lookFor } from './look.ts'
import { ruleNeeds } from './rules.ts'

export interface PatternContext {
  readonly ground: Ground
  readonly nameHost: (addresses: Iterable<string>) => Promise<NameHost>
  readonly signal: AbortSignal
}

const mostPatterns = 500
const mostSeconds = 120

/** The patterns of an affair, evaluated in full; those that only name indicators say no more than the indicators, and are left to them. */
export async function huntPatterns(lake: Lake, { patterns, indicators }: Case, context: PatternContext): Promise<readonly HuntedPattern[]> {
  const values = new Map(indicators.map(({ value, demoted }) => [value.toLowerCase(), demoted !== undefined]))
  const started = performance.now()
  const hunted: HuntedPattern[] = []
  let evaluated = 0
  for (const written of patterns) {
    context.signal.throwIfAborted()
    if (written.language !== 'stix') {
      hunted.push(untested(written, ruleNeeds(written, values)))
      continue
    }
    const parsed = read(written.text)
    if (typeof parsed === 'string') hunted.push(untested(written, `another writing: ${parsed}`))
    else if (isNaming(parsed, values)) continue
    else if (evaluated >= mostPatterns || performance.now() - started > mostSeconds * 1000)
      hunted.push(untested(written, `a hunt of its own: the first ${number(evaluated)} patterns took all the time there is`))
    else {
      evaluated += 1
      hunted.push(answer(written, await lookFor(lake, parsed, context), isDemoted(parsed, values)))
    }
  }
  return hunted
}

function read(text: string): Pattern | string {
  try {
    return parsePattern(text)
  } catch (error) {
    return messageOf(error)
  }
}

function base({ id, language, name, text }: Written): Pick<HuntedPattern, 'id' | 'language' | 'name' | 'text'> {
  return { id, language, name: name ?? id, text: text.slice(0, 2000) }
}

function untested(written: Written, needs: string): HuntedPattern {
  return { ...base(written), word: 'CANNOT TELL', says: needs, sightings: [] }
}

function answer(written: Written, { sightings, limits, missing }: Looked, demoted: boolean): HuntedPattern {
  const more = limits.length > 0 ? ` ${limits.join(' ')}` : ''
  if (sightings.length > 0) {
    return demoted
      ? { ...base(written), word: 'SEEN', says: `It matches, but rests on values that are no proof by themselves.${more}`, sightings }
      : { ...base(written), word: 'HIT', says: `It matches.${more}`, sightings }
  }
  if (missing.length > 0) return { ...base(written), word: 'CANNOT TELL', says: missing.join('; '), sightings }
  return { ...base(written), word: limits.length > 0 ? 'CANNOT TELL' : 'NOT SEEN', says: `Nothing in the evidence matches.${more}`, sightings }
}

type Test = Extract<Comparison, { kind: 'test' }>

function testsOf(comparison: Comparison): readonly Test[] {
  return comparison.kind === 'test' ? [comparison] : [...testsOf(comparison.left), ...testsOf(comparison.right)]
}

function allTests(pattern: Pattern): readonly Test[] {
  if (pattern.kind === 'observation') return testsOf(pattern.comparison)
  return pattern.kind === 'qualified' ? allTests(pattern.pattern) : [...allTests(pattern.left), ...allTests(pattern.right)]
}

/** Only alternatives of values, each an indicator that was looked for anyhow. */
function isNaming(pattern: Pattern, values: ReadonlyMap<string, boolean>): boolean {
  if (pattern.kind === 'or') return isNaming(pattern.left, values) && isNaming(pattern.right, values)
  return (
    pattern.kind === 'observation' && alternatives(pattern.comparison) && namedValues([pattern.comparison].flatMap(testsOf)).every((value) => values.has(value))
  )
}

function alternatives(comparison: Comparison): boolean {
  if (comparison.kind === 'test')
    return (comparison.operator === '=' || comparison.operator === 'IN') && !comparison.negated && comparison.literals.every(({ kind }) => kind === 'text')
  return comparison.kind === 'or' && alternatives(comparison.left) && alternatives(comparison.right)
}

function namedValues(tests: readonly Test[]): readonly string[] {
  return tests
    .filter(({ operator, negated }) => (operator === '=' || operator === 'IN') && !negated)
    .flatMap(({ literals }) => literals.flatMap((literal) => (literal.kind === 'text' ? [literal.value.toLowerCase()] : [])))
}

/** Every indicator that it names is demoted. */
function isDemoted(pattern: Pattern, values: ReadonlyMap<string, boolean>): boolean {
  const known = namedValues(allTests(pattern)).flatMap((value) => values.get(value) ?? [])
  return known.length > 0 && known.every((demoted) => demoted)
}
