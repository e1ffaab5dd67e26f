import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { convolve, hitBound, hitDistribution, tails } from './hit-distribution.ts'
import { hypergeometric } from './hypergeometric.ts'

/** Every ordered draw of hosts, one by one: host h is in the set of draw j when h < marked[j]. */
function byEnumeration(hosts: number, marked: readonly number[]): number[] {
  const counts = new Array<number>(marked.length + 1).fill(0)
  const draw = (taken: readonly number[], hits: number): void => {
    const j = taken.length
    if (j === marked.length) {
      counts[hits] = (counts[hits] ?? 0) + 1
      return
    }
    for (let host = 0; host < hosts; host++) if (!taken.includes(host)) draw([...taken, host], hits + (host < (marked[j] ?? 0) ? 1 : 0))
  }
  draw([], 0)
  const total = counts.reduce((sum, count) => sum + count, 0)
  return counts.map((count) => count / total)
}

const nested = fc.integer({ min: 1, max: 7 }).chain((hosts) =>
  fc.tuple(
    fc.constant(hosts),
    fc.array(fc.nat(hosts), { maxLength: Math.min(5, hosts) }).map((sizes) => sizes.sort((a, b) => a - b)),
  ),
)

describe('hitDistribution', () => {
  it('is what enumeration of all ordered draws gives', () => {
    fc.assert(
      fc.property(nested, ([hosts, marked]) => {
        const expected = byEnumeration(hosts, marked)
        const actual = hitDistribution(hosts, marked)
        for (const [hits, probability] of expected.entries()) expect(actual[hits]).toBeCloseTo(probability, 12)
      }),
      { numRuns: 150 },
    )
  })

  it('is the hypergeometric distribution when the set does not grow', () => {
    const distribution = hitDistribution(200, new Array(12).fill(30))
    for (let x = 0; x <= 12; x++) expect((distribution[x] ?? 0) / hypergeometric(x, 200, 30, 12)).toBeCloseTo(1, 9)
  })

  it('has the mean of its draws, however long', () => {
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 400 }), fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }), (hosts, shares) => {
        const marked = shares.map((share) => Math.floor(share * hosts)).sort((a, b) => a - b)
        const mean = hitDistribution(hosts, marked).reduce((sum, p, hits) => sum + p * hits, 0)
        expect(mean).toBeCloseTo(
          marked.reduce((sum, size) => sum + size / hosts, 0),
          8,
        )
      }),
      { numRuns: 50 },
    )
  })
})

describe('hitBound', () => {
  it('is never below the exact tail', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 120 }), fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 10 }), (hosts, shares) => {
        const marked = shares.map((share) => Math.floor(share * hosts)).sort((a, b) => a - b)
        const mean = marked.reduce((sum, size) => sum + size / hosts, 0)
        const exact = tails(hitDistribution(hosts, marked))
        for (let t = 0; t <= marked.length; t++) expect(hitBound(t, mean, marked.length)).toBeGreaterThanOrEqual((exact[t] ?? 0) * (1 - 1e-9))
      }),
    )
  })
})

describe('convolve', () => {
  it('adds independent counts', () => {
    const dice = Float64Array.from([0, ...new Array(6).fill(1 / 6)])
    const two = convolve(dice, dice)
    expect([...two].map((p) => Math.round(p * 36))).toEqual([0, 0, 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1])
    expect(tails(two)[10]).toBeCloseTo(6 / 36, 12)
  })
})
