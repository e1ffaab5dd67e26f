import { describe, expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import type { Batch } from '../../model/tables.ts'
import { exfiltration } from './index.ts'
import type { Upload } from './query.ts'
import { benign, office, positive } from './sample.ts'
import { settings } from './settings.ts'
import { severityOf, weigh } from './weigh.ts'

const day = 86_400
const upload: Upload = {
  host: 'pc',
  destination: 'x.example',
  kind: 'seldom',
  role: '',
  day: 50 * day,
  bytesOut: 1e9,
  bytesIn: 1e6,
  destinationHosts: 1,
  began: 49 * day,
  row: [1, 1],
}

describe('the weighing', () => {
  it('measures in logarithms with a floor on the scale', () => {
    const days = [1, 2, 3, 4, 5].map((at) => [at * day, 1e6] as const)
    const weight = weigh(upload, { history: { host: 'pc', kind: 'seldom', days }, peers: undefined, toDestination: [] }, settings)
    // All other days are alike, so the scale is the floor: ln(1e9 / 1e6) / 0.7.
    expect(weight.own).toBeCloseTo(Math.log(1000) / 0.7, 4)
    expect(weight.peers).toBeNull()
  })

  it('takes the scale from the peers when it is larger', () => {
    const peers = { role: '', kind: 'seldom' as const, hosts: 10, hostDays: 100, median: Math.log1p(1e6), deviation: 2 }
    expect(weigh(upload, { history: undefined, peers, toDestination: [] }, settings).peers).toBeCloseTo(Math.log(1000) / (1.4826 * 2), 4)
  })

  it('knows a routine by days of like size', () => {
    const routine = (days: readonly (readonly [number, number])[]) =>
      weigh(upload, { history: undefined, peers: undefined, toDestination: days }, settings).routine
    expect(
      routine([
        [1 * day, 5e8],
        [2 * day, 2e9],
        [3 * day, 1e9],
      ]),
    ).toBe(true)
    expect(
      routine([
        [1 * day, 1e8],
        [2 * day, 9e9],
        [3 * day, 1e9],
        [50 * day, 1e9],
      ]),
    ).toBe(false)
  })

  it('asks for both comparisons, and never takes what cannot be compared for odd', () => {
    const severity = (own: number | null, peers: number | null, routine = false) => severityOf(upload, { own, peers, likeDays: 0, routine }, settings, 40 * day)
    expect(severity(null, null)).toBeNull()
    expect(severity(1, 9)).toBeNull()
    expect(severity(9, null)).toBe(1)
    expect(severity(9, 9)).toBe(3)
    expect(severity(9, 9, true)).toBe(1)
  })
})

describe('the analysis', () => {
  it('finds the upload, with the days as a picture', async () => {
    const findings = await findingsOf(exfiltration, positive())
    expect(findings.map(({ title, severity }) => [title, severity])).toEqual([['10.0.0.4 sent 1.1 GB to widgets.invalid, far more than it usually sends', 3]])
    const figure = findings[0]?.figure
    if (figure?.kind !== 'bars') throw new Error('no bars')
    expect(figure.bars.filter((bar) => bar.mark).map((bar) => bar.name)).toEqual(['2024-03-25', '2024-03-27'])
    expect(figure.level?.value).toBeGreaterThan(4e5)
    expect(figure.level?.value).toBeLessThan(13e5)
  })

  it('takes back-ups for at most information, and downloads and calls for nothing', async () => {
    const findings = await findingsOf(exfiltration, benign())
    expect(findings.map(({ severity, about }) => [severity, about[1]?.id])).toEqual([[1, 'vault.example']])
    expect(findings[0]?.because.at(-1)).toMatchObject({ says: 'It is a routine, as back-ups are.', observed: 'about as much on 4 other days' })
  })

  it('compares with hosts of the same role', async () => {
    const hosts: Batch = {
      table: 'host_address',
      rows: Array.from({ length: 12 }, (_, index) => ({
        ip: `10.0.0.${index + 1}`,
        host: `pc${index + 1}`,
        role: index < 6 ? 'office' : 'server',
        line: index + 1,
      })),
    }
    const [found] = await findingsOf(exfiltration, [hosts, ...positive()])
    expect(found?.about[0]).toEqual({ kind: 'host', id: 'pc4' })
    expect(found?.because[1]?.expected).toContain('of 6 hosts of the role “office”')
  })

  it('looks at nothing below the least amount', async () => {
    const little = { name: 'drop.widgets.invalid', address: '203.0.113.90', host: 4, days: [24], bytesOut: 19e6, bytesIn: 0 }
    expect(await findingsOf(exfiltration, office([little]))).toEqual([])
  })
})
