import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { logBayesFactor } from './bayes.ts'
import { eventsOf } from './events.ts'
import { exposuresOf } from './exposures.ts'
import { countExposed } from './hits.ts'
import { credibleSet, posteriorOf } from './posterior.ts'
import { always, type Problem } from './problem.ts'

/** ln BF of one candidate on hosts 0 … K−1 among `hosts`, all since ever, for these contacting hosts in turn. */
function logBayes(hosts: number, K: number, contacting: readonly number[]): number {
  const problem: Problem = {
    stratum: new Int32Array(hosts),
    candidates: [{ hosts: Int32Array.from({ length: K }, (_, host) => host), since: new Int32Array(K).fill(always), weight: 1 }],
    destinations: [{ hosts: Int32Array.from(contacting), at: Int32Array.from(contacting, (_, turn) => 100 + turn), weight: 1 }],
  }
  const exposures = exposuresOf(problem)
  const events = eventsOf(problem.destinations[0] as Problem['destinations'][number], problem.stratum, exposures)
  const exposed = new Int32Array(events.count)
  countExposed(0, events, exposures, exposed)
  return logBayesFactor(0, 1, events, exposed, new Int32Array(events.count))
}

/** The same integral by the definition: risk sets by hand, and the midpoint rule with many points. */
function byDefinition(hosts: number, K: number, contacting: readonly number[]): number {
  const points = 200_000
  let sum = 0
  for (let point = 0; point < points; point++) {
    const q = (point + 0.5) / points
    let product = 1
    let [atRisk, withIt] = [hosts, K]
    for (const host of contacting) {
      product *= host < K ? 1 - q + (q * atRisk) / withIt : 1 - q
      atRisk--
      if (host < K) withIt--
    }
    sum += product / points
  }
  return Math.log(sum)
}

describe('logBayesFactor', () => {
  it.each([
    [20, 5, [0, 1, 2, 3]],
    [20, 5, [0, 9, 1, 2]],
    [20, 5, [9, 8, 7]],
    [12, 11, [0, 11, 3, 4, 5, 6]],
    [200, 40, Array.from({ length: 25 }, (_, turn) => (turn % 7 === 3 ? 100 + turn : turn))],
  ])('is the integral of its definition (%i hosts, cohort of %i)', (hosts, K, contacting) => {
    expect(logBayes(hosts, K, contacting)).toBeCloseTo(byDefinition(hosts, K, contacting), 6)
  })

  it('is one for software on every host: it explains nothing', () => {
    expect(logBayes(9, 9, [0, 3, 5, 8])).toBeCloseTo(0, 12)
  })

  it('is 1/(n + 1) when no contacting host has it', () => {
    expect(logBayes(50, 10, [20, 21, 22, 23])).toBeCloseTo(-Math.log(5), 12)
  })

  it('prefers the smaller of two cohorts that hold all contacts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 30 }), fc.integer({ min: 1, max: 30 }), fc.integer({ min: 2, max: 4 }), (K, more, contacts) => {
        const contacting = Array.from({ length: contacts }, (_, host) => host)
        expect(logBayes(100, K, contacting)).toBeGreaterThan(logBayes(100, K + more, contacting))
      }),
    )
  })

  it('does not overflow with hundreds of contacts', () => {
    const all = Array.from({ length: 300 }, (_, host) => host)
    // All 300 hits, K of n at risk falling together: Π n/K up to the prior's factor 1/(n + 1) at most.
    const product = all.reduce((sum, host) => sum + Math.log((5000 - host) / (400 - host)), 0)
    const value = logBayes(5000, 400, all)
    expect(value).toBeLessThan(product)
    expect(value).toBeGreaterThan(product - Math.log(301) - 0.1)
  })
})

const bayes = fc.array(fc.record({ log: fc.double({ min: -30, max: 700, noNaN: true }), weight: fc.double({ min: 0.01, max: 5, noNaN: true }) }), {
  minLength: 1,
  maxLength: 20,
})

describe('posteriorOf', () => {
  it('sums to one, none of these included', () => {
    fc.assert(
      fc.property(bayes, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (entries, priorNone) => {
        const { candidates, none } = posteriorOf(
          Float64Array.from(entries, ({ log }) => log),
          Float64Array.from(entries, ({ weight }) => weight),
          priorNone,
        )
        expect(candidates.reduce((sum, value) => sum + value, none)).toBeCloseTo(1, 9)
      }),
    )
  })

  it('is the prior when nothing was learnt', () => {
    const { candidates, none } = posteriorOf(new Float64Array(2), Float64Array.of(1, 3), 0.5)
    expect([...candidates, none].map((value) => Number(value.toFixed(9)))).toEqual([0.125, 0.375, 0.5])
  })
})

describe('credibleSet', () => {
  it('holds its probability, and would not without its least member', () => {
    fc.assert(
      fc.property(bayes, fc.double({ min: 0.5, max: 0.99, noNaN: true }), (entries, credibility) => {
        const posterior = posteriorOf(
          Float64Array.from(entries, ({ log }) => log),
          Float64Array.from(entries, ({ weight }) => weight),
          0.5,
        )
        const { order, size, noneInSet } = credibleSet(posterior, credibility)
        const members = [...Array.from(order.subarray(0, size), (index) => posterior.candidates[index] as number), ...(noneInSet ? [posterior.none] : [])]
        const held = members.reduce((sum, value) => sum + value, 0)
        expect(held).toBeGreaterThanOrEqual(credibility - 1e-9)
        expect(held - Math.min(...members)).toBeLessThan(credibility + 1e-9)
      }),
    )
  })

  it('holds "none of these" when nothing fits', () => {
    expect(credibleSet({ candidates: Float64Array.of(0.01, 0.02), none: 0.97 }, 0.95)).toMatchObject({ size: 0, noneInSet: true })
  })
})
