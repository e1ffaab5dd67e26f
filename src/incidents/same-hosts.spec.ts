import { describe, expect, it } from 'vitest'
import type { Severity } from '../model/finding.ts'
import type { Incident } from '../model/incident.ts'
import { tellSameHosts } from './same-hosts.ts'

function incident(id: string, severity: Severity, first: string, hosts: readonly string[]): Incident {
  return {
    id,
    title: `The title of ${id}`,
    says: 'Something happened.',
    severity,
    confidence: 0.9,
    first,
    last: '2024-02-01T00:00:00Z',
    about: [{ kind: 'destination', id: `${id}.invalid` }, ...hosts.map((host) => ({ kind: 'host' as const, id: host }))],
    speaksFor: [],
    speaksAgainst: [],
    findings: [],
    advice: [],
    techniques: [],
    figures: [],
  }
}

const grave = incident('grave', 4, '2024-01-10T00:00:00Z', ['a', 'b', 'c'])

describe('an incident on hosts of a graver one', () => {
  it.each([
    [
      'on one of its hosts, later',
      incident('later', 1, '2024-01-12T00:00:00Z', ['b']),
      ' Its host is also among the 3 of “The title of grave”, which began before.',
    ],
    [
      'on several of its hosts',
      incident('more', 2, '2024-01-10T00:00:00Z', ['a', 'b']),
      ' Its 2 hosts are also among the 3 of “The title of grave”, which began before.',
    ],
    ['on one of its hosts, and on another', incident('other', 2, '2024-01-12T00:00:00Z', ['a', 'x']), ''],
    ['on one of its hosts, before', incident('before', 2, '2024-01-09T00:00:00Z', ['a']), ''],
    ['without a host', incident('none', 2, '2024-01-12T00:00:00Z', []), ''],
  ])('%s', (_, one, more) => {
    const told = tellSameHosts([grave, one])
    expect(told[0]).toEqual(grave)
    expect(told[1]).toEqual({ ...one, says: `Something happened.${more}` })
  })

  it('is told only of a grave one, and never of itself', () => {
    const mild = [incident('mild', 3, '2024-01-10T00:00:00Z', ['a']), incident('later', 1, '2024-01-12T00:00:00Z', ['a'])]
    expect(tellSameHosts(mild)).toEqual(mild)
    expect(tellSameHosts([grave])).toEqual([grave])
  })
})
