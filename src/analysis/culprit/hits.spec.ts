import { describe, expect, it } from 'vitest'
import { hitDistribution, tails } from '../statistics/hit-distribution.ts'
import { hypergeometric } from '../statistics/hypergeometric.ts'
import { eventsOf } from './events.ts'
import { exposuresOf } from './exposures.ts'
import { countExposed, type Hits, testHits } from './hits.ts'
import { always, type Candidate, type Problem } from './problem.ts'

function hitsOf(
  stratum: readonly number[],
  candidate: Pick<Candidate, 'hosts' | 'since'>,
  contacts: readonly (readonly [host: number, at: number])[],
  observed: number,
): Hits | undefined {
  const destination = { hosts: Int32Array.from(contacts, ([host]) => host), at: Int32Array.from(contacts, ([, at]) => at), weight: 1 }
  const problem: Problem = { stratum: Int32Array.from(stratum), candidates: [{ ...candidate, weight: 1 }], destinations: [destination] }
  const exposures = exposuresOf(problem)
  const events = eventsOf(destination, problem.stratum, exposures)
  const exposed = new Int32Array(events.count)
  return testHits(events, exposed, observed, countExposed(0, events, exposures, exposed), 1)
}

describe('testHits', () => {
  it('is the exact Cochran–Mantel–Haenszel test for strata: the sum of independent hypergeometric counts', () => {
    // Stratum 0: 12 hosts, 5 have it, 4 contact. Stratum 1: 9 hosts, 3 have it, 2 contact.
    const stratum = [...new Array<number>(12).fill(0), ...new Array<number>(9).fill(1)]
    const hosts = Int32Array.of(0, 1, 2, 3, 4, 12, 13, 14)
    const contacts = [0, 1, 7, 8, 12, 20].map((host, order) => [host, 50 + order] as const)
    const result = hitsOf(stratum, { hosts, since: new Int32Array(8).fill(always) }, contacts, 3)
    expect(result?.expected).toBeCloseTo((4 * 5) / 12 + (2 * 3) / 9, 12)
    for (let t = 0; t <= 6; t++) {
      let p = 0
      for (let a = 0; a <= 4; a++) for (let b = 0; b <= 2; b++) if (a + b >= t) p += hypergeometric(a, 12, 5, 4) * hypergeometric(b, 9, 3, 2)
      expect(result?.tail[t]).toBeCloseTo(p, 12)
    }
    expect(result?.least).toBeCloseTo(hypergeometric(4, 12, 5, 4) * hypergeometric(2, 9, 3, 2), 12)
  })

  it('never understates p where the totals are too large for the exact distribution', () => {
    const count = 70
    const hosts = Int32Array.from({ length: 150 }, (_, host) => host)
    const since = hosts.map((host) => host * 2)
    const contacts = Array.from({ length: count }, (_, order) => [order * 2, 100 + order * 3] as const)
    const bound = hitsOf(new Array<number>(400).fill(0), { hosts, since }, contacts, 40)
    const exact = tails(
      hitDistribution(
        400,
        contacts.map(([, at]) => Math.min(150, Math.ceil(at / 2))),
      ),
    )
    expect(exact[50]).toBeGreaterThan(0)
    for (let t = 0; t <= count; t++) expect(bound?.tail[t]).toBeGreaterThanOrEqual((exact[t] as number) * (1 - 1e-9))
    // And it is of use: far out it is small as well.
    expect(bound?.tail[60]).toBeLessThan(1e-6)
  })

  it('is not asked about what cannot reach the level', () => {
    const hosts = Int32Array.of(0, 1, 2)
    const destination = [0, 1].map((host) => [host, 9] as const)
    const result = hitsOf(new Array<number>(4).fill(0), { hosts, since: new Int32Array(3) }, destination, 2)
    expect(result?.least).toBeCloseTo(0.5, 12)
  })
})
