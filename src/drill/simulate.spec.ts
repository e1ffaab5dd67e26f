import { describe, expect, it } from 'vitest'
import { rangeTest } from '../base/net.ts'
import { daySeconds } from './calendar.ts'
import { caseNames } from './options.ts'
import type { Organisation } from './organisation.ts'
import { simulate } from './simulate.ts'

const seeds = [1, 2, 3, 4]

describe('simulate', () => {
  it.each(caseNames)('%s: the same seed gives the same, another seed another', (name) => {
    const visits = (seed: number) =>
      [...simulate({ case: name, hosts: 20, days: 45, seed }).visits()].map(({ host, name: site, first }) => `${host} ${site} ${first}`)
    const once = visits(3)
    expect(visits(3)).toEqual(once)
    expect(visits(4)).not.toEqual(once)
  })

  it.each(caseNames)('%s: every visit and contact lies in its own day, and on a host that is there', (name) => {
    const organisation = simulate({ case: name, hosts: 40, days: 45, seed: 5 })
    const dayAt = (time: number) => Math.floor((time - organisation.start) / daySeconds)
    const visits = [...organisation.visits()]
    expect(visits.filter((visit) => dayAt(visit.first) !== visit.day || organisation.hosts[visit.host] === undefined)).toEqual([])
    expect([...organisation.contacts()].filter(({ time, visit }) => dayAt(time) !== visit.day)).toEqual([])
  })

  it('begins each visit with a contact at its own moment, and makes no other contacts', () => {
    const organisation = simulate({ hosts: 30, days: 45, seed: 2 })
    for (const day of [0, 5, 33, 44]) {
      const visits = organisation.visitsOn(day)
      const firsts = new Map<object, number>()
      const contacts = organisation.contactsOn(day)
      for (const { visit, time } of contacts) firsts.set(visit, Math.min(firsts.get(visit) ?? Number.POSITIVE_INFINITY, time))
      expect(firsts.size).toBe(visits.length)
      for (const [visit, first] of firsts) expect(first).toBe((visit as { first: number }).first)
      expect(contacts.map(({ time }) => time)).toEqual(contacts.map(({ time }) => time).sort((a, b) => a - b))
    }
  })

  it('has names and addresses that lead nowhere', () => {
    // RFC 2606 and 6761; RFC 5737 and 2544 for the addresses.
    const nowhere = rangeTest(['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '198.18.0.0/15'])
    const local = rangeTest(['10.0.0.0/8'])
    for (const name of caseNames) {
      const organisation = simulate({ case: name, hosts: 60, seed: 9 })
      const own = organisation.hosts.map(({ ip }) => ip)
      expect(new Set(own).size).toBe(60)
      expect(own.filter((ip) => !local(ip))).toEqual([])
      const sites = [...new Set([...organisation.visits()].map(({ site }) => site))]
      expect(sites.filter((site) => site.name !== '' && !/\.(example|invalid)$/.test(site.name))).toEqual([])
      expect(sites.filter(({ direction, addresses }) => !addresses.every(direction === 'inside' ? local : nowhere))).toEqual([])
    }
  })

  it('gives every laptop an address of its own each day, and mostly another one than the day before', () => {
    const organisation = simulate({ hosts: 200 })
    const laptops = organisation.hosts.flatMap(({ leased }, index) => (leased ? [index] : []))
    expect(laptops.length).toBeGreaterThan(40)
    for (let day = 0; day < 60; day++) expect(new Set(laptops.map((host) => organisation.addressOn(host, day))).size).toBe(laptops.length)
    const kept = laptops.filter((host) => organisation.addressOn(host, 10) === organisation.addressOn(host, 11))
    expect(kept.length).toBeLessThan(laptops.length / 2)
  })

  it('installs versions in order, the next one where the last one ends', () => {
    const organisation = simulate({ hosts: 80, seed: 7 })
    const last = new Map<string, Organisation['installations'][number]>()
    for (const one of organisation.installations) {
      const key = `${one.host} ${one.product}`
      const before = last.get(key)
      if (before) expect(before.until).toBe(one.installedAt)
      expect(one.until ?? Number.POSITIVE_INFINITY).toBeGreaterThan(one.installedAt)
      expect(one.installedAt).toBeLessThan(organisation.end)
      last.set(key, one)
    }
  })

  it('shows new ordinary places every week, most of them to a host or two', () => {
    const organisation = simulate({ case: 'none', hosts: 120, seed: 4 })
    const seen = new Map<string, { readonly day: number; readonly hosts: Set<number> }>()
    for (const { destination, day, host, direction } of organisation.visits()) {
      if (direction === 'inside') continue
      const known = seen.get(destination)
      if (known) known.hosts.add(host)
      else seen.set(destination, { day, hosts: new Set([host]) })
    }
    for (let week = 4; week < 8; week++) expect([...seen.values()].filter(({ day }) => Math.floor(day / 7) === week).length).toBeGreaterThan(20)
    const late = [...seen.values()].filter(({ day }) => day >= 30)
    expect(late.filter(({ hosts }) => hosts.size <= 2).length / late.length).toBeGreaterThan(0.6)
    expect(late.some(({ hosts }) => hosts.size >= 8)).toBe(true)
  })

  it('is quick enough to calibrate statistics on', () => {
    const began = performance.now()
    let visits = 0
    for (const _ of simulate({ hosts: 200, days: 60 }).visits()) visits++
    expect(visits).toBeGreaterThan(50_000)
    // About 0.2 s by itself; the margin is for a machine that does much else.
    expect(performance.now() - began).toBeLessThan(3000)
  })
})

describe('the cases', () => {
  it.each(seeds)('3cx, seed %i: nothing hostile before seven days after the installation, and a baseline of 30 days', (seed) => {
    const organisation = simulate({ case: '3cx', seed })
    const installed = new Map(
      organisation.installations
        .filter(({ product, version }) => product === '3CX Desktop App' && version === '18.12.416')
        .map((one) => [one.host, one.installedAt]),
    )
    const hostile = [...organisation.contacts()].filter(({ visit }) => visit.name.endsWith('.invalid'))
    expect(hostile.length).toBeGreaterThan(50)
    expect(hostile.filter(({ visit }) => !installed.has(visit.host))).toEqual([])
    const sleeps = hostile.map(({ visit, time }) => time - (installed.get(visit.host) ?? Number.POSITIVE_INFINITY))
    expect(Math.min(...sleeps)).toBeGreaterThanOrEqual(7 * daySeconds)
    expect(Math.min(...hostile.map(({ time }) => time)) - organisation.start).toBeGreaterThanOrEqual(30 * daySeconds)
    for (const { installed: at, activated } of organisation.answer.activated) {
      // 28 days of sleep at most, then the host must be on: weekends and a week of holidays.
      expect(Date.parse(activated) - Date.parse(at)).toBeLessThan((28 + 14) * daySeconds * 1000)
    }
  })

  it('3cx: the sleeps fill the whole of seven to 28 days', () => {
    const sleeps = seeds.flatMap((seed) =>
      simulate({ case: '3cx', seed, days: 90, activation: 1 }).answer.activated.map(
        ({ installed, activated }) => (Date.parse(activated) - Date.parse(installed)) / daySeconds / 1000,
      ),
    )
    expect(Math.min(...sleeps)).toBeLessThan(9)
    expect(Math.max(...sleeps)).toBeGreaterThan(26)
  })

  it('3cx: only the share that was asked for wakes up', () => {
    for (const activation of [0.2, 0.5, 1]) {
      const organisation = simulate({ case: '3cx', hosts: 200, days: 120, activation })
      const held = organisation.installations.filter(({ version }) => version === '18.12.416').length
      expect(organisation.answer.activated.length).toBe(Math.round(activation * held))
    }
  })

  it.each(caseNames)('%s: the answer agrees with the visits', (name) => {
    for (const seed of seeds) {
      const organisation = simulate({ case: name, seed, hosts: 90 })
      const { answer } = organisation
      const visits = [...organisation.visits()]
      for (const { name: site, hosts, first } of answer.destinations.filter(({ purpose }) => !/dead drop|watering/.test(purpose))) {
        const found = visits.filter((visit) => visit.name === site)
        expect([...new Set(found.map(({ host }) => organisation.hosts[host]?.name))].sort()).toEqual(hosts)
        expect(Math.floor(Math.min(...found.map((visit) => visit.first)))).toBe(Date.parse(first) / 1000)
      }
      const hostile = new Set(visits.filter((visit) => visit.destination.endsWith('.invalid')).map((visit) => visit.destination))
      const told = new Set(answer.destinations.map(({ destination }) => destination).filter((destination) => destination.endsWith('.invalid')))
      expect(hostile).toEqual(told)
      expect(answer.hostile).toBe(hostile.size > 0)
    }
  })

  it('benign-rollout: many hosts, a new name, and nothing under .invalid', () => {
    for (const seed of seeds) {
      const organisation = simulate({ case: 'benign-rollout', seed })
      const visits = [...organisation.visits()]
      expect(visits.some(({ name }) => name.endsWith('.invalid'))).toBe(false)
      expect(organisation.answer.activated.length).toBeGreaterThan(20)
      const first = Math.min(...visits.filter(({ destination }) => destination === 'cedar-insights.example').map(({ day }) => day))
      expect(first).toBeGreaterThanOrEqual(24)
    }
  })

  it('magicline: the old version opens the channel, the fixed one never does, and the separated network is refused', () => {
    for (const seed of seeds) {
      const organisation = simulate({ case: 'magicline', seed })
      const versions = new Map(organisation.installations.filter(({ product }) => product === 'MagicLine4NX').map(({ host, version }) => [host, version]))
      const hostile = [...organisation.visits()].filter(({ name }) => name.endsWith('.invalid'))
      expect(hostile.length).toBeGreaterThan(10)
      for (const { host, denied } of hostile) {
        if (organisation.hosts[host]?.role === 'separated') expect(denied).toBe(true)
        else expect(versions.get(host)).toBe('1.0.0.26')
      }
      const [file] = organisation.answer.files
      expect(file?.path).toEqual(expect.arrayContaining(['srv-sync-outer', 'srv-sync-inner']))
      const moved = [...organisation.visits()].filter((visit) => visit.file?.sha256 === file?.sha256)
      expect(moved.length).toBe((file?.path.length ?? 0) - 1)
    }
  })

  it('works at the smallest size', () => {
    for (const name of caseNames)
      for (const seed of seeds) expect([...simulate({ case: name, hosts: 10, days: 45, seed }).visits()].length).toBeGreaterThan(500)
  })
})
