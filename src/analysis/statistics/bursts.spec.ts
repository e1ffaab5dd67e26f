import { describe, expect, it } from 'vitest'
import { burstsOf } from './bursts.ts'
import { binomialTail, poissonTail } from './tails.ts'

const at = (...times: readonly number[]) => times.map((time) => ({ time }))

describe('bursts', () => {
  it.each<[readonly number[], readonly (readonly [number, number, number])[]]>([
    [[], []],
    [[0, 1], []],
    [[0, 1, 2], [[0, 2, 3]]],
    [[0, 5, 10], [[0, 10, 3]]],
    [[0, 5, 11], []],
    [[0, 1, 2, 9, 10, 30], [[0, 10, 5]]],
    [
      [0, 1, 2, 40, 41, 42],
      [
        [0, 2, 3],
        [40, 42, 3],
      ],
    ],
    [[7, 7, 7], [[7, 7, 3]]],
  ])('three within ten seconds in %j', (times, expected) => {
    expect(burstsOf(at(...times), 3, 10).map(({ first, last, events }) => [first, last, events.length])).toEqual(expected)
  })
})

describe('tails', () => {
  // ppois(x - 1, mean, lower.tail = FALSE) and pbinom(x - 1, n, p, lower.tail = FALSE) of R
  it('of Poisson', () => {
    expect(poissonTail(0, 2)).toBe(1)
    expect(poissonTail(5, 2)).toBeCloseTo(0.052653, 6)
    expect(poissonTail(5, 0.01) / 8.264e-13).toBeCloseTo(1, 3)
    expect(poissonTail(3, 0)).toBe(0)
  })

  it('of the binomial', () => {
    expect(binomialTail(0, 10, 0.1)).toBe(1)
    expect(binomialTail(10, 12, 0.5)).toBeCloseTo(79 / 4096, 12)
    expect(binomialTail(3, 3, 0.1)).toBeCloseTo(0.001, 12)
    expect(binomialTail(1, 5, 0)).toBe(0)
    expect(binomialTail(1, 5, 1)).toBe(1)
  })
})
