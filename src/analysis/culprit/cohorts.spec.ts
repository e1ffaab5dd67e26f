import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Holder, ReleaseFacts } from '../statistics/installed-software.ts'
import { cohortsOf } from './cohorts.ts'
import { baselineDays, type Facts } from './facts.ts'
import { installsOf } from './installs.ts'
import { cohortName, entitiesOf } from './names.ts'
import { placebo } from './placebo.ts'
import { pose } from './pose.ts'
import { always } from './problem.ts'
import { strataOf } from './strata.ts'

const from = 1_700_000_000 - (1_700_000_000 % 86_400)
const day = 86_400

function facts(releases: readonly ReleaseFacts[], hosts = 6): Facts {
  return {
    span: { from, until: from + 90 * day, baselineUntil: from + 30 * day },
    hosts: Array.from({ length: hosts }, (_, host) => ({ name: `h${host}`, role: 'office', os: '' })),
    releases,
    destinations: [],
    visitors: [],
  }
}

function release(product: string, version: string, since: readonly (number | null)[], how: Partial<Holder> = {}): ReleaseFacts {
  const holders = since.flatMap((time, host) => (time === null ? [] : [{ host, since: time, exact: true, passive: false, ...how }]))
  return { product, vendor: product, version, holders }
}

describe('cohortsOf', () => {
  it('makes a candidate of each release, of the product, and of what changed', () => {
    const cohorts = cohortsOf(
      facts([release('Pen', '1', [from - day, from - day, from - day, null]), release('Pen', '2', [null, from + 5 * day, from + 6 * day, null])]),
    )
    expect(
      cohorts.map(({ members, hosts, since }) => ({
        kinds: members.map(({ kind, version }) => `${kind} ${version}`.trim()),
        hosts: [...hosts],
        since: [...since],
      })),
    ).toEqual([
      { kinds: ['product', 'release 1'], hosts: [0, 1, 2], since: [-day, -day, -day] },
      { kinds: ['release 2', 'changed'], hosts: [1, 2], since: [5 * day, 6 * day] },
    ])
  })

  it('merges what came to the same hosts on the same days, and shows it as one', () => {
    const pair = [from + 5 * day + 60, from + 6 * day, null, null]
    const later = [from + 5 * day + 7200, from + 6 * day + 50, null, null]
    const other = [from + 5 * day, from + 8 * day, null, null]
    const cohorts = cohortsOf(facts([release('Ink', '3', pair), release('Nib', '7', later), release('Cap', '1', other)]))
    expect(cohorts.map(cohortName)).toEqual(['Ink 3 = Nib 7', 'Cap 1'])
    expect(cohorts.map(({ weight }) => weight)).toEqual([2, 1])
    expect(entitiesOf(cohorts[0] as (typeof cohorts)[number])).toEqual([
      { kind: 'release', id: 'Ink@3' },
      { kind: 'release', id: 'Nib@7' },
    ])
    // The earlier of the two moments counts.
    expect(cohorts[0]?.since[0]).toBe(5 * day + 60)
  })

  it('leaves out what one host alone has', () => {
    expect(cohortsOf(facts([release('Solo', '1', [from, null]), release('Duo', '1', [from, from])])).map(cohortName)).toEqual(['Duo 1'])
  })

  it('gives every product the same weight in all', () => {
    const times = fc.array(fc.option(fc.integer({ min: from - 10 * day, max: from + 80 * day }), { freq: 2 }), { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.constantFrom('A', 'B', 'C'), fc.constantFrom('1', '2', '')), { selector: String, minLength: 1 }),
        fc.infiniteStream(times),
        (names, stream) => {
          const releases = names.map(([product, version]) => release(product, version, stream.next().value ?? []))
          const cohorts = cohortsOf(facts(releases))
          const products = new Set(cohorts.flatMap(({ members }) => members.map(({ product }) => product)))
          expect(cohorts.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(products.size, 9)
          const keys = cohorts.map(({ hosts, since }) => [...hosts].map((host, index) => `${host}:${Math.floor((since[index] ?? 0) / day)}`).join())
          expect(new Set(keys).size).toBe(keys.length)
        },
      ),
    )
  })
})

