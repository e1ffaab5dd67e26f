import { compareIn } from './versions/compare.ts'

const day = 86_400

/** One release cycle of a product, as endoflife.date tells of it. Times are seconds since 1970; null is unknown. */
export interface LifeCycle {
  /** Name of the product and how it is called. */
  readonly product: string
  readonly title: string
  /** `3.11`, `22H2`, `2019` */
  readonly cycle: string
  readonly released: number | null
  /** true: no more security updates; false: no end is announced; null: ask the date. */
  readonly eol: boolean | null
  readonly eolDate: number | null
  /** Until when updates can be bought. */
  readonly extendedDate: number | null
  /** Latest release of the cycle; empty is unknown. */
  readonly latest: string
  readonly latestReleased: number | null
}

/**
 * The cycles that a version may belong to. Several where it does not say which (`11 24H2` without its edition), none where no cycle fits.
 * The cycle with the most numbers at the start of the version wins: 9.10.2 is of 9.10 and not of 9.1. A cycle with numbers of another kind than its releases
 * (Windows 10 22H2 has 10.0.19045) is known by its latest release.
 */
export function cyclesOf(version: string, cycles: readonly LifeCycle[]): readonly LifeCycle[] {
  const parts = partsOf(version)
  if (parts.length === 0) return []
  const named = cycles.map((cycle) => ({ cycle, own: partsOf(cycle.cycle) })).filter(({ own }) => own.length > 0)
  const around = named.filter(({ own }) => begins(parts, own))
  const most = Math.max(...around.map(({ own }) => own.length))
  if (around.length > 0) return around.filter(({ own }) => own.length === most).map(({ cycle }) => cycle)
  const byLatest = named.filter(({ cycle: { latest }, own }) => latest !== '' && !begins(partsOf(latest), own) && begins(parts, partsOf(latest)))
  if (byLatest.length > 0) return byLatest.map(({ cycle }) => cycle)
  return named.filter(({ own }) => begins(own, parts)).map(({ cycle }) => cycle)
}

/** `1:3.11.02-1+deb12u1` → 3, 11, 2, 1, deb12u1; `15 SP4` is 15.4. */
function partsOf(version: string): readonly string[] {
  const text = version
    .slice(0, 200)
    .toLowerCase()
    .trim()
    .replace(/^\d+:/, '')
    .replace(/^v(?=\d)/, '')
  return (text.match(/[a-z0-9]+/g) ?? []).map((part) => part.replace(/^sp(?=\d)/, '').replace(/^0+(?=\d)/, ''))
}

function begins(parts: readonly string[], start: readonly string[]): boolean {
  return start.length > 0 && start.length <= parts.length && start.every((part, index) => parts[index] === part)
}

export type EndState = 'ended' | 'ends' | 'supported' | 'unknown'

/** When security updates end. `ends`: on a day that is known; `supported`: no end is announced. */
export interface End {
  readonly state: EndState
  /** Seconds since 1970; null where no day is known. */
  readonly at: number | null
  /** Until when updates can be bought; null is unknown. */
  readonly paidUntil: number | null
}

/**
 * When security updates of a release end that belongs to one of these cycles: `ended` only when that is so of each of them, and never `supported` where it is
 * not known of one. Of several days the last counts for what has ended, the first for what ends.
 * @param now seconds since 1970
 */
export function endOf(cycles: readonly LifeCycle[], now: number): End {
  const ends = cycles.map((cycle) => ({ ...endOfOne(cycle, now), paidUntil: cycle.extendedDate }))
  const [first] = ends
  if (!first || ends.some(({ state }) => state === 'unknown')) return unknownEnd
  const paidUntil = ends.length === 1 ? first.paidUntil : null
  const days = ends.flatMap(({ at }) => at ?? [])
  const gone = ends.filter(({ state }) => state === 'ended').length
  if (gone === ends.length) return { state: 'ended', at: days.length > 0 ? Math.max(...days) : null, paidUntil }
  if (gone > 0) return unknownEnd
  return days.length > 0 ? { state: 'ends', at: Math.min(...days), paidUntil } : { state: 'supported', at: null, paidUntil }
}

const unknownEnd: End = { state: 'unknown', at: null, paidUntil: null }

function endOfOne({ eol, eolDate }: LifeCycle, now: number): Pick<End, 'state' | 'at'> {
  if (eol === true) return { state: 'ended', at: eolDate !== null && eolDate <= now ? eolDate : null }
  if (eolDate !== null) return { state: eolDate <= now ? 'ended' : 'ends', at: eolDate }
  return { state: eol === false ? 'supported' : 'unknown', at: null }
}

/** How far a version is behind the latest release of its cycle. */
export interface Behind {
  readonly latest: string
  /** Whole days since that came out, which is the least that it is behind; null is unknown. */
  readonly days: number | null
}

/**
 * Undefined where it is not behind, or it cannot be told: the cycle is not known for sure, names no latest release, or counts in other numbers, or the version
 * is told with fewer numbers than the latest (12 may be 12.6).
 * @param ecosystem orders the versions, as in `compareIn`
 * @param now seconds since 1970
 */
export function behindLatest(ecosystem: string, version: string, cycles: readonly LifeCycle[], now: number): Behind | undefined {
  const [cycle, another] = cycles
  if (!cycle || another || cycle.latest === '') return undefined
  const [own, latest] = [partsOf(version), partsOf(cycle.latest)]
  if (begins(latest, own) || !begins(latest, partsOf(cycle.cycle)) || compareIn(ecosystem, version, cycle.latest) !== -1) return undefined
  const { latestReleased } = cycle
  return { latest: cycle.latest, days: latestReleased === null || latestReleased > now ? null : Math.floor((now - latestReleased) / day) }
}

/** How many cycles of the product came out after this one, until now; null where that is not known. */
export function cyclesBehind(own: readonly LifeCycle[], all: readonly LifeCycle[], now: number): number | null {
  const days = own.flatMap(({ released }) => released ?? [])
  if (own.length === 0 || days.length < own.length) return null
  const since = Math.max(...days)
  // Editions of one release come out on one day.
  return new Set(all.flatMap(({ released }) => (released !== null && released > since && released <= now ? released : []))).size
}
