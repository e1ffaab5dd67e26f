import { describe, expect, it } from 'vitest'
import { simulate } from '../simulate.ts'
import { accountFiles } from './files.ts'
import type { AccountEvidence } from './model.ts'

const made = (hosts: number, seed: number): AccountEvidence => {
  const { accounts } = simulate({ case: 'accounts', hosts, days: 60, seed })
  if (!accounts) throw new Error('no accounts')
  return accounts
}

describe('the accounts of a drill', () => {
  it('are 300 in four directories for 60 hosts, five for each host beyond', () => {
    expect(Map.groupBy(made(60, 1).accounts, ({ directory }) => directory).size).toBe(4)
    expect([10, 60, 120].map((hosts) => made(hosts, 1).accounts.length)).toEqual([300, 300, 600])
    expect(new Set(made(120, 1).accounts.map(({ login }) => login)).size).toBe(600)
  })

  it('are decided by the seed', () => {
    const files = (seed: number) => JSON.stringify([...accountFiles(made(60, seed))])
    expect(files(3)).toBe(files(3))
    expect(files(3)).not.toBe(files(4))
  })

  it.each([1, 2, 3, 4, 5])('with seed %d: a hit and a look-alike for each analysis, and nobody is both', (seed) => {
    const { planted, signIns } = made(60, seed)
    for (const { analysis, hit, miss } of planted) {
      expect([analysis, hit.length > 0, miss.length > 0, hit.filter(({ id }) => miss.some((other) => other.id === id))]).toEqual([analysis, true, true, []])
    }
    const times = signIns.map(({ time }) => time)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  it('are in no other case', () => {
    expect(simulate({ case: '3cx' }).accounts).toBeUndefined()
    expect(simulate({ case: '3cx' }).answer.accounts).toBeUndefined()
  })
})
