import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wilson } from './interval.ts'
import { logChoose, logFactorial } from './log-factorial.ts'
import { gaussLegendre } from './quadrature.ts'
import { Generator } from './random.ts'

describe('logFactorial', () => {
  it('is the factorial, exactly as far as integers go', () => {
    let product = 1n
    for (let n = 1; n <= 60; n++) {
      product *= BigInt(n)
      expect(logFactorial(n)).toBeCloseTo(Math.log(Number(product)), 9)
    }
    // ln(10,000!) from Stirling's series with two terms, independent of the table.
    const n = 10_000
    expect(logFactorial(n)).toBeCloseTo(n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + 1 / (12 * n) - 1 / (360 * n ** 3), 6)
  })

  it('gives binomial coefficients', () => {
    expect(Math.exp(logChoose(52, 5))).toBeCloseTo(2_598_960, 3)
    expect(logChoose(3, 4)).toBe(Number.NEGATIVE_INFINITY)
  })
})

describe('gaussLegendre', () => {
  it('integrates polynomials up to degree 2n − 1 exactly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 32 }), fc.nat(63), (count, degree) => {
        fc.pre(degree <= 2 * count - 1)
        const { nodes, weights } = gaussLegendre(count)
        const integral = nodes.reduce((sum, node, index) => sum + (weights[index] ?? 0) * node ** degree, 0)
        expect(integral).toBeCloseTo(1 / (degree + 1), 12)
      }),
    )
  })
})

describe('wilson', () => {
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('gives the intervals of Newcombe (1998), table I, for %i of %i', (hits, trials, low, high) => {
    const interval = wilson(hits, trials)
    expect(interval[0]).toBeCloseTo(low, 4)
    expect(interval[1]).toBeCloseTo(high, 4)
  })
})

describe('Generator', () => {
  it('gives the same numbers for the same seed, and others for another', () => {
    const draw = (seed: number) => {
      const random = new Generator(seed)
      return Array.from({ length: 5 }, () => random.word())
    }
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
  })

  it('spreads evenly: chi-square of 20 classes stays below its 99.99 % quantile', () => {
    for (let seed = 0; seed < 20; seed++) {
      const random = new Generator(seed)
      const counts = new Array<number>(20).fill(0)
      for (let draw = 0; draw < 20_000; draw++) {
        const value = random.below(20)
        counts[value] = (counts[value] ?? 0) + 1
      }
      // Quantile of chi-square with 19 degrees of freedom at 0.9999: 50.80.
      expect(counts.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)).toBeLessThan(50.8)
    }
  })
})
