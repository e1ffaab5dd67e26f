import { describe, expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import { newDestination } from './index.ts'
import type { Newcomer } from './newcomers.ts'
import { benign, office, positive } from './sample.ts'
import { settings } from './settings.ts'
import { severityOf, signsOf } from './weigh.ts'

const day = 86_400
const newcomer: Newcomer = {
  destination: 'new.example',
  first: 100 * day,
  last: 109 * day,
  hosts: 2,
  some: ['a', 'b'],
  contacts: 5,
  denied: 0,
  lookups: 0,
  bytesOut: 10,
  bytesIn: 100,
  days: 5,
  row: [1, 1],
}

describe('the weighing', () => {
  const severity = (change: Partial<Newcomer>, full = true) => severityOf(signsOf({ ...newcomer, ...change }, 109 * day, settings), full)

  it('takes new alone, and new and often, for information', () => {
    expect(severity({ days: 1 })).toBe(1)
    expect(severity({ days: 1, bytesOut: 1000, denied: 1 })).toBe(1)
    expect(severity({ days: 10 })).toBe(1)
  })

  it('asks for a habit and a sign of another kind', () => {
    expect(severity({ days: 3, bytesOut: 1000 })).toBe(2)
    expect(severity({ days: 3, denied: 2 })).toBe(2)
    expect(severity({ days: 3, destination: '2001:db8::7' })).toBe(2)
  })

  it('never goes beyond information without a full baseline', () => {
    expect(severity({ days: 10, bytesOut: 1000, denied: 1 }, false)).toBe(1)
  })
})

describe('the analysis', () => {
  it('finds the newcomer that two hosts visit, and sums up', async () => {
    const findings = await findingsOf(newDestination, positive())
    expect(findings.map(({ title, severity, kind }) => ({ title, severity, kind }))).toEqual([
      { title: 'widgets.invalid is new here, and only 2 hosts of 20 talk to it', severity: 2, kind: 'behaviour' },
      { title: '1 destination new after the first 30 days of evidence', severity: 1, kind: 'context' },
    ])
    expect(findings[0]?.because.find((reason) => reason.says.startsWith('More is sent'))?.observed).toBe('1.62 MB sent, 72 kB received')
  })

  it('leaves what everybody begins to use, what is met once and what is old', async () => {
    const findings = await findingsOf(newDestination, benign())
    expect(findings.filter(({ severity }) => severity > 1)).toEqual([])
    expect(findings.at(-1)?.figure).toMatchObject({ kind: 'bars', level: { name: 'median' } })
  })

  it('says so when the evidence is short, and takes nothing for more than information', async () => {
    const findings = await findingsOf(
      newDestination,
      office([{ name: 'a.late.invalid', address: '203.0.113.9', hosts: [2], days: [7, 8, 9], bytesOut: 9e5, bytesIn: 1 }], 10),
    )
    expect(findings.map(({ severity }) => severity)).toEqual([1, 1])
    expect(findings[0]?.because[0]?.expected).toContain('fewer than the 30 asked for')
  })

  it('shows no more than the setting allows', async () => {
    const extra = Array.from({ length: 8 }, (_, index) => ({
      name: `a.new${index}.invalid`,
      address: `203.0.113.${index + 20}`,
      hosts: [1],
      days: [40, 41, 42, 43],
      bytesOut: 9,
      bytesIn: 1,
    }))
    const findings = await findingsOf(newDestination, office(extra), { mostFindings: 5 })
    expect(findings).toHaveLength(6)
    expect(findings.at(-1)?.because[0]?.says).toBe('8 destinations were met for the first time, 8 of them by one host alone; 5 are shown one by one.')
  })
})
