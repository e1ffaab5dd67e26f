import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyLake, type TestLake } from '../../../test/support/lake.ts'
import { loadText, rowsOf } from '../../../test/support/loaded.ts'
import { oktaLog } from './index.ts'

describe('the Okta System Log', () => {
  let test: TestLake
  beforeAll(async () => {
    test = await emptyLake()
    await loadText(test, oktaLog, readFileSync(join(import.meta.dirname, 'samples', 'system-log.ndjson')))
  })
  afterAll(() => test[Symbol.asyncDispose]())

  it('gives sign-ins, with the second factor where the event tells of it', async () => {
    const rows = await rowsOf(test.lake, 'sign_in')
    expect(rows.map(({ event, kind, outcome, mfa, factor, mfa_result }) => [event, kind, outcome, mfa, factor, mfa_result])).toEqual([
      ['user.session.start', 'interactive', 'success', null, '', ''],
      ['user.authentication.auth_via_mfa', 'interactive', 'success', true, 'push', 'satisfied'],
      ['user.authentication.sso', 'non-interactive', 'success', null, '', ''],
      ['user.mfa.okta_verify.deny_push', 'interactive', 'failure', null, 'push', 'denied'],
      ['user.authentication.auth_via_mfa', 'interactive', 'failure', null, 'totp', 'failed'],
      ['user.session.start', 'interactive', 'failure', null, '', ''],
    ])
    expect(rows[0]).toMatchObject({ account: 'ann@corp.example', session_id: 'example-session-1', risk: 'medium', latitude: 37.5665, country: 'South Korea' })
    expect(rows[5]).toMatchObject({ session_id: '', reason: 'VERIFICATION_ERROR' })
    expect(rows[2]).toMatchObject({ application: 'Mail' })
  })

  it('gives account events, and no debug data', async () => {
    const rows = await rowsOf(test.lake, 'account_event')
    expect(rows.map(({ activity, account, factor, detail }) => [activity, account, factor, detail])).toEqual([
      ['push-sent', 'ann@corp.example', '', ''],
      ['factor-reset', 'ann@corp.example', 'fido2', 'User reset FIDO_WEBAUTHN factor'],
      ['factor-added', 'ann@corp.example', 'sms', 'User set up SMS_FACTOR factor'],
      ['role-added', 'ann@corp.example', '', 'Super administrator'],
      ['risk-detected', 'ann@corp.example', '', '{New Geo-Location=NEGATIVE, New Device=POSITIVE}'],
    ])
    expect(JSON.stringify([rows, await rowsOf(test.lake, 'sign_in')])).not.toContain('example-secret')
  })
})
