import { describe, expect, it } from 'vitest'
import type { Finding, Severity } from '../model/finding.ts'
import { arrange, type ByHand } from './arrange.ts'
import { carryIdentity } from './identity.ts'

function found(id: string, destination: string, severity: Severity = 3, host = 'pc-1'): Finding {
  return {
    id,
    analysis: `analysis-${id}`,
    kind: 'behaviour',
    title: `${id} at ${destination}`,
    severity,
    confidence: 0.5,
    first: '2024-01-01T00:00:00Z',
    last: '2024-01-02T00:00:00Z',
    about: [
      { kind: 'host', id: host },
      { kind: 'destination', id: destination },
    ],
    because: [{ says: 'So it is.', observed: 'that', weight: 1 }],
    innocentIf: [],
    evidence: [],
    advice: [],
    techniques: [],
  }
}

const nothing: ByHand = { splits: new Map(), merges: new Map() }
const shape = (arranged: ReturnType<typeof arrange>) => arranged.map(({ members }) => members.map(({ finding }) => finding).sort()).sort()

describe('identity', () => {
  it('goes by the id, else by most shared findings, and is given once', () => {
    const known = [
      { id: 'a', findings: ['1', '2'] },
      { id: 'b', findings: ['3'] },
      { id: 'c', findings: ['9'] },
    ]
    const computed = [
      { id: 'a', findings: ['3'] },
      { id: 'x', findings: ['3', '4'] },
      { id: 'y', findings: ['3'] },
    ]
    expect([...carryIdentity(computed, known)]).toEqual([
      ['a', 'a'],
      ['x', 'b'],
    ])
  })

  it('stays with an incident whose gravest finding has changed', () => {
    const [before] = arrange([found('1', 'one.invalid', 3)], nothing, [])
    const known = [{ id: before?.incident.id ?? '', findings: ['1'] }]
    const grave = { ...found('2', 'other.invalid', 5), about: [...found('2', 'other.invalid').about, { kind: 'destination', id: 'one.invalid' } as const] }
    const [after] = arrange([grave, found('1', 'one.invalid', 3)], nothing, known)
    expect(after?.incident).toMatchObject({ id: before?.incident.id, severity: 5 })
  })
})

describe('what people moved', () => {
  const findings = [found('1', 'one.invalid'), found('2', 'one.invalid'), found('3', 'two.invalid')]

  it('holds whatever order the findings come in', () => {
    const [one, two] = arrange(findings, nothing, [])
    const merges = new Map([[two?.incident.id ?? '', { into: one?.incident.id ?? '', by: 'ada' }]])
    const merged = arrange(findings.toReversed(), { ...nothing, merges }, [])
    expect(shape(merged)).toEqual([['1', '2', '3']])
    expect(merged[0]?.members.filter(({ byHand }) => byHand)).toEqual([{ finding: '3', why: 'ada put it here.', byHand: true }])
    const splits = new Map([['2', { incident: 'split', by: 'ada' }]])
    expect(shape(arrange(findings, { merges: new Map(), splits }, []))).toEqual([['1'], ['2'], ['3']])
  })

  it('does not go round in circles', () => {
    const [one, two] = arrange(findings, nothing, []).map(({ incident }) => incident.id)
    const merges = new Map([
      [one ?? '', { into: two ?? '', by: 'ada' }],
      [two ?? '', { into: one ?? '', by: 'ada' }],
    ])
    expect(
      shape(arrange(findings, { ...nothing, merges }, []))
        .flat()
        .sort(),
    ).toEqual(['1', '2', '3'])
  })

  it('says for each member why it belongs', () => {
    const arranged = arrange(findings, nothing, [])
    const why = (id: string) => arranged.flatMap(({ members }) => members).find(({ finding }) => finding === id)?.why
    expect(why('1')).toBe('It is about destination one.invalid, as 1 other finding here.')
    expect(why('3')).toBe('It is the whole incident.')
  })
})
