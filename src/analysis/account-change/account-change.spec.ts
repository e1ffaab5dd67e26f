import { expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import { accountChange } from './index.ts'
import { benign, positive } from './sample.ts'

it('says of each kind who did it to whom', async () => {
  const findings = await findingsOf(accountChange, positive())
  expect(findings.map(({ title, severity }) => [title, severity])).toEqual([
    ['Second factor turned off: by desk@example.com, to boss@example.com', 4],
    ['Bypass of the second factor granted: by desk@example.com, to anna@example.com', 3],
    ['Request reported as fraud by the person: by anna@example.com, to their own account', 3],
    ['Factors reset by somebody else, 2 times: by desk@example.com, to anna@example.com and ben@example.com', 2],
    ['Administrative role given: by desk@example.com, to anna@example.com', 2],
    ['Key or token made: by boss@example.com, for okta', 2],
    ['Policy of sign-in changed: by somebody whom the log does not name, for okta', 2],
  ])
  expect(findings[0]?.because[0]?.observed).toBe('1 time: all factors; privileged: boss@example.com')
})

it('leaves what failed, what strengthens, and what people do to their own accounts', async () => {
  expect(await findingsOf(accountChange, benign())).toEqual([])
})
