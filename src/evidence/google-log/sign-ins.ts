import type { LineLoad } from '../../base/line-plan.ts'
import { raw, type Sql, sql } from '../../base/sql.ts'
import { type FactorNames, factorExpression } from '../factor-name.ts'
import { date, isDate, lower } from '../fields.ts'
import { firstText, lookUp } from '../json-record.ts'
import { eventNumber, field } from './record.ts'

/** Challenge methods: https://developers.google.com/workspace/admin/reports/v1/appendix/activity/login */
const methods: FactorNames = {
  password: '',
  none: '',
  saml: '',
  other: '',
  accesstopreregisteredemail: 'email',
  backupcode: 'recovery-code',
  googleauthenticator: 'totp',
  offlineotp: 'totp',
  otp: 'totp',
  googleprompt: 'push',
  idvanyphone: 'sms',
  idvanyemail: 'email',
  idvpreregisteredphone: 'sms',
  idvpreregisteredemail: 'email',
  internaltwofactor: '',
  knowledgeemployeeid: 'security-question',
  knowledgepreregisteredemail: 'security-question',
  knowledgepreregisteredphone: 'security-question',
  loginlocation: '',
  passkey: 'passkey',
  securitykey: 'fido2',
  securitykeyotp: 'hardware-otp',
}

const first = eventNumber(1)
const outcomes = { login_success: 'success', login_failure: 'failure', login_challenge: 'challenge', login_verification: 'challenge' }

/** login_success and the like, of Google itself and of applications signed in to by SAML. */
export const isSignIn: Sql = sql`(${field('id', 'applicationName')} IN ('login', 'saml', 'logout') AND ${first.name} IN (${Object.keys(outcomes)}))`

// All methods of a sign-in are told together; the last that is a second factor is shown.
const named = sql`splitByRegexp(${'[\\[\\]",\\s]+'}, ${first.parameter('login_challenge_method')})`
const factor = sql`arrayLast(factor -> factor != '', arrayMap(method -> ${factorExpression(raw('method'), methods)}, ${named}))`
const success = sql`${first.name} = 'login_success'`
const second = sql`${first.parameter('is_second_factor')} IN ('true', '1')`
const login = first.parameter('login_type')

export const signIns: LineLoad = {
  table: 'sign_in',
  where: sql`${isSignIn} AND ${isDate(field('id', 'time'))}`,
  columns: {
    time: date(field('id', 'time')),
    directory: raw("'google'"),
    tenant: field('id', 'customerId'),
    account: lower(firstText(field('actor', 'email'), first.parameter('affected_email_address'))),
    account_id: field('actor', 'profileId'),
    src_ip: field('ipAddress'),
    user_agent: first.parameter('user_agent'),
    application: firstText(first.parameter('application_name'), sql`if(${field('id', 'applicationName')} = 'saml', 'SAML', 'Google Workspace')`),
    client: login,
    legacy: sql`if(${login} = '', NULL, false)`,
    kind: sql`if(${login} IN ('reauth', 'exchange'), 'non-interactive', 'interactive')`,
    outcome: lookUp(first.name, outcomes, raw("'unknown'")),
    reason: firstText(first.parameter('login_failure_type'), first.parameter('saml_status_code')),
    mfa: sql`multiIf(NOT ${success}, NULL, ${second} OR ${factor} != '', true, ${login} = 'google_password' AND ${first.parameter('login_challenge_method')} != '', false, NULL)`,
    factor,
    mfa_result: sql`multiIf(${factor} = '', '', ${success}, 'satisfied', ${first.parameter('login_challenge_status')} ILIKE '%incorrect%', 'failed', '')`,
    risk: sql`multiIf(${first.parameter('is_suspicious')} IN ('true', '1'), 'high', ${first.parameter('is_suspicious')} IN ('false', '0'), 'none', '')`,
    event: first.name,
  },
}
