import { Generator } from '../statistics/random.ts'
import type { Problem } from './problem.ts'

/**
 * The same problem with placebo installations: within each stratum, hosts swap all they have, install dates included.
 * Cohorts keep their sizes, dates and overlaps, but explain nothing any more: whatever is named is named by chance.
 */
export function placebo<P extends Problem>(problem: P, seed: number): P {
  const random = new Generator(seed)
  const becomes = Int32Array.from(problem.stratum.keys())
  const members = new Map<number, number[]>()
  for (const [host, stratum] of problem.stratum.entries()) {
    const own = members.get(stratum)
    if (own) own.push(host)
    else members.set(stratum, [host])
  }
  for (const hosts of members.values()) {
    const left = [...hosts]
    for (const host of hosts) becomes[host] = left.splice(random.below(left.length), 1)[0] as number
  }
  const candidates = problem.candidates.map((candidate) => ({ ...candidate, hosts: candidate.hosts.map((host) => becomes[host] as number) }))
  return { ...problem, candidates }
}
