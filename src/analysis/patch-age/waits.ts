import { compareIn } from '../../base/versions/compare.ts'
import type { Watched } from '../statistics/kaplan-meier.ts'

/** A version of a product on a host: from when, and until when if another has taken its place. Seconds since 1970. */
export interface Stay {
  readonly host: string
  readonly version: string
  readonly since: number
  readonly until: number | null
  readonly row: readonly [source: number, line: number]
}

/** How long a host stayed with a version after a newer one had come into the organisation. */
export interface Wait extends Watched {
  readonly host: string
  readonly version: string
  /** The first newer version, and when it was first seen on any host. */
  readonly newer: string
  readonly from: number
  readonly row: Stay['row']
}

const day = 86_400

/**
 * The waits of one product. A newer version counts as there from the day on which the first host had it: that its vendor gave it out earlier is not
 * known here, so every wait is a least one. A wait ends when the host's version is replaced, and is cut off at `now` where it was not.
 */
export function waitsOf(ecosystem: string, stays: readonly Stay[], now: number): readonly Wait[] {
  const firstSeen = new Map<string, number>()
  for (const { version, since } of stays) firstSeen.set(version, Math.min(since, firstSeen.get(version) ?? Number.POSITIVE_INFINITY))
  const arrivals = [...firstSeen].sort(([, a], [, b]) => a - b)
  return stays.flatMap((stay) => {
    const end = stay.until ?? now
    const arrival = arrivals.find(([version, seen]) => seen < end && compareIn(ecosystem, stay.version, version) === -1)
    if (!arrival) return []
    const [newer, seen] = arrival
    const from = Math.max(seen, stay.since)
    if (from >= end) return []
    return [{ host: stay.host, version: stay.version, newer, from, days: (end - from) / day, happened: stay.until !== null, row: stay.row }]
  })
}
