import { describe, expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import { factorGuessing, guessesOf } from './index.ts'
import { benign, positive } from './sample.ts'

describe('factor-guessing', () => {
  it('finds the codes and the spray, each with what it led to', async () => {
    const findings = await findingsOf(factorGuessing, positive())
    expect(findings.map(({ title, severity }) => [title, severity])).toEqual([
      ['12 wrong second factors for anna@example.com in 2 min, then a right one', 4],
      ['198.51.100.9 tried passwords of 15 accounts in a day and got into 1 account', 4],
    ])
    expect(findings[1]?.about).toEqual([
      { kind: 'destination', id: '198.51.100.9' },
      { kind: 'account', id: 'user-3@example.com' },
    ])
  })

  it('is less grave when it led to nothing', async () => {
    const without = positive().map((batch) => ({
      ...batch,
      rows: batch.rows.filter((row) => !('src_ip' in row && row.src_ip?.startsWith('198') && 'outcome' in row && row.outcome === 'success')),
    }))
    const findings = await findingsOf(factorGuessing, without as never)
    expect(findings.map(({ severity }) => severity)).toEqual([3, 2])
  })

  it('leaves mistakes, offices and blocks', async () => {
    expect(await findingsOf(factorGuessing, benign())).toEqual([])
  })
})

describe('guesses', () => {
  const at = (minutes: number, wrong = true) => ({ time: minutes * 60, wrong, ip: '', row: [1, 1] as const })
  it.each<[string, readonly ReturnType<typeof at>[], readonly (number | undefined)[]]>([
    ['three in time', [at(0), at(1), at(2)], [undefined]],
    ['a right one after', [at(0), at(1), at(2), at(3, false)], [180]],
    ['a right one between', [at(0), at(0.5, false), at(1), at(2)], [undefined]],
    ['too slow', [at(0), at(6), at(12)], []],
  ])('%s', (_, tries, expected) => {
    expect(guessesOf(tries, { leastWrong: 3, withinMinutes: 10 }).map(({ right }) => right?.time)).toEqual(expected)
  })
})
