import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contactsNeeded, fisherExact, hypergeometric, hypergeometricTail } from './hypergeometric.ts'

/** All subsets of n of N hosts, one by one. */
function byEnumeration(x: number, N: number, K: number, n: number): number {
  let all = 0
  let extreme = 0
  for (let subset = 0; subset < 2 ** N; subset++) {
    const bits = Array.from({ length: N }, (_, host) => (subset >> host) & 1)
    if (bits.reduce((sum, bit) => sum + bit, 0) !== n) continue
    all++
    if (bits.slice(0, K).reduce((sum, bit) => sum + bit, 0) >= x) extreme++
  }
  return extreme / all
}

const margins = fc.integer({ min: 1, max: 10 }).chain((N) => fc.tuple(fc.constant(N), fc.nat(N), fc.nat(N)))

describe('hypergeometricTail', () => {
  it('is what enumeration of all draws gives', () => {
    fc.assert(
      fc.property(margins, fc.nat(10), ([N, K, n], x) => {
        expect(hypergeometricTail(x, N, K, n)).toBeCloseTo(byEnumeration(x, N, K, n), 12)
      }),
      { numRuns: 60 },
    )
  })

  it('sums to one', () => {
    fc.assert(
      fc.property(fc.nat(400), fc.nat(400), fc.nat(400), (a, b, n) => {
        const [N, K] = [a + b, a]
        const draws = Math.min(n, N)
        const total = Array.from({ length: draws + 1 }, (_, x) => hypergeometric(x, N, K, draws)).reduce((sum, p) => sum + p, 0)
        expect(total).toBeCloseTo(1, 9)
      }),
    )
  })

  it('keeps its digits far out in the tail', () => {
    // C(300, 18)/C(1000, 18): 300!/282! · 982!/1000!, multiplied out term by term.
    const product = Array.from({ length: 18 }, (_, j) => (300 - j) / (1000 - j)).reduce((a, b) => a * b, 1)
    expect(hypergeometricTail(18, 1000, 300, 18) / product).toBeCloseTo(1, 9)
  })
})

describe('fisherExact', () => {
  it("gives Fisher's own numbers for the lady tasting tea (The Design of Experiments, 1935): 1/70 and 17/70", () => {
    expect(fisherExact([4, 4], [0, 4])).toBeCloseTo(1 / 70, 12)
    expect(fisherExact([3, 4], [1, 4])).toBeCloseTo(17 / 70, 12)
  })
})

describe('contactsNeeded', () => {
  it.each([
    [50, 10, [7, 9, 10]],
    [200, 20, [6, 7, 9]],
    [200, 60, [10, 14, 17]],
    [1000, 100, [6, 8, 10]],
    [1000, 300, [11, 14, 18]],
  ] as const)('gives the power table for %i hosts and a cohort of %i over 10⁴, 10⁶ and 10⁸ tests', (N, K, expected) => {
    expect([1e4, 1e6, 1e8].map((tests) => contactsNeeded(N, K, tests))).toEqual(expected)
  })

  it('is undefined when not even the whole cohort is enough', () => {
    expect(contactsNeeded(20, 2, 1e6)).toBeUndefined()
  })
})
