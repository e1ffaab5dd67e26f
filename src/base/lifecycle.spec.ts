import { describe, expect, it } from 'vitest'
import { behindLatest, cyclesBehind, cyclesOf, endOf, type LifeCycle } from './lifecycle.ts'

const seconds = (date: string) => Date.parse(date) / 1000
const now = seconds('2025-06-01')

function cycle(name: string, over: Partial<LifeCycle> = {}): LifeCycle {
  return { product: 'p', title: 'P', cycle: name, released: null, eol: null, eolDate: null, extendedDate: null, latest: '', latestReleased: null, ...over }
}

describe('which cycle a version belongs to', () => {
  const cycles = ['9.1', '9.10', '10', '2019', '11-24h2-e', '11-24h2-w', '15.4', '22.04'].map((name) => cycle(name))

  it.each([
    ['9.10.2', ['9.10']],
    ['9.1.10', ['9.1']],
    ['1:9.10.2-1+deb12u1', ['9.10']],
    ['v10.4', ['10']],
    ['2019', ['2019']],
    ['11 24H2', ['11-24h2-e', '11-24h2-w']],
    ['15 SP4', ['15.4']],
    ['22.04.3 LTS', ['22.04']],
    ['9.2', []],
    ['100', []],
    ['', []],
    ['unknown', []],
  ])('%s → %j', (version, names) => {
    expect(cyclesOf(version, cycles).map((one) => one.cycle)).toEqual(names)
  })

  it('goes by the latest release where that has numbers of its own', () => {
    const windows = [cycle('10-22h2', { latest: '10.0.19045' }), cycle('10-21h2-e', { latest: '10.0.19044' })]
    expect(cyclesOf('10.0.19045.2846', windows).map((one) => one.cycle)).toEqual(['10-22h2'])
    expect(cyclesOf('10.0.19046', windows)).toEqual([])
  })
})

describe('when security updates end', () => {
  const ended = cycle('1', { eolDate: seconds('2024-01-01') })
  const ending = cycle('2', { eolDate: seconds('2025-07-01') })
  const open = cycle('3', { eol: false })

  it.each([
    ['a day gone by', [ended], 'ended', seconds('2024-01-01')],
    ['a day to come', [ending], 'ends', seconds('2025-07-01')],
    ['the day itself', [cycle('1', { eolDate: now })], 'ended', now],
    ['said to be over', [cycle('1', { eol: true })], 'ended', null],
    ['none announced', [open], 'supported', null],
    ['nothing said', [cycle('1')], 'unknown', null],
    ['no cycle', [], 'unknown', null],
    ['over for one edition only', [ended, ending], 'unknown', null],
    ['not known of one edition', [open, cycle('4')], 'unknown', null],
    ['over for both editions', [ended, cycle('1b', { eolDate: seconds('2025-01-01') })], 'ended', seconds('2025-01-01')],
    ['to come for one edition', [open, ending], 'ends', seconds('2025-07-01')],
  ])('%s', (_, cycles, state, at) => {
    expect(endOf(cycles, now)).toMatchObject({ state, at })
  })
})

describe('how far it is behind', () => {
  const own = cycle('3.11', { latest: '3.11.9', latestReleased: seconds('2025-05-01'), released: seconds('2022-10-24') })

  it('counts days since the latest release of its cycle came out', () => {
    expect(behindLatest('', '3.11.4', [own], now)).toEqual({ latest: '3.11.9', days: 31 })
  })

  it.each([
    ['3.11.9', [own]],
    ['3.11.10', [own]],
    // It may be any of the cycle.
    ['3.11', [own]],
    ['3.11.4', [own, own]],
    ['3.11.4', [{ ...own, latest: '' }]],
    ['3.11.4', [{ ...own, latest: '10.0.1' }]],
  ])('%s is not told to be', (version, cycles) => {
    expect(behindLatest('', version, cycles, now)).toBeUndefined()
  })

  it('counts cycles that came out later, editions of one day once, none that are to come', () => {
    const later = ['2023-10-02', '2023-10-02', '2024-10-07', '2025-10-07'].map((date) => cycle(date, { released: seconds(date) }))
    expect(cyclesBehind([own], [own, ...later, cycle('?')], now)).toBe(2)
    expect(cyclesBehind([cycle('?')], later, now)).toBeNull()
  })
})
