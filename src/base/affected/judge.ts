import { printable } from '../text.ts'
import { compareIn, isVersion } from '../versions/compare.ts'
import { osvRange } from '../versions/ranges/osv.ts'
import { contains, type Interval, type IntervalRange } from '../versions/ranges/range.ts'
import { intervalWords } from '../versions/ranges/words.ts'
import { parseRanges } from './ranges.ts'

/** What a source states of versions: the columns of `vulnerability_affects` of the same names. */
export interface StatedVersions {
  readonly scheme: string
  readonly versions: readonly string[]
  readonly ranges: string
  readonly unaffected: string
  readonly others: string
  readonly commits: boolean
  readonly fixed_in: readonly string[]
}

export interface Judged {
  readonly state: 'affected' | 'not affected' | 'cannot tell'
  /** In plain words. */
  readonly because: string
  /** The nearest later version that repairs it, as far as one is named. */
  readonly fixedIn?: string
}

/**
 * Reads the statement once and gives the judge of any version. A version that is not known, or that its scheme cannot order, is never "not
 * affected", and what a source does not say is not made up: only where it says so are versions that it does not name unaffected.
 */
export function judgeOf(stated: StatedVersions): (version: string) => Judged {
  const { scheme, versions, others, fixed_in } = stated
  const named = new Set(versions)
  const affected = rangesOf(stated.ranges, scheme)
  const spared = rangesOf(stated.unaffected, scheme)
  const repairs = fixed_in.filter(isVersion)
  return (version) => {
    const shown = printable(version, 60)
    if (!isVersion(version) && !affected.some((range) => range !== undefined && contains(range, version))) {
      return { state: 'cannot tell', because: version === '' ? 'the inventory gives no version' : `“${shown}” is no version that can be compared` }
    }
    if (spared.some((range) => range && contains(range, version))) return { state: 'not affected', because: `${shown} is named as not affected` }
    const isNamed = { state: 'affected', because: `version ${shown} is named as affected` } as const
    if (named.has(version)) return { ...isNamed, ...nextRepair(scheme, repairs, version) }
    const inside = affected.find((range) => range !== undefined && contains(range, version))
    if (inside) return { state: 'affected', because: within(inside, version), ...nextRepair(scheme, repairs, version) }
    // Last, since a list may be long: the same version in another writing.
    if (versions.some((one) => compareIn(scheme, one, version) === 0)) return { ...isNamed, ...nextRepair(scheme, repairs, version) }
    const unsure = [...affected, ...spared].some((range) => range === undefined || contains(range, version) === undefined)
    if (unsure) return { state: 'cannot tell', because: `${shown} cannot be ordered among the versions that are named` }
    return unnamed(stated, version, repairs, others)
  }
}

/** The source does not name this version. */
function unnamed({ scheme, versions, ranges, commits }: StatedVersions, version: string, repairs: readonly string[], others: string): Judged {
  const shown = printable(version, 60)
  const states = versions.length > 0 || ranges !== ''
  if (commits && !states) return { state: 'cannot tell', because: 'the affected code is named by commits alone, which no inventory tells' }
  if (others === 'affected')
    return { state: 'affected', because: 'every version that is not named otherwise is affected', ...nextRepair(scheme, repairs, version) }
  if (others === 'unaffected' && states) return { state: 'not affected', because: `${shown} is none of the versions that are affected` }
  if (!states && repairs.length === 0) return { state: 'cannot tell', because: 'the source names no versions' }
  return byRepairs(scheme, version, repairs)
}

/** Nothing is said of versions outside the affected ones: only where those end does it say that they do. */
function byRepairs(scheme: string, version: string, repairs: readonly string[]): Judged {
  const shown = printable(version, 60)
  const orders = repairs.map((repair) => compareIn(scheme, version, repair))
  const names = repairs
    .slice(0, 3)
    .map((repair) => printable(repair, 40))
    .join(' and ')
  if (repairs.length > 0 && orders.every((order) => order === 0 || order === 1)) {
    return { state: 'not affected', because: `${shown} is not before ${names}, where the affected versions end` }
  }
  return { state: 'cannot tell', because: `the source says which versions are affected, and nothing of ${shown}` }
}

function rangesOf(text: string, scheme: string): readonly (IntervalRange | undefined)[] {
  return parseRanges(text).map((events) => osvRange(scheme, events))
}

function within(range: IntervalRange, version: string): string {
  const { ecosystem, intervals } = range
  const interval = intervals.find((one: Interval) => contains({ kind: 'intervals', ecosystem, intervals: [one] }, version))
  const words = interval === undefined ? '' : printable(intervalWords(interval), 200)
  return words === '' ? 'every version is affected' : `${printable(version, 60) || 'it'} is among the versions ${words}`
}

/** The earliest repair that comes after a version. */
function nextRepair(scheme: string, repairs: readonly string[], version: string): { readonly fixedIn?: string } {
  const later = repairs.filter((repair) => compareIn(scheme, version, repair) === -1)
  const [first, ...rest] = later
  const fixedIn = rest.reduce<string | undefined>((best, one) => (best !== undefined && compareIn(scheme, one, best) === -1 ? one : best), first)
  return fixedIn === undefined ? {} : { fixedIn }
}
