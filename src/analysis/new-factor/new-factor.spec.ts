import { expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import { newFactor } from './index.ts'
import { benign, positive } from './sample.ts'

it('finds the factor after a risky sign-in and the one after a reset from elsewhere', async () => {
  const findings = await findingsOf(newFactor, positive())
  expect(findings.map(({ title, severity }) => [title, severity])).toEqual([
    ['anna@example.com got a new factor (authenticator app, one-time code) 1 h after a risky sign-in', 4],
    ['ben@example.com got a new factor (authenticator app, one-time code) 30 min after a reset by somebody else', 3],
  ])
  expect(findings[1]?.because.map(({ observed }) => observed)).toEqual(['factors reset by desk@example.com, the factor 30 min later', '198.51.100.9'])
  expect(findings[0]?.evidence).toEqual([
    { table: 'account_event', source: 2, line: 1 },
    { table: 'sign_in', source: 1, line: 13 },
  ])
})

it('takes a factor after a reset, from home, for information', async () => {
  const findings = await findingsOf(newFactor, benign())
  expect(findings.map(({ title, severity }) => [title, severity])).toEqual([
    ['ben@example.com got a new factor (authenticator app, one-time code) 1 h after a reset by somebody else', 1],
  ])
})

it('says that the place is not known where the account has no past', async () => {
  const past = positive().map((batch) => (batch.table === 'sign_in' ? { ...batch, rows: batch.rows.slice(-1) } : batch))
  const findings = await findingsOf(newFactor, past)
  expect(findings.map(({ severity, because }) => [severity, because[1]?.says])).toEqual([
    [4, 'It is not known whether the account used that network before.'],
    [1, 'It is not known whether the account used that network before.'],
  ])
})
