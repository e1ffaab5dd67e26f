import { compareIn } from '../compare.ts'
import type { Interval, IntervalRange } from './range.ts'

/** One event of a range in an OSV record; each has one of the four. */
export interface OsvEvent {
  readonly introduced?: string | undefined
  readonly fixed?: string | undefined
  readonly last_affected?: string | undefined
  readonly limit?: string | undefined
}

/**
 * The affected versions of an OSV range of type SEMVER or ECOSYSTEM, by the algorithm of https://ossf.github.io/osv-schema/#evaluation: the events
 * in the order of their versions open and close it; `introduced: 0` is before every version, `limit: *` after every version.
 * Undefined where the events cannot be ordered.
 */
export function osvRange(ecosystem: string, events: readonly OsvEvent[]): IntervalRange | undefined {
  const turns = sorted(ecosystem, events)
  if (!turns) return undefined
  const intervals: Interval[] = []
  let open: Interval | undefined
  for (const { introduced, fixed, last_affected } of turns) {
    if (introduced !== undefined) open ??= introduced === '0' ? {} : { from: introduced }
    else if (open) {
      intervals.push({ ...open, ...(fixed === undefined ? { through: last_affected } : { before: fixed }) })
      open = undefined
    }
  }
  const limits = events.flatMap(({ limit }) => (limit === undefined ? [] : [limit]))
  return { kind: 'intervals', ecosystem, intervals: open ? [...intervals, open] : intervals, limits: limits.includes('*') ? [] : limits }
}

function sorted(ecosystem: string, events: readonly OsvEvent[]): readonly OsvEvent[] | undefined {
  let told = true
  const turns = events
    .filter((event) => versionOf(event) !== undefined)
    .toSorted((a, b) => {
      const [left = '', right = ''] = [versionOf(a), versionOf(b)]
      if (a.introduced === '0' || b.introduced === '0') return Number(b.introduced === '0') - Number(a.introduced === '0')
      const order = left === right ? 0 : compareIn(ecosystem, left, right)
      if (order === undefined) told = false
      return order ?? 0
    })
  return told ? turns : undefined
}

function versionOf({ introduced, fixed, last_affected }: OsvEvent): string | undefined {
  return introduced ?? fixed ?? last_affected
}
