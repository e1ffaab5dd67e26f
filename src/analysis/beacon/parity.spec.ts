import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lakeWith } from '../../../test/support/lake.ts'
import { median, medianAbsoluteDeviation } from '../../base/robust.ts'
import type { Row } from '../../model/tables.ts'
import { bowley, flatness, parityScore, persistence, regularity, type Spread } from './parity.ts'
import { parityChannels } from './parity-query.ts'
import { randomCalls } from './sample.ts'

/** Quartiles as medians of halves, the middle value left out. */
function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const half = Math.floor(sorted.length / 2)
  return {
    count: sorted.length,
    q1: median(sorted.slice(0, half)),
    q2: median(sorted),
    q3: median(sorted.slice(sorted.length - half)),
    mad: medianAbsoluteDeviation(sorted),
  }
}

const values = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 3, maxLength: 80 })
const heights = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 24, maxLength: 24 })

describe('symmetry', () => {
  it('Bowley: by hand', () => {
    expect(bowley({ q1: 10, q2: 20, q3: 50 })).toBe(0.5)
    expect(bowley({ q1: 10, q2: 40, q3: 50 })).toBe(-0.5)
    expect(bowley({ q1: 10, q2: 14, q3: 19 })).toBe(0)
    expect(bowley({ q1: 10, q2: 10, q3: 90 })).toBe(0)
  })

  it('lies between −1 and 1, and turns its sign when the values are mirrored', () => {
    fc.assert(
      fc.property(values, (all) => {
        const skew = bowley(spreadOf(all))
        expect(Math.abs(skew)).toBeLessThanOrEqual(1)
        expect(bowley(spreadOf(all.map((value) => 100_000 - value)))).toBeCloseTo(-skew, 9)
      }),
    )
  })
})

describe('regularity', () => {
  it('is 1 for equal values and lies between 0 and 1 for any', () => {
    fc.assert(
      fc.property(values, fc.constantFrom(0, 1), (all, small) => {
        const score = regularity(spreadOf(all), small)
        expect(score).toBeGreaterThanOrEqual(0)
        expect(score).toBeLessThanOrEqual(1)
        expect(regularity(spreadOf(all.map(() => 60)), small)).toBe(1)
      }),
    )
  })
})

describe('the histogram', () => {
  it('is 1 when flat, and lies between 0 and 1 for any', () => {
    expect(flatness(Array.from({ length: 24 }, () => 15))).toBe(1)
    fc.assert(
      fc.property(heights, (bins) => {
        expect(flatness(bins)).toBeGreaterThanOrEqual(0)
        expect(flatness(bins)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it('takes two levels for as good as one, from eleven bars on', () => {
    expect(flatness(Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 100 : 10)))).toBe(1)
    const ten = Array.from({ length: 24 }, (_, hour) => (hour < 10 ? 100 : 0))
    // Mean 100 · 10/24, population deviation 100 · √(10 · 14)/24: variation √1.4 > 1.
    expect(flatness(ten)).toBe(0)
  })
})

describe('persistence', () => {
  const bins = (filled: readonly number[]) => Array.from({ length: 24 }, (_, hour) => (filled.includes(hour) ? 1 : 0))

  it('needs six bins, then takes the better of span and longest run round the clock', () => {
    expect(persistence({ bins: bins([0, 5, 10, 15, 20]), first: 0, last: 86_400 }, 86_400)).toBe(0)
    expect(persistence({ bins: bins([21, 22, 23, 0, 1, 2]), first: 0, last: 8640 }, 86_400)).toBe(0.5)
    expect(persistence({ bins: bins([0, 4, 8, 12, 16, 20]), first: 0, last: 72_000 }, 86_400)).toBe(0.834)
    expect(persistence({ bins: bins([...Array(24).keys()]), first: 0, last: 90_000 }, 86_400)).toBe(1)
  })
})

describe('the engine', () => {
  it('gathers what the plain definition does', async () => {
    const start = Date.UTC(2024, 0, 1) / 1000
    const channels = Array.from({ length: 8 }, (_, index) => ({ address: `198.51.100.${index + 1}`, times: randomCalls(index + 1, 200 * (index + 1), 86_000) }))
    const rows: Row<'connection'>[] = channels.flatMap(({ address, times }) =>
      times.map((time, index) => ({
        time: Math.round((start + time) * 1e6),
        uid: `${address}${index}`,
        src_ip: '10.0.0.1',
        src_port: 1,
        dst_ip: address,
        dst_port: 443,
        ip_bytes_out: 300 + ((index * index * 37) % 1000),
        ip_bytes_in: 1000,
        duration: 0.5,
        line: index + 1,
      })),
    )
    await using test = await lakeWith([{ table: 'connection', rows }])
    const found = new Map((await parityChannels(test.lake, { directions: ['outward'], span: 86_400 })).map((channel) => [channel.target, channel]))
    const all = channels.flatMap(({ times }) => times.map((time) => Math.floor(start + time)))
    const window = { from: Math.min(...all), until: Math.max(...all) }
    for (const { address, times } of channels) {
      const seconds = times.map((time) => Math.floor(start + time)).sort((a, b) => a - b)
      const sizes = times.map((_, index) => 300 + ((index * index * 37) % 1000))
      const bins = Array.from({ length: 24 }, () => 0)
      for (const second of seconds) {
        const bin = Math.min(Math.floor(((second - window.from) * 24) / (window.until - window.from)), 23)
        bins[bin] = (bins[bin] ?? 0) + 1
      }
      const intervals = seconds
        .slice(1)
        .map((second, index) => second - (seconds[index] ?? 0))
        .filter((interval) => interval > 0)
      const expected = parityScore({ intervals: spreadOf(intervals), sizes: spreadOf(sizes), bins, first: seconds[0] ?? 0, last: seconds.at(-1) ?? 0 }, window)
      expect(found.get(address)).toEqual({
        host: '10.0.0.1',
        target: address,
        contacts: times.length,
        bytes: sizes.reduce((sum, size) => sum + size + 1000, 0),
        duration: times.length / 2,
        score: expected,
      })
    }
  })
})
