import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { holdsTheContract, readSample } from '../../test/support/format-contract.ts'
import { modified } from '../../test/support/source.ts'
import { accountsCsv } from './accounts-csv/index.ts'
import { aws } from './aws/index.ts'
import { duo } from './duo/index.ts'
import { entra } from './entra/index.ts'
import type { Format } from './format.ts'
import { github } from './github/index.ts'
import { google } from './google/index.ts'
import { keycloak } from './keycloak/index.ts'
import { ldap } from './ldap/index.ts'
import { okta } from './okta/index.ts'
import { signInsCsv } from './sign-ins-csv/index.ts'

const documents: readonly Format[] = [accountsCsv, aws, duo, entra, github, google, keycloak, ldap, okta]
for (const format of documents) holdsTheContract(format)

const micros = (date: string) => Date.parse(date) * 1000
const factorsIn = async (format: Format, name: string) =>
  (await readSample(format, name)).rows.account?.map(({ account, mfa_registered, factors, privileged }) => [account, mfa_registered, factors, privileged])

describe('Entra accounts and policies', () => {
  it('reads registered factors, a name that is not known as such', async () => {
    expect(await factorsIn(entra, 'registration.page.json')).toEqual([
      ['ann@corp.example', true, ['fido2', 'push-number', 'totp'], true],
      ['scan@corp.example', false, [], false],
      ['guest_partner.example#ext#@corp.example', true, ['sms', 'unknown:holographicBadge'], false],
    ])
  })

  it('reads users, without a word on their factors', async () => {
    const { rows } = await readSample(entra, 'users.ndjson')
    expect(rows.account).toMatchObject([
      { account: 'ann@corp.example', enabled: true, external: false, last_sign_in: micros('2026-02-28T08:00:00Z'), password_changed_at: micros('2025-01-01') },
      { kind: 'guest', external: true, supplier: 'Partner Ltd', last_sign_in: null },
      { enabled: false },
    ])
    for (const row of rows.account ?? []) expect('mfa_registered' in row).toBe(false)
  })

  it('reads role assignments', async () => {
    expect((await readSample(entra, 'role-assignments.ndjson')).rows.account).toMatchObject([
      { account: 'ann@corp.example', privileged: true, privileges: ['Global Administrator'] },
      { account: 'backup-agent', kind: 'service', privileges: ['Exchange Administrator'] },
    ])
  })

  it('reads what a policy demands, and nothing into one that takes something else instead', async () => {
    const { rows } = await readSample(entra, 'policies.json')
    expect(
      rows.access_policy?.map(({ policy, state, requires_mfa, phishing_resistant, blocks_legacy, includes, excludes }) => [
        ...[policy, state, requires_mfa, phishing_resistant, blocks_legacy],
        ...[includes, excludes],
      ]),
    ).toEqual([
      ['Policy 1', 'enabled', true, false, false, ['All'], ['11111111-0000-4000-8000-000000000009', 'group:g-1']],
      ['Policy 2', 'report-only', true, true, false, ['role:62e90394-69f5-4237-9190-012177145e10'], []],
      ['Policy 3', 'enabled', false, false, true, ['All'], []],
      ['Policy 4', 'enabled', false, false, false, ['All'], []],
      ['Policy 5', 'enabled', false, false, false, ['All'], []],
      ['Security defaults', 'disabled', true, false, true, ['All'], []],
    ])
  })

  it('says under which conditions alone a policy holds', async () => {
    const { rows } = await readSample(entra, 'policies.json')
    expect(rows.access_policy?.map(({ conditions }) => conditions ?? [])).toEqual([[], [], [], [], ['signInRiskLevels', 'locations'], []])
  })

  it('reads the export of ScubaGear', async () => {
    const { rows, said } = await readSample(entra, 'ProviderSettingsExport.json')
    expect(rows.access_policy).toMatchObject([
      { policy: 'Administrators need a key', phishing_resistant: true, tenant: '99999999-0000-4000-8000-000000000001' },
    ])
    expect(rows.account).toMatchObject([
      { account: '', account_id: '11111111-0000-4000-8000-000000000001', privileges: ['Global Administrator'], seen_at: micros('2026-03-01') },
      { account: 'backup-agent', kind: 'service' },
    ])
    expect(said).toEqual(['ScubaGear itself could not read everything: Get-MgBetaExample.'])
  })
})

