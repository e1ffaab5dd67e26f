import { expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import { legacyProtocol } from './index.ts'
import { benign, positive } from './sample.ts'

it('names protocol and accounts, and counts what was refused', async () => {
  const [finding, ...others] = await findingsOf(legacyProtocol, positive())
  expect(others).toEqual([])
  expect(finding).toMatchObject({ severity: 3, kind: 'posture', title: 'entra: 2 accounts signed in by IMAP4, which cannot ask for a second factor' })
  expect(finding?.because.map(({ observed }) => observed)).toEqual([
    '2 successful sign-ins of 2 accounts, such as anna@example.com and ben@example.com',
    '1 sign-in',
  ])
})

it('has nothing against what was refused or is not known', async () => {
  expect(await findingsOf(legacyProtocol, benign())).toEqual([])
})
