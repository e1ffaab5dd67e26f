import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyLake, type TestLake } from '../../test/support/lake.ts'
import { loadText, rowsOf } from '../../test/support/loaded.ts'
import { awsLog } from './aws-log/index.ts'
import { duoLog } from './duo-log/index.ts'
import type { Format } from './format.ts'
import { githubLog } from './github-log/index.ts'
import { googleLog } from './google-log/index.ts'
import { keycloakLog } from './keycloak-log/index.ts'

const sample = (format: Format, name: string) => readFileSync(join(import.meta.dirname, format.name, 'samples', name), 'utf8')

describe('logs of directories', () => {
  let test: TestLake
  beforeAll(async () => {
    test = await emptyLake()
  })
  afterAll(() => test[Symbol.asyncDispose]())

  async function read(format: Format, text: string) {
    const result = await loadText(test, format, text)
    const [signIns, events] = [await rowsOf(test.lake, 'sign_in'), await rowsOf(test.lake, 'account_event')]
    return { result, signIns, events }
  }

  it('Google Workspace: events as list, as object and in the activity itself', async () => {
    const { result, signIns, events } = await read(googleLog, sample(googleLog, 'activities.ndjson'))
    expect(result).toMatchObject({ lines: 8, ignored: 1, skipped: 0, rows: { sign_in: 4, account_event: 4 } })
    expect(signIns.map(({ account, outcome, mfa, factor, mfa_result, risk, reason }) => [account, outcome, mfa, factor, mfa_result, risk, reason])).toEqual([
      ['ann@corp.example', 'success', true, 'fido2', 'satisfied', 'none', ''],
      ['ann@corp.example', 'success', false, '', '', 'high', ''],
      ['ann@corp.example', 'failure', null, '', '', '', 'login_failure_invalid_password'],
      ['ann@corp.example', 'challenge', null, 'push', 'failed', '', ''],
    ])
    expect(events.map(({ line, account, actor, activity, detail }) => [line, account, actor, activity, detail]).toSorted()).toEqual([
      [5, 'ann@corp.example', 'ann@corp.example', 'factor-removed', ''],
      [6, 'bob@corp.example', '', 'risk-detected', ''],
      [7, '', 'admin@corp.example', 'mfa-disabled', 'false'],
      [7, 'bob@corp.example', 'admin@corp.example', 'role-added', '_SEED_ADMIN_ROLE'],
    ])
  })

  it('Duo: what became of each push', async () => {
    const { result, signIns } = await read(duoLog, sample(duoLog, 'authentication.ndjson'))
    expect(result).toMatchObject({ lines: 8, skipped: 0, rows: { sign_in: 8 } })
    expect(signIns.map(({ outcome, mfa, factor, mfa_result }) => [outcome, mfa, factor, mfa_result])).toEqual([
      ['success', true, 'push-number', 'satisfied'],
      ['failure', null, 'push', 'denied'],
      ['failure', null, 'push', 'timeout'],
      ['failure', null, 'push', 'fraud'],
      ['success', false, '', 'not-required'],
      ['success', true, '', 'by-claim'],
      ['blocked', null, 'push', 'failed'],
      ['success', true, 'unknown:crystal_ball', 'satisfied'],
    ])
    expect(signIns[0]).toMatchObject({ account: 'ann', time: '2026-03-02 08:00:00.000000', application: 'VPN', risk: 'none' })
  })

  it('Duo: what administrators did, without the codes', async () => {
    const { events } = await read(duoLog, sample(duoLog, 'administrator.ndjson'))
    expect(events.map(({ account, activity, detail, src_ip }) => [account, activity, detail, src_ip])).toEqual([
      ['ann', 'bypass-granted', 'Bypass', ''],
      ['ann', 'bypass-granted', '', ''],
      ['', 'policy-changed', 'Global Policy', ''],
      ['', 'other', 'sms', '203.0.113.8'],
    ])
    expect(events[3]).toMatchObject({ time: '2026-03-02 09:15:00.000000' })
    expect(JSON.stringify(events)).not.toContain('123456789')
  })

  it('GitHub', async () => {
    const { result, signIns, events } = await read(githubLog, sample(githubLog, 'audit-log.ndjson'))
    expect(result).toMatchObject({ lines: 6, skipped: 0 })
    expect(signIns).toMatchObject([{ account: 'ann-example', outcome: 'failure', mfa: null, country: 'FR', tenant: 'example-enterprise' }])
    expect(events.map(({ account, actor, activity, detail }) => [account, actor, activity, detail])).toEqual([
      ['', 'octo-admin', 'mfa-disabled', ''],
      ['ann-example', 'octo-admin', 'role-added', 'admin'],
      ['ann-example', 'ann-example', 'factor-removed', ''],
      ['ann-example', 'ann-example', 'key-created', ''],
      ['', 'ann-example', 'other', 'example-org/tool'],
    ])
    expect(JSON.stringify(events)).not.toContain('example-hash')
  })

  it('AWS CloudTrail: a federated role’s factor is unknown', async () => {
    const { result, signIns, events } = await read(awsLog, sample(awsLog, 'events.ndjson'))
    expect(result).toMatchObject({ lines: 8, ignored: 2, skipped: 0 })
    expect(signIns.map(({ account, outcome, mfa, mfa_result }) => [account, outcome, mfa, mfa_result])).toEqual([
      ['ann', 'success', true, 'satisfied'],
      ['<root_account>', 'success', false, 'not-required'],
      ['ann@corp.example', 'success', null, ''],
      ['ann', 'failure', null, ''],
    ])
    expect(events.map(({ account, actor, activity }) => [account, actor, activity])).toEqual([
      ['bob', 'ann', 'key-created'],
      ['bob', 'ann', 'factor-removed'],
    ])
    expect(JSON.stringify(events)).not.toContain('example-key-id')
  })

  it('Keycloak', async () => {
    const { result, signIns, events } = await read(keycloakLog, sample(keycloakLog, 'events.ndjson'))
    expect(result).toMatchObject({ lines: 4, skipped: 0 })
    expect(
      signIns.map(({ account, kind, outcome, mfa, factor, mfa_result, session_id }) => [account, kind, outcome, mfa, factor, mfa_result, session_id]),
    ).toEqual([
      ['ann', 'interactive', 'success', null, '', '', 's-1'],
      ['ann', 'interactive', 'failure', null, 'totp', 'failed', ''],
      ['ann', 'non-interactive', 'success', null, '', '', 's-1'],
    ])
    expect(events).toMatchObject([{ account: 'ann', activity: 'factor-removed', factor: 'totp', tenant: 'r-1' }])
    const admin = await read(
      keycloakLog,
      (JSON.parse(sample(keycloakLog, 'admin-events.json')) as unknown[]).map((entry) => `${JSON.stringify(entry)}\n`).join(''),
    )
    expect(admin.events.map(({ account_id, activity, actor }) => [account_id, activity, actor])).toEqual([
      ['00000000-0000-4000-8000-000000000001', 'role-added', '00000000-0000-4000-8000-000000000009'],
      ['00000000-0000-4000-8000-000000000001', 'password-reset', '00000000-0000-4000-8000-000000000009'],
    ])
    expect(JSON.stringify(admin.events)).not.toContain('example-secret')
  })
})
