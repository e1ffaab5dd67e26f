import { describe, expect, it } from 'vitest'
import { emptyLake, lakeWith } from '../../../test/support/lake.ts'
import type { Row } from '../../model/tables.ts'
import { secondFactorsPart } from './second-factors.ts'

const rows: Row<'account'>[] = [
  { directory: 'entra', tenant: 'a', account: 'ann@example.com', privileged: true, mfa_registered: true, factors: ['fido2', 'sms'], line: 1 },
  { directory: 'entra', tenant: 'a', account: 'ben@example.com', privileged: false, mfa_registered: false, line: 2 },
  { directory: 'entra', tenant: 'b', account: 'cleo@example.com', privileged: false, mfa_registered: true, factors: ['push'], line: 3 },
  { directory: 'ldap', account: 'dan', line: 4 },
  { directory: 'ldap', account: 'old', enabled: false, mfa_registered: false, line: 5 },
]

describe('the part on second factors', () => {
  it('has a row for all and for the privileged of each directory and tenant, and unknown apart', async () => {
    await using test = await lakeWith([{ table: 'account', rows }])
    const part = await secondFactorsPart(test.lake)
    expect(part).toMatchObject({
      name: 'second-factors',
      says: '1 of 4 accounts has no second factor, and of 1 it is not known. 1 of 1 privileged account has a phishing-resistant one.',
    })
    expect(part?.rows).toEqual([
      ['entra (a)', 'all', 2, 1, 1, 0, 1, 0, 0, 0, 0, 0],
      ['entra (a)', 'privileged', 1, 1, 0, 0, 1, 0, 0, 0, 0, 0],
      ['entra (b)', 'all', 1, 1, 0, 0, 0, 0, 1, 0, 0, 0],
      ['ldap', 'all', 1, 0, 0, 1, 0, 0, 0, 0, 0, 0],
    ])
    expect(part?.note).toContain('Of 1 account it is not known whether they are privileged.')
  })

  it('is not there without accounts', async () => {
    await using test = await emptyLake()
    expect(await secondFactorsPart(test.lake)).toBeUndefined()
  })
})
