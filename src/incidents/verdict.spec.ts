import { describe, expect, it } from 'vitest'
import type { Finding } from '../model/finding.ts'
import type { Incident } from '../model/incident.ts'
import type { AnalysisStatus, Coverage } from '../model/status.ts'
import { verdictOf } from './verdict.ts'

const traffic: Coverage = { table: 'connection', source: 'conn.log', rows: 10, first: '2024-01-10T00:00:00Z', last: '2024-02-12T08:00:00Z', gaps: [] }
const status = (analysis: string, outcome: AnalysisStatus['outcome']): AnalysisStatus => ({ analysis, version: 1, outcome, findings: 0, seconds: 0 })
const incident = (severity: Incident['severity'], title = 'Phone 2 is the likely way in'): Incident => ({
  id: title,
  title,
  says: `${title}, they say.`,
  severity,
  confidence: 0.8,
  first: '2024-01-10T00:00:00Z',
  last: '2024-01-10T00:00:00Z',
  about: [],
  speaksFor: [],
  speaksAgainst: [],
  findings: [],
  advice: ['Isolate the hosts.'],
  techniques: [],
  figures: [],
})
const given = { incidents: [], findings: [], analyses: [], coverage: [traffic], folder: 'logs' }

describe('the verdict', () => {
  it('is HIT from high on, with the gravest incident first and what to do', () => {
    expect(verdictOf({ ...given, incidents: [incident(5), incident(4, 'Other'), incident(3, 'Third')] })).toEqual({
      word: 'HIT',
      sentence: 'Phone 2 is the likely way in, they say. 1 other incident of that weight.',
      next: 'Isolate the hosts.',
    })
  })

  it('is NOT SEEN with the span that was looked at, and names what to look at first', () => {
    expect(verdictOf({ ...given, incidents: [incident(3)] })).toMatchObject({
      word: 'NOT SEEN',
      sentence: 'No intrusion stands out in the traffic between 2024-01-10 00:00 and 2024-02-12 08:00 UTC; look at “Phone 2 is the likely way in” first.',
    })
  })

  it('says when not everything was looked at', () => {
    expect(verdictOf({ ...given, analyses: [status('beacon', 'failed')] }).sentence).toContain('Not everything was looked at: beacon did not finish.')
  })

  it('says what would let more be seen', () => {
    expect(verdictOf({ ...given, analyses: [status('culprit', 'skipped')] }).next).toContain('inventory of software')
    expect(verdictOf({ ...given, analyses: [status('indicator-match', 'skipped')] }).next).toContain('list of indicators')
  })

  it.each([[[]], [[{ ...traffic, table: 'installation' }]], [[{ ...traffic, rows: 0 }]]])('is CANNOT TELL without traffic', (coverage) => {
    expect(verdictOf({ ...given, coverage }).word).toBe('CANNOT TELL')
  })

  it('is EXPOSED by a state that invites trouble and nothing else, with traffic or without', () => {
    const posture: Finding = { ...incident(5), id: 'f', analysis: 'compromised-release', kind: 'posture', because: [], innocentIf: [], evidence: [] }
    const open = { ...incident(5, '3 hosts have Phone 2'), findings: ['f'] }
    expect(verdictOf({ ...given, incidents: [open], findings: [posture] })).toMatchObject({
      word: 'EXPOSED',
      sentence: '3 hosts have Phone 2, they say. No sign of an intrusion stands out in the traffic.',
      next: 'Isolate the hosts.',
    })
    expect(verdictOf({ ...given, coverage: [], incidents: [open], findings: [posture] }).sentence).toContain('whether it was used cannot be told')
    expect(verdictOf({ ...given, incidents: [open, incident(4, 'Other')], findings: [posture] })).toMatchObject({ word: 'HIT', sentence: 'Other, they say.' })
    expect(verdictOf({ ...given, incidents: [{ ...open, severity: 2 }], findings: [posture] }).word).toBe('NOT SEEN')
    const explains = { ...posture, id: 'h', kind: 'context' as const }
    expect(verdictOf({ ...given, incidents: [{ ...open, findings: ['f', 'h'] }], findings: [posture, explains] }).word).toBe('EXPOSED')
    const beside = { ...posture, id: 'g', kind: 'behaviour' as const }
    expect(verdictOf({ ...given, incidents: [{ ...open, findings: ['f', 'g'] }], findings: [posture, beside] }).word).toBe('HIT')
  })

  it('says what was looked at where there are sign-ins, and what there is where there are only states', () => {
    const signIns = { ...traffic, table: 'sign_in', source: 'sign-ins.json' }
    expect(verdictOf({ ...given, coverage: [signIns] }).sentence).toBe(
      'No sign of an intrusion in the sign-ins between 2024-01-10 00:00 and 2024-02-12 08:00 UTC, as far as this evidence shows.',
    )
    expect(verdictOf({ ...given, coverage: [signIns, traffic, { ...signIns, table: 'account_event' }] }).sentence).toContain(
      'in the traffic, the sign-ins and the changes to accounts between',
    )
    const accounts = { ...traffic, table: 'account' }
    expect(verdictOf({ ...given, coverage: [accounts] })).toMatchObject({
      word: 'CANNOT TELL',
      sentence:
        'There is no network traffic and there are no sign-ins in this evidence, so no behaviour can be judged. It tells of accounts, which are states in which nothing stands out.',
    })
    expect(verdictOf({ ...given, coverage: [accounts, { ...accounts, table: 'installation' }], incidents: [incident(2, 'A lead')] }).sentence).toContain(
      'It tells of accounts and installed software, which are states; look at “A lead” first.',
    )
  })

  it('never says clean', () => {
    const all = [given, { ...given, incidents: [incident(2)] }, { ...given, coverage: [] }].map((input) => JSON.stringify(verdictOf(input)))
    expect(all.join()).not.toMatch(/clean|safe|secure/i)
  })
})
