import { Generator } from '../statistics/random.ts'
import type { Events } from './events.ts'
import type { Exposures } from './exposures.ts'
import type { RankSettings } from './problem.ts'

/** A candidate is as extreme as the best from this many hits on; higher than any count where it cannot be. */
export const unreachable = 0xffff

export interface MinP {
  readonly p: number
  readonly permutations: number
}

/** Steps that all permutations of one destination may cost. */
const mostSteps = 600_000_000

/** Permutations that the settings and the size of the destination allow. Depends on nothing that permutations change. */
export function permutationsFor(events: Events, exposures: Exposures, settings: RankSettings): number {
  const hosts = Math.max(1, exposures.hostStart.length - 1)
  const each = Math.max(1, (events.count * exposures.hostTime.length) / hosts)
  return Math.max(1000, Math.min(settings.permutations, Math.floor(mostSteps / each)))
}

/**
 * Westfall and Young's min-P (1993): how often would the best of all candidates look as good, if the contact times
 * fell on hosts of the same strata at random? Who has what stays as it is, so the dependence among candidates is
 * kept. The p-value of a candidate falls with its hits alone, so "as good" is a number of hits for each candidate
 * (`reach`), and a permutation ends at the first that gets there.
 *
 * Sequential after Besag and Clifford (1991): at the `enough`th success in l permutations p = enough/l; else
 * p = (successes + 1)/(permutations + 1). Both are valid p-values.
 */
export function minP(events: Events, exposures: Exposures, reach: Uint16Array, most: number, settings: RankSettings): MinP {
  const random = new Generator(seedOf(events, settings.seed))
  const members = exposures.members.slice()
  const count = new Uint16Array(reach.length)
  let successes = 0
  for (let permutation = 1; permutation <= most; permutation++) {
    if (reaches(events, exposures, reach, members, count, random)) successes++
    if (successes === settings.enough) return { p: successes / permutation, permutations: permutation }
  }
  return { p: (successes + 1) / (most + 1), permutations: most }
}

/** Hands the contact times out anew: draws hosts of each stratum without replacement. */
function reaches(events: Events, exposures: Exposures, reach: Uint16Array, members: Int32Array, count: Uint16Array, random: Generator): boolean {
  count.fill(0)
  for (const { stratum, from, until, hosts } of events.segments) {
    const first = exposures.memberStart[stratum] as number
    for (let event = from; event < until; event++) {
      const place = first + event - from
      const other = place + random.below(hosts - (event - from))
      const host = members[other] as number
      members[other] = members[place] as number
      members[place] = host
      if (addHost(host, events.time[event] as number, exposures, reach, count)) return true
    }
  }
  return false
}

function addHost(host: number, moment: number, { hostStart, hostTime, hostCandidate }: Exposures, reach: Uint16Array, count: Uint16Array): boolean {
  const last = hostStart[host + 1] as number
  for (let at = hostStart[host] as number; at < last && (hostTime[at] as number) < moment; at++) {
    const candidate = hostCandidate[at] as number
    const hits = (count[candidate] as number) + 1
    count[candidate] = hits
    if (hits >= (reach[candidate] as number)) return true
  }
  return false
}

/** From the times alone, so that neither the order of destinations nor the numbering of hosts matters. */
function seedOf(events: Events, seed: number): number {
  return Array.from(events.time)
    .sort((a, b) => a - b)
    .reduce((hash, time) => Math.imul(hash ^ time, 0x9e3779b1) ^ (hash >>> 15), seed)
}
