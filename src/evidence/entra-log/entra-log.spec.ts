import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyLake, lakeFromFolder, type TestLake } from '../../../test/support/lake.ts'
import { loadText, rowsOf } from '../../../test/support/loaded.ts'
import { sql } from '../../base/sql.ts'
import { entraLog } from './index.ts'

const sample = (name: string) => readFileSync(join(import.meta.dirname, 'samples', name), 'utf8')

describe('Entra logs', () => {
  let test: TestLake
  beforeAll(async () => {
    test = await emptyLake()
  })
  afterAll(() => test[Symbol.asyncDispose]())

  it('reads sign-ins with their second factor', async () => {
    expect(await loadText(test, entraLog, sample('signins.ndjson'))).toMatchObject({ lines: 9, skipped: 0, rows: { sign_in: 9 } })
    const rows = await rowsOf(test.lake, 'sign_in')
    expect(rows[0]).toEqual({
      line: 1,
      time: '2026-03-02 08:00:00.000000',
      directory: 'entra',
      tenant: '',
      account: 'ann@corp.example',
      account_id: '11111111-0000-4000-8000-000000000001',
      session_id: '44444444-0000-4000-8000-000000000001',
      src_ip: '203.0.113.7',
      country: 'KR',
      city: 'Seoul',
      latitude: 37.5665,
      longitude: 126.978,
      device_id: '55555555-0000-4000-8000-000000000001',
      device: 'PC-0017',
      user_agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64)',
      application: 'Office 365 Exchange Online',
      client: 'Browser',
      legacy: false,
      kind: 'interactive',
      outcome: 'success',
      reason: '',
      mfa: true,
      factor: 'push-number',
      mfa_result: 'satisfied',
      risk: 'none',
      event: 'signIn',
    })
    expect(rows.map(({ kind, outcome, mfa, factor, mfa_result, legacy }) => [kind, outcome, mfa, factor, mfa_result, legacy])).toEqual([
      ['interactive', 'success', true, 'push-number', 'satisfied', false],
      ['non-interactive', 'success', true, '', 'by-claim', false],
      ['interactive', 'success', false, '', 'not-required', true],
      ['interactive', 'failure', null, 'push-number', 'denied', false],
      ['interactive', 'failure', null, 'push-number', 'timeout', false],
      ['interactive', 'success', true, 'unknown:Quantum badge', 'satisfied', false],
      ['interactive', 'failure', null, '', '', false],
      ['interactive', 'blocked', null, '', '', false],
      ['interactive', 'challenge', null, '', '', false],
    ])
    expect(rows[5]).toMatchObject({ risk: 'high', reason: 'unfamiliarFeatures, anonymizedIPAddress', latitude: null, country: '' })
    expect(rows[6]).toMatchObject({ reason: '50126 Error validating credentials due to invalid username or password.' })
  })

  it('reads the audit log, and keeps no changed value but the name of a role', async () => {
    expect(await loadText(test, entraLog, sample('directory-audits.ndjson'))).toMatchObject({ lines: 6, skipped: 0, rows: { account_event: 6 } })
    const rows = await rowsOf(test.lake, 'account_event')
    expect(rows.map(({ activity, factor, account, actor, detail }) => [activity, factor, account, actor, detail])).toEqual([
      ['factor-added', 'push-number', 'ann@corp.example', 'admin@corp.example', 'User registered Authenticator App with Notification and Code'],
      ['factor-removed', 'voice', 'ann@corp.example', 'admin@corp.example', 'Admin deleted phone method for user'],
      ['password-reset', '', 'ann@corp.example', 'admin@corp.example', ''],
      ['mfa-disabled', '', 'ann@corp.example', 'admin@corp.example', ''],
      ['mfa-disabled', '', '', 'admin@corp.example', 'Demand a second factor'],
      ['key-created', '', '', 'deployer', 'backup-agent'],
    ])
    expect(JSON.stringify(rows)).not.toContain('KeyIdentifier')
  })

  it('reads what diagnostic settings write, and passes over other categories', async () => {
    expect(await loadText(test, entraLog, sample('insights-logs.json'))).toMatchObject({
      lines: 5,
      ignored: 1,
      skipped: 0,
      rows: { sign_in: 3, account_event: 1 },
    })
    const rows = await rowsOf(test.lake, 'sign_in')
    expect(rows.map(({ tenant, kind, account, mfa, event }) => [tenant, kind, account, mfa, event])).toEqual([
      ['99999999-0000-4000-8000-000000000001', 'interactive', 'ann@corp.example', true, 'SignInLogs'],
      ['99999999-0000-4000-8000-000000000001', 'non-interactive', 'ann@corp.example', true, 'NonInteractiveUserSignInLogs'],
      ['99999999-0000-4000-8000-000000000001', 'service', 'backup-agent', null, 'ServicePrincipalSignInLogs'],
    ])
    expect(await rowsOf(test.lake, 'account_event')).toMatchObject([
      { activity: 'role-added', account: 'ann@corp.example', detail: 'Global Administrator', src_ip: '203.0.113.8', user_agent: 'ExampleClient/1.0' },
    ])
  })

  it('counts a torn line as skipped, and takes the lines around it', async () => {
    const [first = '', second = ''] = sample('signins.ndjson').split('\n')
    expect(await loadText(test, entraLog, `${first}\n${second.slice(0, 300)}\n${second}\n`)).toMatchObject({ lines: 3, skipped: 1, rows: { sign_in: 2 } })
  })
})

describe('pages of Graph', () => {
  it('are read as if each record were a line, once however often they are given', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-pages-'))
    writeFileSync(join(folder, 'a.json'), sample('service-signins.page.json'))
    writeFileSync(join(folder, 'b.json.gz'), gzipSync(sample('service-signins.page.json')))
    await using test = await lakeFromFolder(folder)
    rmSync(folder, { recursive: true })
    expect(test.intake).toMatchObject({ added: 1, known: 1, skipped: [], rows: 2 })
    expect(await test.lake.rows(sql`SELECT account, kind, mfa, line FROM sign_in ORDER BY line`)).toEqual([
      { account: 'backup-agent', kind: 'service', mfa: null, line: 1 },
      { account: 'vm-07', kind: 'workload', mfa: null, line: 2 },
    ])
  })
})
