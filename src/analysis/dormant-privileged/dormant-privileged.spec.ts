import { describe, expect, it } from 'vitest'
import { findingsOf } from '../../../test/support/lake.ts'
import { dormantPrivileged, idleDays } from './index.ts'
import { benign, positive } from './sample.ts'

describe('dormant-privileged', () => {
  it('names those that are idle, the longest first, and says of how many nothing is known', async () => {
    const [finding, ...others] = await findingsOf(dormantPrivileged, positive())
    expect(others).toEqual([])
    expect(finding).toMatchObject({ severity: 3, title: 'okta: 2 privileged accounts were not used for more than 45 days' })
    expect(finding?.because.map(({ observed }) => observed)).toEqual([
      'admin-0@example.com 120 days and admin-1@example.com 46 days',
      '2 of 5 privileged accounts; of 1 no sign-in is known, which may mean never or not recorded',
    ])
  })

  it('believes the sign-ins where the directory’s own date is older', async () => {
    expect(await findingsOf(dormantPrivileged, benign())).toEqual([])
  })

  it('counts from the date of the export, not from now', () => {
    expect(idleDays({ lastSignIn: 0, seen: 86_400 }, new Date())).toBe(1)
    expect(idleDays({ lastSignIn: 0, seen: null }, new Date(2 * 86_400e3))).toBe(2)
    expect(idleDays({ lastSignIn: null, seen: 86_400 }, new Date())).toBeNull()
  })
})