describe('other directories', () => {
  it('Okta: users, and factors that are active', async () => {
    expect((await readSample(okta, 'users.json')).rows.account).toMatchObject([
      { account: 'ann@corp.example', enabled: true, password: true, last_sign_in: micros('2026-02-28T08:00:00Z') },
      { account: 'old@corp.example', enabled: false, password: false, last_sign_in: null },
    ])
    expect(await factorsIn(okta, 'factors.ndjson')).toEqual([
      ['ann@corp.example', true, ['fido2', 'push', 'unknown:brainwave'], true],
      ['old@corp.example', false, [], false],
    ])
    expect((await readSample(okta, 'factors-of-one.json')).rows.account).toMatchObject([{ account: '', account_id: '00uexample0000000002', factors: ['totp'] }])
  })

  it('Google Workspace: 1970 is never', async () => {
    expect((await readSample(google, 'users.json')).rows.account).toMatchObject([
      { account: 'ann@corp.example', privileges: ['Super Admin'], mfa_registered: true, mfa_enforced: false, enabled: true },
      { account: 'bob@corp.example', privileged: false, mfa_registered: false, last_sign_in: null },
      { account: 'old@corp.example', enabled: false },
    ])
  })

  it('Duo: bypass is not enforced', async () => {
    expect((await readSample(duo, 'users.json')).rows.account).toMatchObject([
      { account: 'ann', factors: ['fido2', 'push', 'sms', 'totp', 'voice'], mfa_registered: true, mfa_enforced: true, last_sign_in: micros('2026-02-28') },
      { account: 'bob', factors: [], mfa_registered: false, mfa_enforced: false },
    ])
  })

  it('AWS: root, a person and a program', async () => {
    expect((await readSample(aws, 'credential-report.csv')).rows.account).toMatchObject([
      { account: '<root_account>', kind: 'break-glass', privileged: true, mfa_registered: false, password: true },
      { account: 'ann', kind: '', privileged: null, mfa_registered: true, last_sign_in: micros('2026-03-01T09:00:00Z'), tenant: '000000000000' },
      { account: 'backup', kind: 'service', password: false, last_sign_in: null },
    ])
  })

  it('GitHub: what owners are not told is unknown', async () => {
    expect((await readSample(github, 'members.ndjson')).rows.account).toMatchObject([
      { account: 'ann-example', privileged: true, mfa_registered: true, mfa_enforced: false },
      { account: 'bob', privileged: false, mfa_registered: false },
      { account: 'partner', external: true, kind: 'guest', mfa_registered: null },
    ])
    expect(await factorsIn(github, 'members.json')).toEqual([['ann-example', null, undefined, null]])
    expect(await factorsIn(github, 'members.graphql.json')).toEqual([['ann-example', true, undefined, true]])
  })

  it('Keycloak: credentials by type, and a flow that asks only those who have a factor', async () => {
    const { rows, said } = await readSample(keycloak, 'realm-export.json')
    expect(rows.account).toMatchObject([
      {
        account: 'ann',
        tenant: 'example',
        factors: ['fido2', 'totp', 'unknown:carrier-pigeon'],
        privileges: ['realm-management: realm-admin'],
        password: true,
      },
      { account: 'bob', factors: [], mfa_registered: false, privileged: false },
      { account: 'service-account-backup', kind: 'service', privileges: ['admin'] },
    ])
    expect(rows.access_policy).toMatchObject([{ policy: 'Browser flow: browser', requires_mfa: false, phishing_resistant: false }])
    expect(said).toEqual(['New users of this realm must enrol a second factor when they first sign in.'])
    expect(await factorsIn(keycloak, 'users.ndjson')).toEqual([
      ['carol', null, [], null],
      ['dave', true, ['totp'], null],
    ])
  })

  it('a table that people write', async () => {
    expect(await factorsIn(accountsCsv, 'accounts.csv')).toEqual([
      ['ann@corp.example', true, ['fido2', 'totp'], true],
      ['partner1', false, [], false],
      ['reception', null, [], false],
      ['odd', true, ['unknown:Crystal ball'], false],
    ])
    const { rows, skipped } = await readSample(signInsCsv, 'vpn.csv')
    expect(rows.sign_in).toMatchObject([
      { account: 'ann@corp.example', outcome: 'success', mfa: true, factor: 'fido2', mfa_result: 'satisfied', latitude: 37.5 },
      { time: micros('2026-03-01T23:10:00Z'), outcome: 'success', mfa: false, latitude: null },
      { outcome: 'failure', mfa: null, reason: 'wrong password' },
    ])
    expect(skipped).toEqual([{ line: 5, why: 'a time that cannot be read' }])
  })
})

