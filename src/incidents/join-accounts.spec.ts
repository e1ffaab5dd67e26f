import { describe, expect, it } from 'vitest'
import type { Entity } from '../model/entity.ts'
import type { Finding } from '../model/finding.ts'
import { arrange } from './arrange.ts'

const account = (id: string): Entity => ({ kind: 'account', id })
const host = (id: string): Entity => ({ kind: 'host', id })
const destination = (id: string): Entity => ({ kind: 'destination', id })
const release: Entity = { kind: 'release', id: 'Phone@2.0' }

function found(id: string, about: readonly Entity[], [first, last]: readonly [number, number], more: Partial<Finding> = {}): Finding {
  const at = (dayOfMarch: number) => new Date(Date.UTC(2024, 2, dayOfMarch)).toISOString()
  return {
    id,
    analysis: `analysis-${id}`,
    kind: 'behaviour',
    title: id,
    severity: 3,
    confidence: 0.5,
    first: at(first),
    last: at(last),
    about,
    because: [{ says: 'So it is.', observed: 'that', weight: 1 }],
    innocentIf: [],
    evidence: [],
    advice: [],
    techniques: [],
    ...more,
  }
}

/** Ids of the members of each incident. */
function together(...findings: readonly Finding[]): readonly (readonly string[])[] {
  return arranged(...findings).map(({ members }) => members.map(({ finding }) => finding).sort())
}

function arranged(...findings: readonly Finding[]) {
  return arrange(findings, { splits: new Map(), merges: new Map() }, [])
}

const why = (finding: string, ...findings: readonly Finding[]) =>
  arranged(...findings)
    .flatMap(({ members }) => members)
    .find((member) => member.finding === finding)?.why

// Hosts call a destination from the 10th to the 12th of March; a user of one of them signs in from elsewhere on the 12th.
const calls = found('calls', [destination('x.invalid'), host('pc-1'), host('pc-2')], [10, 12])
const users = found('users', [destination('x.invalid'), host('pc-1'), account('ann@x')], [12, 12])
const culprit = found('culprit', [release, destination('x.invalid'), host('pc-1'), host('pc-2'), host('pc-3')], [10, 12], { kind: 'explains' })

describe('what happened to an account', () => {
  const replay = found('replay', [account('ann@x')], [12, 13])

  it('joins the incident that names the account, at the time, and says so', () => {
    expect(together(calls, users, replay)).toEqual([['calls', 'replay', 'users']])
    expect(why('replay', calls, users, replay)).toBe('It is about account ann@x, as 1 other finding here, at the same time.')
    const later = found('later', [account('ann@x')], [14, 14])
    expect(why('later', calls, users, later)).toBe('It is about account ann@x, as 1 other finding here, soon after.')
  })

  it('joins through a host on which something happened, and says so, also where a release explains the rest', () => {
    const signIn = found('sign-in', [account('bob@x'), host('pc-2')], [11, 11])
    expect(together(calls, culprit, signIn)).toEqual([['calls', 'culprit', 'sign-in']])
    expect(why('sign-in', calls, culprit, signIn)).toBe('It is about host pc-2, as 2 other findings here, at the same time.')
  })

  it.each<[string, Finding]>([
    ['of another account', found('other', [account('ben@x')], [12, 13])],
    ['of the same account weeks later', found('other', [account('ann@x')], [29, 29])],
    ['of the same account before it began', found('other', [account('ann@x')], [2, 3])],
    ['at a host that only has the release', found('other', [account('cid@x'), host('pc-3')], [11, 11])],
    ['at another host', found('other', [account('cid@x'), host('pc-9')], [11, 11])],
    ['at the host, weeks later', found('other', [account('cid@x'), host('pc-1')], [29, 29])],
    ['that is a state', found('other', [account('ann@x')], [12, 12], { kind: 'posture' })],
    ['of many accounts at once', found('other', ['ann@x', 'b@x', 'c@x', 'd@x', 'e@x', 'f@x'].map(account), [12, 12])],
  ])('stays apart %s', (_, other) => {
    expect(together(calls, users, culprit, other)).toEqual([['calls', 'culprit', 'users'], ['other']])
  })

  it('ties no two incidents together: it joins the one that says more of it', () => {
    const elsewhere = found('elsewhere', [destination('y.invalid'), host('pc-2')], [10, 12], { severity: 5 })
    const signIn = found('sign-in', [account('ann@x'), host('pc-2')], [12, 12])
    expect(together(users, elsewhere, signIn)).toEqual([['elsewhere'], ['sign-in', 'users']])
    // Of two hosts alike, the graver one.
    const other = found('other', [destination('z.invalid'), host('pc-2')], [10, 12], { severity: 2 })
    expect(together(elsewhere, other, signIn)).toEqual([['elsewhere', 'sign-in'], ['other']])
  })

  it('does not depend on the order of the findings', () => {
    const all = [calls, users, culprit, replay, found('sign-in', [account('bob@x'), host('pc-2')], [11, 11])]
    const shape = (findings: readonly Finding[]) =>
      arranged(...findings).map(({ incident, members }) => ({ incident, members: members.toSorted((a, b) => (a.finding < b.finding ? -1 : 1)) }))
    expect(shape(all.toReversed())).toEqual(shape(all))
  })
})
