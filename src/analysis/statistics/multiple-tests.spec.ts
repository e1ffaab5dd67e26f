import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { benjaminiHochberg, tarone } from './multiple-tests.ts'

const pValues = fc.array(
  fc.nat(1000).map((thousandths) => thousandths / 1000),
  { minLength: 1, maxLength: 30 },
)
/** Levels that no ratio of p-values and counts lies on, so that rounding cannot decide. */
const levels = fc.nat(499).map((thousandths) => (thousandths + 1 / Math.PI) / 1000)

describe('benjaminiHochberg', () => {
  it('rejects the first four of the fifteen p-values of the paper of 1995, section 3', () => {
    const p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1]
    expect(benjaminiHochberg(p).filter((q) => q <= 0.05)).toHaveLength(4)
  })

  it('rejects at every level what the step-up rule rejects', () => {
    fc.assert(
      fc.property(pValues, levels, (p, level) => {
        // The rule itself: the largest k with p(k) ≤ k·level/m; reject the k smallest.
        const sorted = [...p].sort((a, b) => a - b)
        const last = sorted.findLastIndex((value, index) => value <= ((index + 1) * level) / p.length)
        const limit = last < 0 ? -1 : (sorted[last] ?? -1)
        const rejected = benjaminiHochberg(p).map((q) => q <= level)
        expect(rejected).toEqual(p.map((value) => value <= limit))
      }),
    )
  })
})

describe('benjaminiHochberg with weights', () => {
  it('is the rule on p/w, the weights scaled to a mean of one', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(1000), fc.integer({ min: 1, max: 10 })), { minLength: 1, maxLength: 20 }), levels, (tests, level) => {
        const mean = tests.reduce((sum, [, weight]) => sum + weight, 0) / tests.length
        const scaled = tests.map(([thousandths, weight]) => (thousandths / 1000 / weight) * mean)
        const sorted = [...scaled].sort((a, b) => a - b)
        const last = sorted.findLastIndex((value, index) => value <= ((index + 1) * level) / tests.length)
        const limit = last < 0 ? -1 : (sorted[last] ?? -1)
        const q = benjaminiHochberg(
          tests.map(([thousandths]) => thousandths / 1000),
          tests.map(([, weight]) => weight),
        )
        expect(q.map((value) => value <= level)).toEqual(scaled.map((value) => value <= limit * (1 + 1e-12)))
      }),
    )
  })

  it('changes nothing when all weigh the same', () => {
    const p = [0.01, 0.2, 0.03, 0.9]
    expect(benjaminiHochberg(p, [7, 7, 7, 7])).toEqual(benjaminiHochberg(p))
  })
})

describe('tarone', () => {
  it('takes the smallest factor that covers its own tests', () => {
    fc.assert(
      fc.property(pValues, levels, (least, alpha) => {
        const { factor, testable } = tarone(least, alpha)
        const fits = (k: number) => least.filter((p) => p <= alpha / k).length <= k
        expect(fits(factor)).toBe(true)
        for (let k = 1; k < factor; k++) expect(fits(k)).toBe(false)
        expect(testable).toEqual(least.map((p) => p <= alpha / factor))
        expect(testable.filter(Boolean).length).toBeLessThanOrEqual(factor)
      }),
    )
  })

  it('leaves out tests that cannot reach the level', () => {
    // Of nine tests three can reach 0.05/3, but five can reach 0.05 and four 0.05/2.
    const least = [0.001, 0.01, 0.016, 0.02, 0.04, 0.2, 0.3, 0.5, 1]
    expect(tarone(least, 0.05)).toEqual({ factor: 3, testable: [true, true, true, false, false, false, false, false, false] })
  })
})
