import { describe, expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import type { Batch } from '../../model/tables.ts'
import { factorFatigue, stormsOf } from './index.ts'
import { benign, positive } from './sample.ts'

function changed(change: (row: Extract<Batch, { table: 'sign_in' }>['rows'][number], index: number) => object | undefined): Batch[] {
  return positive().map((batch) => ({ ...batch, rows: batch.rows.flatMap((row, index) => change(row as never, index) ?? []) })) as Batch[]
}

describe('factor-fatigue', () => {
  it('finds the requests and the one that was confirmed', async () => {
    const [finding, ...others] = await findingsOf(factorFatigue, positive())
    expect(others).toEqual([])
    expect(finding).toMatchObject({
      severity: 4,
      kind: 'behaviour',
      title: 'user-0@example.com was asked until a sign-in was confirmed: 7 requests refused, then one confirmed',
      first: '2024-03-01T02:00:00Z',
      last: '2024-03-01T02:10:00Z',
    })
    expect(finding?.because.map(({ observed }) => observed)).toEqual([
      '6 denied and 1 left unanswered in 9 min',
      '1 min after the last refusal, from 198.51.100.7',
      '198.51.100.7',
    ])
    expect(finding?.evidence).toHaveLength(8)
  })

  it('is less grave when nobody confirmed, or from where the account always signs in', async () => {
    const refusedOnly = await findingsOf(
      factorFatigue,
      changed((row) => (row.src_ip === '198.51.100.7' && row.outcome === 'success' ? undefined : row)),
    )
    expect(refusedOnly.map(({ title, severity }) => [title, severity])).toEqual([
      ['user-0@example.com was asked to confirm a sign-in again and again: 7 requests refused, none confirmed', 2],
    ])
    const home = await findingsOf(
      factorFatigue,
      changed((row) => ({ ...row, src_ip: '203.0.113.9' })),
    )
    expect(home[0]?.severity).toBe(3)
  })

  it('takes a single report of fraud for what it says', async () => {
    const one = changed((row, index) => (index === 42 ? { ...row, mfa_result: 'fraud' } : row.src_ip === '198.51.100.7' ? undefined : row))
    const findings = await findingsOf(factorFatigue, one)
    expect(findings.map(({ title, severity }) => [title, severity])).toEqual([['user-0@example.com reported a request to confirm a sign-in as fraud', 3]])
  })

  it('leaves missed telephones and refusals that are spread', async () => {
    expect(await findingsOf(factorFatigue, benign())).toEqual([])
  })
})

describe('what belongs to a storm', () => {
  const settings = { leastRefused: 3, withinMinutes: 10, afterMinutes: 5 }
  const at = (minutes: number, answer = 'denied') => ({ time: minutes * 60, answer, ip: '', row: [1, minutes] as const })
  it.each<[string, readonly ReturnType<typeof at>[], readonly (number | undefined)[]]>([
    ['a confirmation soon after', [at(0), at(1), at(2), at(5, 'confirmed')], [300]],
    ['one too late', [at(0), at(1), at(2), at(8, 'confirmed')], [undefined]],
    ['one before the requests are many', [at(0), at(1), at(1.5, 'confirmed'), at(2)], [undefined]],
    ['one in the midst of more', [at(0), at(1), at(2), at(3, 'confirmed'), at(4)], [180]],
    ['too few', [at(0), at(1), at(20)], []],
  ])('%s', (_, requests, expected) => {
    expect(stormsOf({ requests }, settings).map(({ confirmed }) => confirmed?.time)).toEqual(expected)
  })
})
