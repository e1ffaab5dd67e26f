import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { median, medianAbsoluteDeviation, quantile, robustZ } from './robust.ts'

const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 })

describe('quantile', () => {
  // R: quantile(c(1, 2, 4, 8, 16), c(.05, .25, .5, .9)), type 7
  it.each([
    [0, 1],
    [0.05, 1.2],
    [0.25, 2],
    [0.5, 4],
    [0.9, 12.8],
    [1, 16],
  ])('at %d of 1, 2, 4, 8, 16 is %d', (p, expected) => {
    expect(quantile([16, 1, 8, 2, 4], p)).toBeCloseTo(expected, 12)
  })

  it('lies between the least and the greatest value and does not fall as p grows', () => {
    fc.assert(
      fc.property(numbers, fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (values, p, q) => {
        const [low, high] = [quantile(values, Math.min(p, q)), quantile(values, Math.max(p, q))]
        expect(low).toBeGreaterThanOrEqual(Math.min(...values))
        expect(high).toBeLessThanOrEqual(Math.max(...values))
        expect(high - low).toBeGreaterThanOrEqual(-1e-9)
      }),
    )
  })

  it('leaves the array as it was and is NaN for none', () => {
    const values = [3, 1, 2]
    quantile(values, 0.5)
    expect(values).toEqual([3, 1, 2])
    expect(quantile([], 0.5)).toBeNaN()
  })
})

describe('median absolute deviation', () => {
  it('of 1, 1, 2, 2, 4, 6, 9 is 1', () => {
    expect(median([1, 1, 2, 2, 4, 6, 9])).toBe(2)
    expect(medianAbsoluteDeviation([1, 1, 2, 2, 4, 6, 9])).toBe(1)
  })

  it('does not change with a shift, and grows with the scale', () => {
    const integers = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(integers, fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 0, max: 50 }), (values, shift, scale) => {
        const spread = medianAbsoluteDeviation(values)
        expect(medianAbsoluteDeviation(values.map((value) => value + shift))).toBeCloseTo(spread, 9)
        expect(medianAbsoluteDeviation(values.map((value) => value * scale))).toBeCloseTo(spread * scale, 6)
      }),
    )
  })

  it('is not moved by fewer than half of the values, however wild', () => {
    expect(medianAbsoluteDeviation([1, 2, 3, 4, 5, 1e9, -1e9])).toBe(2)
  })
})

describe('robustZ', () => {
  it('counts standard deviations of normal values', () => {
    // Quantiles of the standard normal distribution at (i - ½)/9, i = 1 … 9, so the scale is close to 1.
    const normal = [-1.5932, -0.9674, -0.5895, -0.2822, 0, 0.2822, 0.5895, 0.9674, 1.5932]
    expect(robustZ(3, normal, 0)).toBeGreaterThan(3)
    expect(robustZ(3, normal, 0)).toBeLessThan(3.6)
  })

  it('uses the floor where the values hardly vary', () => {
    expect(robustZ(7, [5, 5, 5, 5], 0.5)).toBe(4)
  })
})