describe('installsOf', () => {
  const since = (one: ReleaseFacts, ...others: ReleaseFacts[]) => installsOf(facts([one, ...others]))[0]?.map((install) => install.since)

  it('takes an install date as it is, and no date for "ever"', () => {
    expect(since(release('Pen', '1', [from + 9 * day]))).toEqual([from + 9 * day])
    expect(installsOf(facts([{ ...release('Pen', '1', []), holders: [{ host: 0, since: null, exact: false, passive: false }] }]))[0]).toEqual([
      { host: 0, since: always, fresh: false },
    ])
  })

  it('dates what an inventory only saw from the look before, and from ever at the first look', () => {
    const seen = { exact: false }
    const first = release('Ink', '1', [from + 10 * day], seen)
    const second = release('Pen', '2', [from + 17 * day], seen)
    expect(since(first, second)).toEqual([always])
    expect(since(second, first)).toEqual([from + 10 * day])
  })

  it('dates what was read off traffic from its first sight, and calls it new only after another version', () => {
    const seen = { exact: false, passive: true }
    const old = release('Pen', '1', [from + day], seen)
    const next = release('Pen', '2', [from + 20 * day], seen)
    expect(installsOf(facts([old, next])).map(([install]) => install)).toEqual([
      { host: 0, since: from + day, fresh: false },
      { host: 0, since: from + 20 * day, fresh: true },
    ])
  })
})

describe('baselineDays', () => {
  it('is a third of the evidence, between seven days and the wanted', () => {
    const at = (days: number) => baselineDays(from, from + days * day, 30)
    expect([6, 8, 20, 30, 60, 90, 400].map(at)).toEqual([undefined, 7, 7, 10, 20, 30, 30])
  })
})

describe('strataOf', () => {
  const host = (role: string, os = '') => ({ name: '', role, os })

  it('keeps roles apart, splits them by system where that leaves enough, and joins lone roles', () => {
    const hosts = [
      ...Array.from({ length: 4 }, () => host('sales', 'Windows')),
      host('sales', 'macOS'),
      ...Array.from({ length: 3 }, () => host('server')),
      host('gate'),
      host('lift'),
    ]
    const { stratum, names } = strataOf({ hosts, visitors: [] }, 4)
    expect([...stratum].map((index) => names[index])).toEqual([
      ...new Array(4).fill('sales, Windows'),
      'sales',
      ...new Array(3).fill('server'),
      'other roles',
      'other roles',
    ])
  })

  it('groups hosts without a role by what they visited', () => {
    const teams = 4
    const size = 12
    const hosts = Array.from({ length: teams * size }, () => host(''))
    // Each team has twenty places of its own, visited by two in three of it.
    const visitors = Array.from({ length: teams * 20 }, (_, place) => {
      const team = place % teams
      return Array.from({ length: size }, (_, member) => member * teams + team).filter((member) => (member + place * 7) % 3 !== 0)
    })
    const { stratum } = strataOf({ hosts, visitors }, 100)
    // A team may be split, but no group may hold hosts of two teams.
    const teamsOf = Map.groupBy(hosts.keys(), (index) => stratum[index])
    expect(teamsOf.size).toBeGreaterThanOrEqual(teams)
    for (const members of teamsOf.values()) expect(new Set(members.map((index) => index % teams)).size).toBe(1)
  })
})

describe('placebo', () => {
  it('keeps sizes, dates and strata, and moves the hosts', () => {
    const one = {
      ...facts([release('Pen', '2', [from, from + day, from + 2 * day, null, null, null])]),
      destinations: [{ names: ['x'], contacts: [], visitDays: 0 }],
    }
    const mixed = { ...one, hosts: one.hosts.map((host, index) => ({ ...host, role: index % 2 === 0 ? 'a' : 'b' })) }
    const problem = pose(mixed, { contactDays: 60, smallestStratum: 10 })
    const moved = Array.from({ length: 20 }, (_, seed) => placebo(problem, seed).candidates[0])
    for (const candidate of moved) {
      expect([...(candidate?.since ?? [])]).toEqual([0, day, 2 * day])
      expect([...(candidate?.hosts ?? [])].map((host) => problem.stratum[host])).toEqual([0, 1, 0])
      expect(new Set(candidate?.hosts).size).toBe(3)
    }
    expect(new Set(moved.map((candidate) => String(candidate?.hosts))).size).toBeGreaterThan(3)
  })
})
