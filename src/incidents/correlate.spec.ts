import { describe, expect, it } from 'vitest'
import type { Entity } from '../model/entity.ts'
import type { Finding, Severity } from '../model/finding.ts'
import { correlate } from './correlate.ts'

const release: Entity = { kind: 'release', id: 'Phone@2.0' }
const destination = (id: string): Entity => ({ kind: 'destination', id })
const host = (id: string): Entity => ({ kind: 'host', id })

interface Given {
  readonly analysis: string
  readonly severity: Severity
  readonly about: readonly Entity[]
  readonly kind?: Finding['kind']
  readonly techniques?: readonly string[]
}

function finding({ analysis, severity, about, kind = 'behaviour', techniques = [] }: Given): Finding {
  return {
    id: `${analysis}-${about.map((entity) => entity.id).join('-')}`,
    analysis,
    kind,
    title: `${analysis} of ${about[0]?.id}`,
    severity,
    confidence: 0.6,
    first: '2024-01-10T00:00:00Z',
    last: '2024-01-12T00:00:00Z',
    about,
    because: [{ says: `${analysis} says so.`, observed: 'one', expected: 'none', weight: 1 }],
    innocentIf: ['it is known'],
    evidence: [],
    advice: [`look at ${analysis}`],
    techniques,
  }
}

const named = (where: string, severity: Severity = 2) =>
  finding({ analysis: 'culprit', kind: 'explains', severity, about: [release, destination(where), host('a'), host('b')] })
const lookalike = (where: string) => finding({ analysis: 'lookalike', severity: 2, about: [destination(where), host('a')] })
const beacon = (where: string, severity: Severity = 2) => finding({ analysis: 'beacon', severity, about: [destination(where), host('a')] })
const severities = (...findings: readonly Finding[]) => correlate(findings).map((incident) => incident.severity)

describe('how grave findings are together', () => {
  it.each<[string, readonly Finding[], readonly number[]]>([
    ['information alone is no incident', [beacon('x', 1), named('x', 1)], []],
    ['an association alone is low', [named('x')], [2]],
    [
      'what honest telemetry does raises it to medium at most',
      [named('x'), beacon('x'), finding({ analysis: 'rare-signature', severity: 2, about: [destination('x')] })],
      [3],
    ],
    ['a strong sign beside an association makes it high', [named('x'), lookalike('x')], [4]],
    ['two signs of which one is strong make it critical', [named('x'), lookalike('x'), beacon('x')], [5]],
    ['a lead beside one strong sign is medium', [named('x', 1), lookalike('x')], [3]],
    ['a lead beside more is high', [named('x', 1), lookalike('x'), beacon('x')], [4]],
    ['a lead beside weak signs stays what they are', [named('x', 1), beacon('x')], [2]],
    ['two independent signs without software are medium', [lookalike('x'), beacon('x')], [3]],
    ['two strong ones are high', [lookalike('x'), finding({ analysis: 'exfiltration', severity: 2, about: [host('a'), destination('x')] })], [4]],
    ['signs of one family count once', [beacon('x'), finding({ analysis: 'long-connection', severity: 2, about: [destination('x')] })], [2]],
    ['a grave finding stays grave alone', [finding({ analysis: 'indicator-match', kind: 'known', severity: 4, about: [destination('x')] })], [4]],
    ['signs about different things do not add up', [lookalike('x'), beacon('y')], [2, 2]],
  ])('%s', (_, findings, expected) => {
    expect(severities(...findings)).toEqual(expected)
  })

  it('counts a sleep before the first contact as a weak sign', () => {
    expect(severities({ ...named('x'), techniques: ['T1497.003'] })).toEqual([3])
  })
})

describe('what belongs together', () => {
  it('joins destinations that the same release explains, if there is something against each', () => {
    const [incident, ...others] = correlate([named('x'), lookalike('x'), named('y'), beacon('z'), named('w', 1)])
    expect(incident?.about.filter((entity) => entity.kind === 'destination').map((entity) => entity.id)).toEqual(['x', 'y'])
    expect(incident).toMatchObject({ title: 'Phone 2.0 is the likely way in', severity: 4 })
    expect(incident?.says).toBe('Phone 2.0 explains who talks to x and y (2 hosts), and beside it there is a name made to look like a vendor.')
    expect(others).toHaveLength(1)
  })

  it('calls an association alone a changed behaviour', () => {
    expect(correlate([named('x')])[0]).toMatchObject({ title: 'Changed behaviour of Phone 2.0', severity: 2 })
  })

  it('joins what happened to one account, and leaves states of accounts and storms over many apart', () => {
    const account = (id: string): Entity => ({ kind: 'account', id })
    const many = ['a@x', 'b@x', 'c@x', 'd@x', 'e@x', 'f@x'].map(account)
    const incidents = correlate([
      finding({ analysis: 'factor-fatigue', severity: 4, about: [account('a@x')] }),
      finding({ analysis: 'new-factor', severity: 4, about: [account('a@x')] }),
      finding({ analysis: 'session-replay', severity: 3, about: [account('b@x')] }),
      finding({ analysis: 'privileged-factor', severity: 4, kind: 'posture', about: [account('a@x'), account('b@x')] }),
      finding({ analysis: 'account-change', severity: 2, about: many }),
    ])
    expect(incidents.map(({ findings }) => findings)).toEqual([
      ['factor-fatigue-a@x', 'new-factor-a@x'],
      ['privileged-factor-a@x-b@x'],
      ['session-replay-b@x'],
      [`account-change-${many.map(({ id }) => id).join('-')}`],
    ])
    expect(incidents[0]?.says).toContain('requests to confirm until somebody did and a new factor after a risky sign-in or a reset')
  })

  it('takes information about the same thing in', () => {
    expect(correlate([lookalike('x'), beacon('x', 1)])[0]?.findings).toEqual(['lookalike-x-a', 'beacon-x-a'])
  })

  it('keeps an incident the same when another sign of it comes', () => {
    const before = correlate([named('x')])[0]
    const after = correlate([named('x'), lookalike('x'), beacon('x')])[0]
    expect(after?.id).toBe(before?.id)
  })

  it('does not depend on the order of the findings', () => {
    const findings = [named('x'), lookalike('x'), beacon('y'), lookalike('z'), named('y', 1), beacon('z')]
    expect(correlate(findings.toReversed())).toEqual(correlate(findings))
  })

  it('says first what to do about the software', () => {
    expect(correlate([lookalike('x'), beacon('x'), named('x')])[0]?.advice[0]).toBe('look at culprit')
  })

  it('is never certain', () => {
    const many = Array.from({ length: 20 }, (_, index) => ({ ...finding({ analysis: `one-${index}`, severity: 2, about: [destination('x')] }), confidence: 1 }))
    expect(correlate(many)[0]?.confidence).toBe(0.99)
  })
})
