import { compareIn, isVersion } from '../compare.ts'
import { containsNpm } from './npm.ts'
import { containsSpecifiers } from './python-specifiers.ts'

/** Versions from … to …; a bound that is absent does not bind. All absent: every version. */
export interface Interval {
  /** First version inside. */
  readonly from?: string | undefined
  /** Outside, and what follows is inside. */
  readonly after?: string | undefined
  /** Last version inside. */
  readonly through?: string | undefined
  /** First version after it, not inside. */
  readonly before?: string | undefined
}

/** In any of the intervals, before one of the limits where there are any, and none of the exceptions. */
export interface IntervalRange {
  readonly kind: 'intervals'
  /** As for `compareIn`. */
  readonly ecosystem: string
  readonly intervals: readonly Interval[]
  readonly except?: readonly string[]
  readonly limits?: readonly string[]
}

export type Range = IntervalRange | TextRange<'npm'> | TextRange<'pep440'>

/** A range in the ecosystem's own words. */
export interface TextRange<Kind> {
  readonly kind: Kind
  readonly text: string
}

/**
 * Whether a version lies in a range. Undefined where that cannot be told: a version that is not known or not of the ecosystem, or a bound that is not.
 * An early version counts as any other: 2.0.0-rc.1 is in `<2.0.0`, though installers would pass it over. Only Python's specifiers say otherwise.
 */
export function contains(range: Range, version: string): boolean | undefined {
  if (!isVersion(version)) return everything(range) ? true : undefined
  if (range.kind === 'npm') return containsNpm(range.text, version)
  if (range.kind === 'pep440') return containsSpecifiers(range.text, version)
  const { ecosystem, intervals, except = [], limits = [] } = range
  return all([
    any(intervals.map((interval) => isWithin(ecosystem, interval, version))),
    ...(limits.length > 0 ? [any(limits.map((limit) => isBefore(ecosystem, version, limit)))] : []),
    ...except.map((one) => not(isSame(ecosystem, version, one))),
  ])
}

/** True if any is; else undefined if any is undefined. */
function any(answers: readonly (boolean | undefined)[]): boolean | undefined {
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false
}

/** False if any is; else undefined if any is undefined. */
function all(answers: readonly (boolean | undefined)[]): boolean | undefined {
  return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true
}

function not(answer: boolean | undefined): boolean | undefined {
  return answer === undefined ? undefined : !answer
}

function everything(range: Range): boolean {
  return range.kind === 'intervals' && !range.except?.length && !range.limits?.length && range.intervals.some(isUnbound)
}

function isUnbound({ from, after, through, before }: Interval): boolean {
  return (from ?? after ?? through ?? before) === undefined
}

function isWithin(ecosystem: string, { from, after, through, before }: Interval, version: string): boolean | undefined {
  if (from !== undefined && from === through) return isSame(ecosystem, version, from)
  return all([
    from === undefined || not(isBefore(ecosystem, version, from)),
    after === undefined || isBefore(ecosystem, after, version),
    through === undefined || not(isBefore(ecosystem, through, version)),
    before === undefined || isBefore(ecosystem, version, before),
  ])
}

function isBefore(ecosystem: string, a: string, b: string): boolean | undefined {
  const order = compareIn(ecosystem, a, b)
  return order === undefined ? undefined : order < 0
}

/** The same text names the same release, also where the ecosystem cannot order it. */
function isSame(ecosystem: string, a: string, b: string): boolean | undefined {
  if (a === b) return isVersion(a) ? true : undefined
  const order = compareIn(ecosystem, a, b)
  return order === undefined ? undefined : order === 0
}
