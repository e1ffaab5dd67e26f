import { describe, expect, it } from 'vitest'
import type { Candidate, Group } from './groups.ts'
import { groupByDestination } from './groups.ts'
import { judge, polledBy } from './judgement.ts'
import { beaconSettings } from './settings.ts'
import type { Surroundings } from './surroundings.ts'

const minute = { days: 1, count: 1000, low: 58, high: 62, mean: 60, median: 60, ratio: 3, evidence: 3000 }

function candidate(host: string, target: string, changes: Partial<Candidate> = {}): Candidate {
  return {
    host,
    target,
    destination: target,
    direction: 'outward',
    ports: [443],
    contacts: 1001,
    denied: 0,
    first: 0,
    last: 60_000,
    rhythms: [minute],
    ...changes,
  }
}

function group(...candidates: readonly [Candidate, ...Candidate[]]): Group {
  return { destination: candidates[0].destination, direction: candidates[0].direction, candidates }
}

function around(hosts: number, of: number, role = '', first = 0): Surroundings {
  return { hosts: of, from: 0, destinations: new Map([['dest.invalid', { hosts, first, role }]]) }
}

const nobody = new Map<string, number>()
const ordinary = (one: Group, surroundings: Surroundings, polled: ReadonlyMap<string, number> = nobody) =>
  judge(one, surroundings, polled, beaconSettings).ordinary

describe('what makes a regular channel ordinary', () => {
  it('nothing, for one host and a destination of its own', () => {
    expect(ordinary(group(candidate('a', 'dest.invalid')), around(1, 50))).toEqual([])
  })

  it.each([
    [3, 10, 0],
    [4, 10, 1],
    [50, 1000, 0],
    [51, 1000, 1],
  ])('%d hosts of %d that talk to it: %d reason', (hosts, of, reasons) => {
    expect(ordinary(group(candidate('a', 'dest.invalid')), around(hosts, of))).toHaveLength(reasons)
  })

  it('many hosts, but not where the destination is new and most hosts have nothing to do with it', () => {
    const seenAfter = (days: number, hosts: number) => ordinary(group(candidate('a', 'dest.invalid')), around(hosts, 100, '', days * 86_400))
    expect(seenAfter(13, 40)).toHaveLength(1)
    expect(seenAfter(14, 40)).toEqual([])
    expect(seenAfter(14, 50)).toHaveLength(1)
    const judged = judge(group(candidate('a', 'dest.invalid')), around(40, 100, '', 20 * 86_400), nobody, beaconSettings)
    expect(judged.daysBefore).toBe(20)
  })

  it('a service that is regular by nature, if no other port is used', () => {
    expect(ordinary(group(candidate('a', 'dest.invalid', { ports: [123] })), around(1, 50))).toHaveLength(1)
    expect(ordinary(group(candidate('a', 'dest.invalid', { ports: [123, 4444] })), around(1, 50))).toEqual([])
  })

  it('inside: a listed server, or a host that polls many; outside neither counts', () => {
    const inside = group(candidate('a', 'dest.invalid', { direction: 'inside' }))
    const outside = group(candidate('a', 'dest.invalid'))
    expect(ordinary(inside, around(1, 50, 'file server'))).toEqual(['the destination is listed as file server'])
    expect(ordinary(inside, around(1, 50, 'workstation'))).toEqual([])
    expect(ordinary(outside, around(1, 50, 'file server'))).toEqual([])
    expect(ordinary(inside, around(1, 50), new Map([['a', 11]]))).toHaveLength(1)
    expect(ordinary(inside, around(1, 50), new Map([['a', 10]]))).toEqual([])
    expect(ordinary(outside, around(1, 50), new Map([['a', 11]]))).toEqual([])
  })

  it('once a day, but not twice', () => {
    const every = (hours: number) => group(candidate('a', 'dest.invalid', { rhythms: [{ ...minute, median: hours * 3600 }] }))
    expect(ordinary(every(24), around(1, 50))).toHaveLength(1)
    expect(ordinary(every(12), around(1, 50))).toEqual([])
  })
})

describe('groups', () => {
  it('one for each destination, the strongest channel first, rhythm before repetition', () => {
    const regular = [
      { ...candidate('a', 'one.invalid'), rhythms: [{ ...minute, evidence: 20 }] as const },
      { ...candidate('b', 'one.invalid'), rhythms: [{ ...minute, evidence: 900 }] as const },
    ]
    const same = { answered: 200, same: 190, sent: 100, received: 200 }
    const repeated = [
      { ...candidate('b', 'one.invalid'), ...same },
      { ...candidate('c', 'one.invalid'), ...same },
      { ...candidate('c', 'two.invalid'), ...same },
    ]
    const groups = groupByDestination(regular, repeated)
    expect(groups.map(({ destination, candidates }) => [destination, candidates.map(({ host }) => host)])).toEqual([
      ['one.invalid', ['b', 'a', 'c']],
      ['two.invalid', ['c']],
    ])
    expect(groups[0]?.candidates.map(({ repetition }) => repetition?.same)).toEqual([190, undefined, 190])
    expect(groups[1]?.candidates[0].rhythms).toEqual([])
  })

  it('counts the inside hosts that a host polls', () => {
    const inside = (host: string, target: string) => group(candidate(host, target, { direction: 'inside' }))
    expect(polledBy([inside('m', 'x'), inside('m', 'y'), inside('n', 'z'), group(candidate('m', 'out.invalid'))])).toEqual(
      new Map([
        ['m', 2],
        ['n', 1],
      ]),
    )
  })
})
