import type { LineLoad } from '../../base/line-plan.ts'
import { raw, type Sql, sql } from '../../base/sql.ts'
import { duoFactors } from '../duo-factors.ts'
import { factorExpression } from '../factor-name.ts'
import { date, epoch, isDate, isEpoch, lower } from '../fields.ts'
import { firstText, jsonRecord, part, texts } from '../json-record.ts'

const place = { ...texts('ip', 'os', 'hostname', 'browser', 'key', 'name'), location: texts('city', 'country', 'state') }

/** https://duo.com/docs/adminapi#authentication-logs and #administrator-logs */
export const record: Sql = jsonRecord({
  ...texts(
    'timestamp',
    'isotimestamp',
    'event_type',
    'factor',
    'reason',
    'result',
    'txid',
    'email',
    'alias',
    'action',
    'object',
    'username',
    'description',
    'host',
  ),
  access_device: place,
  auth_device: place,
  application: texts('key', 'name'),
  user: texts('key', 'name'),
  adaptive_trust_assessments: { more_secure_auth: texts('trust_level') },
})

export function field(...path: readonly string[]): Sql {
  return part(raw('row'), ...path)
}

const iso = field('isotimestamp')
/** Both kinds of time are text or seconds. */
export const time: Sql = sql`if(${isDate(iso)}, ${date(iso)}, if(${isEpoch(field('timestamp'))}, ${epoch(field('timestamp'))}, ${date(field('timestamp'))}))`
export const isTimed: Sql = sql`(${isDate(iso)} OR ${isEpoch(field('timestamp'))} OR ${isDate(field('timestamp'))})`

const reason = field('reason')
/** Let in without being asked: https://duo.com/docs/adminapi#authentication-logs (reason). */
const spared = [
  'allow_unenrolled_user',
  'allow_unenrolled_user_on_trusted_network',
  'allowed_by_policy',
  'bypass_user',
  'trusted_location',
  'trusted_network',
  'no_duo_certificate_present',
]
const asked = [
  'user_approved',
  'valid_passcode',
  'user_provided_invalid_certificate',
  'user_mistake',
  'user_cancelled',
  'user_denied',
  'deny',
  'no_response',
  'call_timed_out',
  'invalid_passcode',
  'user_marked_fraud',
  'anomalous_push',
  'no_keys_pressed',
  'locked_out',
  'error',
  '',
]

export const authentications: LineLoad = {
  table: 'sign_in',
  where: sql`${field('result')} != '' AND ${field('action')} = '' AND ${isTimed}`,
  columns: {
    time,
    directory: raw("'duo'"),
    account: lower(firstText(field('user', 'name'), field('email'))),
    account_id: field('user', 'key'),
    src_ip: field('access_device', 'ip'),
    country: field('access_device', 'location', 'country'),
    city: field('access_device', 'location', 'city'),
    device_id: field('access_device', 'key'),
    device: firstText(field('access_device', 'hostname'), field('access_device', 'os')),
    application: field('application', 'name'),
    client: field('event_type'),
    legacy: raw('false'),
    kind: raw("'interactive'"),
    outcome: sql`multiIf(lower(${field('result')}) = 'success', 'success', ${reason} IN (${asked}) OR lower(${field('result')}) = 'fraud', 'failure', 'blocked')`,
    reason,
    mfa: sql`if(lower(${field('result')}) != 'success', NULL, ${reason} NOT IN (${spared}))`,
    factor: factorExpression(field('factor'), duoFactors),
    mfa_result: sql`multiIf(lower(${field('result')}) = 'fraud' OR ${reason} = 'user_marked_fraud', 'fraud', lower(${field('result')}) = 'success',
      multiIf(${reason} = 'remembered_device', 'by-claim', ${reason} IN (${spared}), 'not-required', 'satisfied'),
      ${reason} IN ('no_response', 'call_timed_out', 'no_keys_pressed'), 'timeout', ${reason} IN ('user_cancelled', 'user_mistake', 'user_denied', 'deny'), 'denied', 'failed')`,
    risk: sql`if(${reason} = 'anomalous_push', 'high', transform(upper(${field('adaptive_trust_assessments', 'more_secure_auth', 'trust_level')}), ['NORMAL', 'LOW'], ['none', 'high'], ''))`,
    event: sql`if(${field('event_type')} = '', 'authentication', ${field('event_type')})`,
  },
}
