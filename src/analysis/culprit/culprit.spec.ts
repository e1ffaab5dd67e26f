import { describe, expect, it } from 'vitest'
import { findingsOf, lakeWith } from '../../../test/support/lake.ts'
import type { Batch } from '../../model/tables.ts'
import { culprit } from './index.ts'
import { benign, days, nameOf, office, positive, rollOut, writers } from './sample.ts'

const start = Date.UTC(2024, 2, 4) * 1000
const day = 86_400e6

describe('culprit', () => {
  it('names the release that explains who talks to a new destination, and what it rests on', async () => {
    const findings = await findingsOf(culprit, positive())
    const named = findings.filter((finding) => finding.severity >= 2)
    expect(named).toHaveLength(1)
    const [finding] = named
    expect(finding?.title).toBe('Changed behaviour of release Quill Writer 2.0: its hosts talk to quillstorage.invalid, which is new')
    expect(finding?.kind).toBe('explains')
    expect(finding?.about.slice(0, 1)).toEqual([{ kind: 'release', id: 'Quill Writer@2.0' }])
    expect(finding?.about).toContainEqual({ kind: 'destination', id: 'quillstorage.invalid' })
    const woken = writers.filter((_, order) => order % 3 !== 2)
    for (const host of [...woken, 7, 22]) expect(finding?.about).toContainEqual({ kind: 'host', id: nameOf(host) })
    expect(finding?.because[0]).toMatchObject({ observed: '14 of 16', expected: expect.stringContaining('by chance') })
    // Installed, then nine days and more of silence: a sleep.
    expect(finding?.techniques).toEqual(['T1195.002', 'T1497.003'])
    expect(finding?.because.some((reason) => /From installation to first contact it took .* at the median \(9 d/.test(reason.says))).toBe(true)
    expect(finding?.evidence.length).toBeGreaterThan(0)
  })

  it('draws contacting hosts first, the culprit first among the releases', async () => {
    const findings = await findingsOf(culprit, positive())
    const figure = findings.find((finding) => finding.severity >= 2)?.figure
    if (figure?.kind !== 'cohort') throw new Error('no cohort figure')
    expect(figure.releases[0]).toContain('Quill Writer 2.0')
    const contacting = figure.hosts.filter((host) => host.contact !== null)
    expect(figure.hosts.slice(0, contacting.length)).toEqual(contacting)
    expect(contacting).toHaveLength(16)
    expect(contacting.filter((host) => host.has[0] === 1)).toHaveLength(14)
  })

  it('says of destinations of one host that they are not identifiable, and names nothing that spread otherwise', async () => {
    const findings = await findingsOf(culprit, benign())
    expect(findings.every((finding) => finding.severity === 1)).toBe(true)
    const account = findings.find((finding) => finding.kind === 'context')
    expect(account?.title).toContain('1 not identifiable')
    expect(account?.because.some((reason) => reason.says.includes('such as example.edu'))).toBe(true)
  })

  it('calls an update that reports at once a changed behaviour, without a sleep', async () => {
    const contacts = writers
      .slice(0, 14)
      .map((host, order) => ({ host, name: 'stats.quill.example', time: (rollOut.get(host) ?? start) + (600 + 300 * order) * 1e6 }))
    const [finding] = (await findingsOf(culprit, office({ installed: rollOut, contacts }))).filter((one) => one.severity >= 2)
    expect(finding?.about[0]).toEqual({ kind: 'release', id: 'Quill Writer@2.0' })
    expect(finding?.techniques).toEqual(['T1195.002'])
    expect(finding?.severity).toBe(2)
    expect(finding?.because.some((reason) => reason.says.includes('at once after the installation'))).toBe(true)
  })

  it('finds it as well when nobody knows the roles of the hosts', async () => {
    const withoutRoles = positive().map(
      (batch): Batch => (batch.table === 'host_address' ? { ...batch, rows: batch.rows.map((row) => ({ ...row, role: '', os: '' })) } : batch),
    )
    const named = (await findingsOf(culprit, withoutRoles)).filter((finding) => finding.severity >= 2)
    expect(named.map((finding) => finding.about[0]?.id)).toEqual(['Quill Writer@2.0'])
  })

  it('cannot tell from a week of traffic, and says what is missing', async () => {
    const short = positive().map((batch): Batch => {
      const recent = (row: { time?: number }) => (row.time ?? 0) >= start + (days - 6) * day
      if (batch.table === 'connection') return { ...batch, rows: batch.rows.filter(recent) }
      return batch.table === 'tls_session' ? { ...batch, rows: batch.rows.filter(recent) } : batch
    })
    const findings = await findingsOf(culprit, short)
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({ severity: 1, kind: 'context' })
    expect(findings[0]?.title).toMatch(/^Cannot tell/)
  })

  it('stops between two destinations when it is told to', async () => {
    await using test = await lakeWith(positive())
    const stop = new AbortController()
    const settings = { ...culprit.settings, placeboRuns: Number.MAX_SAFE_INTEGER }
    const seen: string[] = []
    const running = (async () => {
      for await (const finding of culprit.run({ lake: test.lake, settings, now: new Date(), earlier: [], signal: stop.signal })) {
        seen.push(finding.id)
        // The findings are out and the queries done: what is left are placebo runs without end.
        setTimeout(() => stop.abort(), 100)
      }
    })()
    await expect(running).rejects.toThrow(/abort/i)
    expect(seen).toHaveLength(1)
  })

  it('states how often placebo installations are named when asked to', async () => {
    const findings = await findingsOf(culprit, positive(), { placeboRuns: 5 })
    const account = findings.find((finding) => finding.kind === 'context')
    expect(account?.because.some((reason) => /With installations shuffled among like hosts, 0 of \d+ tests? named something in 5 runs/.test(reason.says))).toBe(
      true,
    )
  })
})
