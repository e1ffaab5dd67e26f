import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lakeWith, type TestLake } from '../../../test/support/lake.ts'
import { sql } from '../../base/sql.ts'

const day = 86_400e6
const now = Date.UTC(2026, 3, 1) * 1000
const entra = { directory: 'entra', account: 'ann@corp.example' }

describe('identity', () => {
  let test: TestLake
  beforeAll(async () => {
    test = await lakeWith([
      // The list of users knows no factors; the list of registrations, made a day later, knows no times.
      {
        table: 'account',
        rows: [
          { ...entra, account_id: 'u-1', display_name: 'Ann', enabled: true, last_sign_in: now - 90 * day, seen_at: now - day, groups: ['staff'], line: 1 },
          { directory: 'entra', account: 'old@corp.example', privileged: true, mfa_registered: true, factors: ['sms'], seen_at: now - day, line: 2 },
        ],
      },
      {
        table: 'account',
        rows: [
          { ...entra, tenant: 't-1', mfa_registered: true, factors: ['totp'], seen_at: now, line: 1 },
          { ...entra, tenant: 't-1', mfa_registered: true, factors: ['fido2'], seen_at: now, line: 2 },
          { directory: 'entra', account: 'old@corp.example', privileged: false, mfa_registered: false, seen_at: now, line: 3 },
        ],
      },
      {
        table: 'account',
        rows: [
          { directory: 'ldap', tenant: 'a.example', account: 'bob', seen_at: now, line: 1 },
          { directory: 'ldap', tenant: 'b.example', account: 'bob', seen_at: now, line: 2 },
          { directory: 'ldap', account: 'bob', enabled: false, seen_at: now, line: 3 },
          { directory: 'ldap', account: '', line: 4 },
          { directory: 'entra', account_id: 'u-1', tenant: 't-1', privileged: true, privileges: ['Global Administrator'], seen_at: now, line: 5 },
          { directory: 'entra', account_id: 'u-9', privileged: true, seen_at: now, line: 6 },
        ],
      },
      {
        table: 'sign_in',
        rows: [
          { ...entra, time: now - 2 * day, outcome: 'success', line: 1 },
          { ...entra, time: now - day, outcome: 'failure', line: 2 },
        ],
      },
    ])
  })
  afterAll(() => test[Symbol.asyncDispose]())
  const ask = (account: string) => test.lake.rows<Record<string, unknown>>(sql`SELECT * FROM identity WHERE account = ${account} ORDER BY tenant`)

  it('joins what several exports know of one account, and the sign-ins', async () => {
    expect(await ask('ann@corp.example')).toMatchObject([
      {
        tenant: 't-1',
        account_id: 'u-1',
        display_name: 'Ann',
        enabled: true,
        privileged: true,
        privileges: ['Global Administrator'],
        groups: ['staff'],
        factors: ['fido2', 'totp'],
        mfa_registered: true,
        last_sign_in: '2026-03-30 00:00:00.000000',
        last_success: '2026-03-30 00:00:00.000000',
        exports: 3,
        source: 3,
        line: 5,
      },
    ])
  })

  it('lets the newest export decide, also that there is no factor any more', async () => {
    expect(await ask('old@corp.example')).toMatchObject([{ privileged: false, mfa_registered: false, factors: [], last_sign_in: null, last_success: null }])
  })

  it('keeps logins of two tenants apart, and what names neither with none', async () => {
    expect((await ask('bob')).map(({ tenant, enabled }) => [tenant, enabled])).toEqual([
      ['', false],
      ['a.example', null],
      ['b.example', null],
    ])
    expect(await ask('')).toEqual([])
    expect(await ask('u-9')).toMatchObject([{ privileged: true, account_id: 'u-9' }])
  })
})
