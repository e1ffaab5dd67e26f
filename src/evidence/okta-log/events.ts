import type { LineLoad } from '../../base/line-plan.ts'
import { raw, sql } from '../../base/sql.ts'
import { factorExpression } from '../factor-name.ts'
import { date, isDate, lower } from '../fields.ts'
import { firstText, matching } from '../json-record.ts'
import { oktaFactors } from '../okta-factors.ts'
import { eventType, field, target, targets } from './record.ts'
import { isSignIn } from './sign-ins.ts'

/** https://developer.okta.com/docs/reference/api/event-types/ */
const activities: readonly (readonly [pattern: string, activity: string])[] = [
  ['^user\\.mfa\\.factor\\.(activate|unsuspend)', 'factor-added'],
  ['^user\\.mfa\\.factor\\.reset_all', 'factor-reset'],
  ['^user\\.mfa\\.factor\\.(deactivate|suspend)', 'factor-removed'],
  ['^user\\.mfa\\.attempt_bypass', 'bypass-granted'],
  ['^system\\.mfa\\.factor\\.deactivate', 'mfa-disabled'],
  ['^system\\.push\\.send_factor_verify_push', 'push-sent'],
  ['^user\\.account\\.report_suspicious_activity', 'fraud-reported'],
  ['^(user\\.account|group)\\.privilege\\.grant', 'role-added'],
  ['^(user\\.account|group)\\.privilege\\.revoke', 'role-removed'],
  ['^user\\.account\\.reset_password', 'password-reset'],
  ['^user\\.account\\.(update_password|expire_password)', 'password-changed'],
  ['^user\\.lifecycle\\.create', 'account-created'],
  ['^user\\.(lifecycle\\.(activate|reactivate|unsuspend)|account\\.unlock)', 'account-enabled'],
  ['^user\\.lifecycle\\.(deactivate|suspend)', 'account-disabled'],
  ['^user\\.lifecycle\\.delete', 'account-removed'],
  ['^user\\.account\\.lock', 'account-locked'],
  ['^user\\.session\\.impersonation\\.(grant|initiate)', 'session-started'],
  ['^user\\.session\\.clear', 'session-revoked'],
  ['^(system\\.api_token\\.create|app\\.oauth2\\.(client\\.lifecycle\\.create|credentials))', 'key-created'],
  ['^(security\\.threat|user\\.risk)', 'risk-detected'],
  ['^(policy\\.(lifecycle|rule)|system\\.idp\\.lifecycle|system\\.mfa\\.factor|zone\\.)', 'policy-changed'],
]

const reset = sql`match(lower(concat(${field('displayMessage')}, ' ', ${field('outcome', 'reason')})), ${'\\breset\\b'})`
const odd = sql`position(${field('debugContext', 'debugData', 'behaviors')}, 'POSITIVE') > 0`
const activity = matching(eventType, activities, 'other')
const result = sql`upper(${field('outcome', 'result')})`

/** Everything that is no sign-in. */
export const events: LineLoad = {
  table: 'account_event',
  where: sql`NOT ${isSignIn} AND ${eventType} != '' AND ${isDate(field('published'))}`,
  columns: {
    time: date(field('published')),
    directory: raw("'okta'"),
    account: lower(target('User', 'alternateId')),
    account_id: target('User', 'id'),
    actor: lower(field('actor', 'alternateId')),
    activity: sql`multiIf(${eventType} = 'user.mfa.factor.deactivate' AND ${reset}, 'factor-reset', ${eventType} = 'policy.evaluate_sign_on' AND ${odd}, 'risk-detected', ${activity})`,
    // `User reset FIDO_WEBAUTHN factor`, `User set up OKTA_VERIFY factor`
    factor: sql`if(startsWith(${eventType}, 'user.mfa.factor.'), ${factorExpression(
      firstText(field('debugContext', 'debugData', 'factor'), sql`extract(${field('outcome', 'reason')}, '([A-Z][A-Z0-9_]+) factor')`),
      oktaFactors,
    )}, '')`,
    detail: firstText(
      field('debugContext', 'debugData', 'privilegeGranted'),
      sql`if(${odd}, ${field('debugContext', 'debugData', 'behaviors')}, '')`,
      field('outcome', 'reason'),
      sql`arrayStringConcat(arrayFilter(name -> name != '', arrayMap(one -> if(tupleElement(one, 'type') = 'User', '', tupleElement(one, 'displayName')), ${targets})), ', ')`,
    ),
    src_ip: field('client', 'ipAddress'),
    session_id: sql`if(${field('authenticationContext', 'externalSessionId')} = 'unknown', '', ${field('authenticationContext', 'externalSessionId')})`,
    outcome: sql`multiIf(${result} IN ('SUCCESS', 'ALLOW'), 'success', ${result} IN ('FAILURE', 'DENY'), 'failure', 'unknown')`,
    user_agent: field('client', 'userAgent', 'rawUserAgent'),
    event: eventType,
  },
}
