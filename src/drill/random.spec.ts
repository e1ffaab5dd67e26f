import { describe, expect, it } from 'vitest'
import { hashOf, labelOf, Random, stream, unitOf } from './random.ts'

describe('random', () => {
  // The outputs of the authors' reference C code for state {1, 2, 3, 4}, as rand_xoshiro and others test them.
  it('is xoshiro128**', () => {
    const random = new Random(1, 2, 3, 4)
    const drawn = Array.from({ length: 10 }, () => random.word())
    expect(drawn).toEqual([11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804])
  })

  // FNV-1a test vectors of the authors: "" and "foobar".
  it('labels names with FNV-1a', () => {
    expect(labelOf('')).toBe(0x811c9dc5)
    expect(labelOf('foobar')).toBe(0xbf9cf968)
  })

  it('gives every label a stream of its own', () => {
    const first = Array.from({ length: 2000 }, (_, index) => stream([7, index]).word())
    expect(new Set(first).size).toBeGreaterThan(1995)
    expect(hashOf(1, 2)).not.toBe(hashOf(2, 1))
    expect(stream([3, 4]).word()).toBe(stream([3, 4]).word())
  })

  it('has the moments it promises', () => {
    const random = stream([11])
    const size = 40_000
    const mean = (draw: () => number) => Array.from({ length: size }, draw).reduce((sum, value) => sum + value, 0) / size
    expect(mean(() => random.unit())).toBeCloseTo(0.5, 2)
    expect(mean(() => random.wait(3))).toBeGreaterThan(2.9)
    expect(mean(() => random.wait(3))).toBeLessThan(3.1)
    expect(mean(() => random.poisson(4))).toBeGreaterThan(3.95)
    expect(mean(() => random.poisson(4))).toBeLessThan(4.05)
    expect(mean(() => random.normal() ** 2)).toBeGreaterThan(0.97)
    expect(mean(() => random.normal() ** 2)).toBeLessThan(1.03)
    let index = 0
    expect(mean(() => unitOf(5, index++))).toBeCloseTo(0.5, 2)
  })
})