describe('LDIF', () => {
  it('reads Active Directory: folded and base64 values, flags, times, groups', async () => {
    const { rows, said } = await readSample(ldap, 'ad.ldif')
    expect(rows.account).toEqual([
      {
        line: 4,
        directory: 'ldap',
        tenant: 'corp.example',
        account: 'ann',
        account_id: '04030201-0605-0807-090a-0b0c0d0e0f10',
        display_name: '앤 Example',
        kind: '',
        enabled: true,
        privileged: true,
        privileges: ['Domain Admins'],
        groups: ['Domain Admins', 'Staff, Seoul'],
        password: false,
        mfa_registered: true,
        mfa_enforced: true,
        factors: ['certificate'],
        last_sign_in: micros('2026-02-28T08:00:00Z'),
        created_at: micros('2020-01-01'),
        password_changed_at: micros('2025-01-01'),
        seen_at: modified,
      },
      expect.objectContaining({ account: 'svc-sql', kind: 'service', enabled: false, privileged: null, last_sign_in: null }),
    ])
    expect(rows.account?.[1]).not.toHaveProperty('mfa_registered')
    expect(said[0]).toBe('Left out, since nobody signs in with them (units, computers, contacts and the like): 1 entry.')
  })

  it('reads another directory, with the members that its groups list', async () => {
    const { rows } = await readSample(ldap, 'openldap.ldif')
    expect(rows.account).toMatchObject([
      { account: 'bob', display_name: 'Bob Example', last_sign_in: micros('2026-02-28T08:00:00Z'), password_changed_at: micros('2025-01-01') },
      { account: 'bob', groups: ['Administrators'], privileged: true },
      { account: 'bob', groups: ['dev'] },
    ])
    for (const row of rows.account ?? []) expect(row.mfa_registered ?? null).toBeNull()
  })

  it('reads changes', async () => {
    const { rows, said } = await readSample(ldap, 'changes.ldif')
    expect(rows.account).toMatchObject([
      { account: 'carol', enabled: null },
      { account: 'dave', enabled: false },
    ])
    expect(said).toContain('Left out, since they delete or rename: 1 change.')
  })
})

describe('secrets of accounts', () => {
  it.each(documents.map((format) => [format.name, format] as const))('of %s reach neither rows nor notes', async (name, format) => {
    const folder = join(import.meta.dirname, name, 'samples')
    for (const file of existsSync(folder) ? readdirSync(folder) : []) {
      const content = readFileSync(join(folder, file), 'utf8')
      const reading = JSON.stringify(await readSample(format, file))
      expect(reading).not.toContain('example-secret')
      // The same secrets as base64, as LDIF holds them.
      for (const [, value = ''] of content.matchAll(/^(?:userPassword|unicodePwd):: (\S+)$/gm)) {
        expect(reading).not.toContain(value)
        expect(reading).not.toContain(Buffer.from(value, 'base64').toString())
      }
    }
  })
})
