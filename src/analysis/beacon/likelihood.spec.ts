import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lakeWith } from '../../../test/support/lake.ts'
import { median, quantile } from '../../base/robust.ts'
import type { Row } from '../../model/tables.ts'
import { Generator } from '../statistics/random.ts'
import { regularChannels } from './intervals-query.ts'
import { type Pauses, timerRatio, widestSpread } from './likelihood.ts'
import { randomCalls, timer } from './sample.ts'
import { beaconSettings } from './settings.ts'

/** What the engine works out in SQL, worked out once more. */
function pausesOf(times: readonly number[]): Pauses {
  const seconds = [...new Set(times.map(Math.floor))].sort((a, b) => a - b)
  const pauses = seconds.slice(1).map((time, index) => time - (seconds[index] ?? 0))
  const [low, high] = [quantile(pauses, 0.05), quantile(pauses, 0.95)]
  const middle = pauses.filter((pause) => pause >= low && pause <= high)
  return { count: pauses.length, low, high, mean: middle.reduce((sum, pause) => sum + pause, 0) / middle.length, median: median(middle) }
}

const day = 86_400
const seeds = Array.from({ length: 60 }, (_, index) => index + 1)
const ratios = (times: (seed: number) => readonly number[]) => seeds.map((seed) => timerRatio(pausesOf(times(seed))))

/** Calls of which some never come about: the host was busy or off. */
function missing(times: readonly number[], share: number, seed: number): readonly number[] {
  const random = new Generator(seed)
  return times.filter(() => random.below(1000) >= share * 1000)
}

describe('the ratio for timers and for calls at random, measured over 60 seeds each', () => {
  it.each([
    ['60 s, straying by a tenth, a day', (seed: number) => timer(seed, 60, 0.1, day)],
    ['60 s, straying by nine tenths, a day', (seed: number) => timer(seed, 60, 0.9, day)],
    ['5 min, straying by half, a day', (seed: number) => timer(seed, 300, 0.5, day)],
    ['4 h, straying by a fifth, a tenth missed, 14 days', (seed: number) => missing(timer(seed, 4 * 3600, 0.2, 14 * day), 0.1, seed)],
    ['12 h, straying by a fifth, a tenth missed, 14 days', (seed: number) => missing(timer(seed, 12 * 3600, 0.2, 14 * day), 0.1, seed)],
  ])('timer, %s: 0.45 or more', (_, times) => {
    expect(Math.min(...ratios(times))).toBeGreaterThanOrEqual(0.45)
  })

  it.each([
    [60, day],
    [600, day],
    [3600, 14 * day],
  ])('calls at random every %d s on average: −0.2 on average, never above 0.23', (mean, seconds) => {
    const all = ratios((seed) => randomCalls(seed, mean, seconds))
    expect(Math.max(...all)).toBeLessThanOrEqual(0.23)
    expect(all.reduce((sum, ratio) => sum + ratio, 0) / all.length).toBeGreaterThan(-0.25)
    expect(all.reduce((sum, ratio) => sum + ratio, 0) / all.length).toBeLessThan(-0.15)
  })

  it('bursts: below −0.5', () => {
    const bursts = (seed: number) => {
      const random = new Generator(seed)
      return randomCalls(seed, 3600, 7 * day).flatMap((at) => randomCalls(seed + at, 8, 20 + random.below(300)).map((after) => at + after))
    }
    expect(Math.max(...ratios(bursts))).toBeLessThan(-0.5)
  })

  it('few calls at random reach both thresholds in less than one channel of five hundred', () => {
    const random = new Generator(11)
    let passed = 0
    const trials = 4000
    for (let trial = 0; trial < trials; trial++) {
      const count = 11 + random.below(60)
      const ratio = timerRatio(pausesOf(randomCalls(trial, 3600, count * 3600)))
      if (ratio >= beaconSettings.leastRatio && ratio * count >= beaconSettings.leastEvidence) passed += 1
    }
    expect(passed / trials).toBeLessThan(1 / 500)
  })
})

describe('the formula', () => {
  it('is log(mean) + 1 − log(spread) for long pauses', () => {
    // Uniform on 50 … 150 s: mean 100, 90 % of it 90 s wide; log 100 + 1 − log 91 = 1.0943
    expect(timerRatio({ low: 55, high: 145, mean: 100 })).toBeCloseTo(Math.log(100) + 1 - Math.log(91), 1)
  })

  it('is 0 for a contact in every second: as likely by chance', () => {
    expect(timerRatio({ low: 1, high: 1, mean: 1 })).toBeCloseTo(0, 12)
  })

  it('grows as the same pauses draw together', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 10, max: 100_000 }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        fc.double({ min: 0, max: 0.99, noNaN: true }),
        (mean, a, b) => {
          const at = (jitter: number) => timerRatio({ low: mean * (1 - jitter), high: mean * (1 + jitter), mean })
          expect(at(Math.min(a, b))).toBeGreaterThanOrEqual(at(Math.max(a, b)))
        },
      ),
    )
  })

  it('never exceeds what the sieve in the engine lets through', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
        fc.double({ min: -1, max: 5, noNaN: true }),
        (mean, spread, ratio) => {
          if (timerRatio({ low: mean, high: mean + spread, mean }) >= ratio) expect(spread + 1).toBeLessThanOrEqual(mean * widestSpread(ratio) * (1 + 1e-9))
        },
      ),
    )
  })
})

describe('the engine', () => {
  it('works out the same as the plain definition', async () => {
    const start = Date.UTC(2024, 0, 1) / 1000
    const channels = seeds.slice(0, 12).map((seed) => ({ address: `198.51.100.${seed}`, times: timer(seed, 60 * seed, 0.05 * seed, day - 60) }))
    const rows: Row<'connection'>[] = channels.flatMap(({ address, times }) =>
      times.map((time, index) => ({
        time: Math.round((start + time) * 1e6),
        uid: `${address}${index}`,
        src_ip: '10.0.0.1',
        src_port: 1,
        dst_ip: address,
        dst_port: 443,
        line: index + 1,
      })),
    )
    await using test = await lakeWith([{ table: 'connection', rows }])
    const input = {
      lake: test.lake,
      settings: { ...beaconSettings, leastRatio: -5, leastEvidence: -1e9 },
      earlier: [],
      now: new Date((start + day) * 1000),
      signal: new AbortController().signal,
    }
    const found = new Map((await regularChannels(input)).map((channel) => [channel.target, channel]))
    for (const { address, times } of channels) {
      const expected = pausesOf(times.map((time) => start + time))
      const rhythm = found.get(address)?.rhythms.find(({ days }) => days === 1)
      expect(rhythm).toMatchObject({ count: expected.count, median: expected.median })
      expect(rhythm?.low).toBeCloseTo(expected.low, 6)
      expect(rhythm?.high).toBeCloseTo(expected.high, 6)
      expect(rhythm?.mean).toBeCloseTo(expected.mean, 6)
      expect(rhythm?.ratio).toBeCloseTo(timerRatio(expected), 6)
    }
  })
})
