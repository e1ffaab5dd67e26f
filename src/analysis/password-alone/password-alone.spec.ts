import { expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import { passwordAlone } from './index.ts'
import { benign, positive } from './sample.ts'

it('counts with, without and unknown apart, and holds it against the policy', async () => {
  const [finding, ...others] = await findingsOf(passwordAlone, positive())
  expect(others).toEqual([])
  expect(finding).toMatchObject({ severity: 4, kind: 'posture', title: 'entra: 2 accounts signed in without a second factor, 1 of them privileged' })
  expect(finding?.because.map(({ observed }) => observed)).toEqual([
    '2 of 4 sign-ins of which it is known (50 %), by boss@example.com and user-2@example.com; of 1 more it is not known',
    'for 1 of 2 the directory says that none was required, mostly to Mail',
    'boss@example.com',
  ])
})

it.each([
  [['sign_in', 'access_policy'], 3],
  [['sign_in'], 2],
])('is less grave with %j alone', async (tables, severity) => {
  const [finding] = await findingsOf(
    passwordAlone,
    positive().filter(({ table }) => tables.includes(table)),
  )
  expect(finding?.severity).toBe(severity)
})

it('takes one shown earlier for one', async () => {
  expect(await findingsOf(passwordAlone, benign())).toEqual([])
})
