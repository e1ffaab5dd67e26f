import { beforeAll, describe, expect, it } from 'vitest'
import { findingsIn, lakeWith } from '../../../test/support/lake.ts'
import type { Finding } from '../../model/finding.ts'
import type { Batch, Row } from '../../model/tables.ts'
import { beacon } from './index.ts'
import { benign, positive, randomCalls, timer } from './sample.ts'

async function found(batches: readonly Batch[]): Promise<readonly Finding[]> {
  await using test = await lakeWith(batches)
  return await findingsIn(test.lake, beacon)
}

describe('beacon', () => {
  let planted: readonly Finding[] = []
  beforeAll(async () => {
    planted = await found(positive())
  })

  it('finds the minute timer and the one that sleeps twelve hours', () => {
    const grave = planted.filter(({ severity }) => severity >= 2)
    const about = grave.map(({ about: entities }) => entities.map(({ id }) => id))
    expect(about).toEqual([
      ['update-mirror.invalid', '10.0.0.5'],
      ['quiet-night.invalid', '10.0.0.9'],
    ])
    expect(grave.map(({ title }) => title)).toEqual([
      expect.stringMatching(/^10\.0\.0\.5 talks to update-mirror\.invalid at regular intervals, about every (59|60|61) s$/),
      expect.stringMatching(/^10\.0\.0\.9 talks to quiet-night\.invalid at regular intervals, about every 1[12] h/),
    ])
    const [minute, night] = grave
    expect(minute?.because.map(({ observed }) => observed).join(' ')).toMatch(/over 30 days, each [\d.]+ times as likely from a timer .*1 of 20 hosts/s)
    // Twelve hours of sleep: nothing to see in a day.
    expect(night?.because[0]?.observed).toMatch(/over (7|30) days/)
    expect(night?.because[0]?.observed).not.toMatch(/over 1 day/)
  })

  it('draws at most 300 points, in order, with the fitted period', () => {
    const [first] = planted
    const figure = first?.figure
    if (figure?.kind !== 'beacon') throw new Error('a beacon figure is due')
    expect(figure.points).toHaveLength(300)
    expect(figure.period).toBeGreaterThan(55)
    expect(figure.period).toBeLessThan(65)
    for (const [index, [time, pause]] of figure.points.entries()) {
      expect(pause).toBeGreaterThanOrEqual(0)
      if (index > 0) expect(time - (figure.points[index - 1]?.[0] ?? 0)).toBeCloseTo(pause, 3)
    }
  })

  it('takes what all hosts do for telemetry, time services for time services, and random calls for nothing', async () => {
    const innocent = await found(benign())
    expect(innocent.every(({ severity }) => severity === 1)).toBe(true)
    const destinations = innocent.map(({ about: entities }) => entities[0]?.id)
    expect(destinations).toContain('example.net')
    expect(destinations).toContain('203.0.113.123')
    expect(destinations).not.toContain('example.org')
    expect(innocent.find(({ about: entities }) => entities[0]?.id === 'example.net')?.innocentIf[0]).toMatch(/20 hosts of 20/)
  })

  it('gives the same findings for the same evidence', async () => {
    expect(await found(positive())).toEqual(planted)
  })

  it('weighs its reasons to one', () => {
    for (const { because } of planted) {
      expect(because.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 1)
    }
  })

  it('finds polling with ever changing pauses by its exchange, and does not take failed attempts for one', async () => {
    const polls = randomCalls(41, 20, 7200)
    const row = (dst_ip: string, at: number, index: number, answered: boolean): Row<'connection'> => ({
      time: Date.UTC(2024, 2, 4) * 1000 + Math.round(at * 1e6),
      uid: `${dst_ip}-${index}`,
      src_ip: '10.0.0.3',
      src_port: 40_000,
      dst_ip,
      dst_port: 8443,
      bytes_out: index % 5 === 0 ? 900 + index : 517,
      bytes_in: answered ? (index % 5 === 0 ? 4000 + index : 1200) : 0,
      ip_bytes_out: 700,
      denied: !answered,
      line: index + 1,
    })
    const rows = [...polls.map((at, index) => row('10.0.9.9', at, index, true)), ...polls.map((at, index) => row('198.51.100.4', at, index, false))]
    const observed = await found([{ table: 'connection', rows }])
    expect(observed.map(({ severity, about }) => [severity, about[0]?.id])).toEqual([[2, '10.0.9.9']])
    expect(observed[0]?.title).toBe('10.0.0.3 talks to 10.0.9.9 over and over with the same small exchange')
    const same = polls.filter((_, index) => index % 5 !== 0).length
    expect(observed[0]?.because[0]?.observed).toBe(`${same} of ${polls.length} answered contacts in a week sent exactly 517 B and got exactly 1.2 kB.`)
  })

  it('says that a beacon was refused on the way, and does not call it clean for that', async () => {
    const rows = timer(42, 120, 0.2, 36_000).map(
      (at, index): Row<'connection'> => ({
        time: Date.UTC(2024, 2, 4) * 1000 + Math.round(at * 1e6),
        src_ip: '10.0.0.3',
        src_port: 40_000,
        dst_ip: '198.51.100.4',
        dst_port: 443,
        denied: true,
        line: index + 1,
      }),
    )
    const [observed] = await found([{ table: 'connection', rows }])
    expect(observed?.severity).toBe(2)
    expect(observed?.because.map(({ says }) => says)).toContain('Attempts were refused on the way, and it keeps trying: blocked is not clean.')
    expect(observed?.because.map(({ observed: text }) => text).join(' ')).toMatch(/sizes unknown/)
  })
})
