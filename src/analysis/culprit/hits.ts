import { convolve, hitBound, hitDistribution, tails } from '../statistics/hit-distribution.ts'
import type { Events } from './events.ts'
import { before, type Exposures } from './exposures.ts'

/**
 * The test of one candidate: T = contacting hosts that had it before they contacted, against the same contact times
 * handed out to hosts of the same strata at random. It is the log-rank test (Mantel 1966; Cochran–Mantel–Haenszel
 * with one table for each stratum and moment) with its exact conditional distribution: a host leaves the risk set
 * with its contact, so contacts are draws without replacement, and hosts that have the release only become more.
 * With one stratum and no roll-out going on it is Fisher's exact test.
 */
export interface Hits {
  readonly hits: number
  readonly expected: number
  /** P(T ≥ t) by chance for t = 0 … contacts. */
  readonly tail: Float64Array
  /** The smallest p-value that any contacts at these moments could have reached. */
  readonly least: number
}

/** Steps that an exact distribution may cost; larger totals get Hoeffding's bound, which never understates p. */
const mostSteps = 150_000

/** Hosts of the contact's stratum that have the candidate at each contact, into `exposed`; returns the expected hits. */
export function countExposed(candidate: number, events: Events, exposures: Exposures, exposed: Int32Array): number {
  let expected = 0
  for (const { stratum, from, until, hosts } of events.segments) {
    const first = exposures.start[candidate * exposures.strata + stratum] as number
    const last = exposures.start[candidate * exposures.strata + stratum + 1] as number
    for (let event = from; event < until; event++) {
      const count = before(exposures.time, first, last, events.time[event] as number)
      exposed[event] = count
      expected += count / hosts
    }
  }
  return expected
}

/** The distribution for the counts that `countExposed` left. `worth` is the p-value above which nobody wants to know: then undefined. */
export function testHits(events: Events, exposed: Int32Array, hits: number, expected: number, worth: number): Hits | undefined {
  const limit = worth * (1 + 1e-9)
  if (allHit(events, exposed) > limit) return undefined
  const tail = steps(events, exposed) <= mostSteps ? exactTail(events, exposed) : boundedTail(events, exposed, expected)
  let most = events.count
  while (most > 0 && tail[most] === 0) most--
  const least = tail[most] as number
  return least > limit ? undefined : { hits, expected, tail, least }
}

/** P(every contact is a hit): where that is possible it is the smallest p-value, and cheap. 0 where it is not. */
function allHit({ segments }: Events, exposed: Int32Array): number {
  let probability = 1
  for (const { from, until, hosts } of segments) {
    for (let event = from; event < until; event++) {
      const drawn = event - from
      probability *= Math.max(0, (exposed[event] as number) - drawn) / (hosts - drawn)
    }
  }
  return probability
}

function steps({ segments }: Events, exposed: Int32Array): number {
  return segments.reduce((sum, { from, until }) => sum + (exposed[from] === exposed[until - 1] ? until - from : (until - from) ** 3), 0)
}

function exactTail({ segments }: Events, exposed: Int32Array): Float64Array {
  let sum = Float64Array.of(1)
  for (const { from, until, hosts } of segments) sum = convolve(sum, hitDistribution(hosts, exposed.subarray(from, until))) as Float64Array<ArrayBuffer>
  return tails(sum)
}

function boundedTail({ count, segments }: Events, exposed: Int32Array, expected: number): Float64Array {
  const most = segments.reduce((sum, { from, until }) => sum + mostHits(exposed.subarray(from, until)), 0)
  return Float64Array.from({ length: count + 1 }, (_, t) => (t > most ? 0 : hitBound(t, expected, count)))
}

/** The most draws that can hit: each needs a host of its set that is not yet drawn. */
function mostHits(exposed: Int32Array): number {
  let hits = 0
  for (const count of exposed) if (count > hits) hits++
  return hits
}
