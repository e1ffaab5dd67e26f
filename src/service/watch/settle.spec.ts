import { describe, expect, it } from 'vitest'
import { Settling } from './settle.ts'

const settings = { settle: 5_000, atLatest: 60_000 }
const file = (stamp: string, path = '/log') => [{ path, stamp, modified: 0 }]

describe('files that settle', () => {
  it('are read once they have stayed as they are, and not again', () => {
    const settling = new Settling(settings)
    expect(settling.look(file('a'), 0)).toEqual([])
    expect(settling.look(file('b'), 4_000)).toEqual([])
    expect(settling.look(file('b'), 8_000)).toEqual([])
    expect(settling.look(file('b'), 9_000)).toEqual(['/log'])
    expect(settling.look(file('b'), 500_000)).toEqual([])
    expect(settling.waiting).toBe(false)
  })

  it('are read all the same when they never rest, and again only after as long', () => {
    const settling = new Settling(settings)
    const read: number[] = []
    for (let now = 0; now <= 180_000; now += 1000) if (settling.look(file(`at ${now}`), now).length > 0) read.push(now)
    expect(read).toEqual([60_000, 121_000])
  })

  it('are read once more when their last line was open and nobody has written for long', () => {
    const settling = new Settling(settings)
    settling.look(file('a'), 0)
    expect(settling.look(file('a'), 5_000)).toEqual(['/log'])
    settling.leftOpen('/log')
    expect(settling.look(file('a'), 59_000)).toEqual([])
    expect(settling.look(file('a'), 60_000)).toEqual(['/log'])
    expect(settling.look(file('a'), 200_000)).toEqual([])
  })

  it('are read again after an attempt that failed, and under a new name only if they are there', () => {
    const settling = new Settling(settings)
    settling.look(file('a'), 0)
    settling.look(file('a'), 5_000)
    settling.forget(['/log'])
    settling.look(file('a'), 6_000)
    expect(settling.look(file('a'), 11_000)).toEqual(['/log'])
    expect(settling.look([], 12_000)).toEqual([])
    settling.look(file('a', '/log.1'), 13_000)
    expect(settling.look(file('a', '/log.1'), 18_000)).toEqual(['/log.1'])
  })
})
