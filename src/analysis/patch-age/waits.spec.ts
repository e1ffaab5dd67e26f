import { describe, expect, it } from 'vitest'
import { type Stay, waitsOf } from './waits.ts'

const day = 86_400
const stay = (host: string, version: string, since: number, until: number | null): Stay => ({
  host,
  version,
  since: since * day,
  until: until === null ? null : until * day,
  row: [1, 1],
})
const short = (stays: readonly Stay[], type = '') => waitsOf(type, stays, 100 * day).map(({ host, newer, days, happened }) => [host, newer, days, happened])

describe('how long a host waits for an update', () => {
  it('counts from the first host that has a newer version, until the own is replaced or the evidence ends', () => {
    const stays = [stay('a', '1.9', 0, 10), stay('a', '1.10', 10, null), stay('b', '1.9', 0, 30), stay('b', '1.10', 30, null), stay('c', '1.9', 0, null)]
    expect(short(stays)).toEqual([
      ['b', '1.10', 20, true],
      ['c', '1.10', 90, false],
    ])
  })

  it('counts an old version that is installed anew from that day', () => {
    expect(short([stay('a', '2', 10, null), stay('b', '1', 40, null)])).toEqual([['b', '2', 60, false]])
  })

  it('counts nothing where nobody has a newer one, or which is newer cannot be told', () => {
    expect(short([stay('a', '1', 0, 10), stay('b', '1', 20, null)])).toEqual([])
    expect(short([stay('a', 'unknown', 0, null), stay('b', '2', 20, null)])).toEqual([])
  })

  it('takes the order of the ecosystem', () => {
    // https://www.debian.org/doc/debian-policy/ch-controlfields.html#version: a tilde sorts before the end.
    expect(short([stay('a', '1.0~rc1', 0, null), stay('b', '1.0', 50, null)], 'deb')).toEqual([['a', '1.0', 50, false]])
  })
})
