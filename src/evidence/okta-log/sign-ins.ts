import type { LineLoad } from '../../base/line-plan.ts'
import { raw, type Sql, sql } from '../../base/sql.ts'
import { factorExpression } from '../factor-name.ts'
import { date, decimal, isDate, lower } from '../fields.ts'
import { firstText } from '../json-record.ts'
import { oktaFactors } from '../okta-factors.ts'
import { eventType, field, target } from './record.ts'

/** Events that are sign-ins: https://developer.okta.com/docs/reference/api/event-types/ */
export const isSignIn: Sql = sql`(${eventType} IN ('user.session.start', 'user.mfa.okta_verify.deny_push', 'user.mfa.okta_verify.deny_push_upgrade_needed')
  OR startsWith(${eventType}, 'user.authentication.'))`

const denied = sql`startsWith(${eventType}, 'user.mfa.okta_verify.deny_push')`
const verified = sql`(${eventType} = 'user.authentication.auth_via_mfa')`
const result = sql`upper(${field('outcome', 'result')})`
const reason = field('outcome', 'reason')
const factor = sql`if(${denied}, 'push', ${factorExpression(field('debugContext', 'debugData', 'factor'), oktaFactors)})`
const risk = sql`upper(extract(concat(${field('debugContext', 'debugData', 'risk')}, ${field('debugContext', 'debugData', 'logOnlySecurityData')}), ${'(?i)level"?[=:]\\s*"?(low|medium|high)'}))`

export const signIns: LineLoad = {
  table: 'sign_in',
  where: sql`${isSignIn} AND ${isDate(field('published'))}`,
  columns: {
    time: date(field('published')),
    directory: raw("'okta'"),
    account: lower(field('actor', 'alternateId')),
    account_id: field('actor', 'id'),
    session_id: sql`if(${field('authenticationContext', 'externalSessionId')} IN ('', 'unknown'), '', ${field('authenticationContext', 'externalSessionId')})`,
    src_ip: field('client', 'ipAddress'),
    country: field('client', 'geographicalContext', 'country'),
    city: field('client', 'geographicalContext', 'city'),
    latitude: decimal(field('client', 'geographicalContext', 'geolocation', 'lat')),
    longitude: decimal(field('client', 'geographicalContext', 'geolocation', 'lon')),
    device_id: firstText(field('device', 'id'), field('debugContext', 'debugData', 'dtHash')),
    device: firstText(field('device', 'name'), field('client', 'userAgent', 'os')),
    user_agent: field('client', 'userAgent', 'rawUserAgent'),
    application: firstText(target('AppInstance', 'displayName'), target('AppInstance', 'alternateId')),
    client: sql`if(startsWith(${eventType}, 'user.authentication.auth_via_'), substring(${eventType}, 30), ${field('client', 'device')})`,
    legacy: sql`if(${eventType} = 'user.authentication.auth_via_radius', NULL, false)`,
    kind: sql`if(${eventType} = 'user.authentication.sso', 'non-interactive', 'interactive')`,
    outcome: sql`multiIf(${denied}, 'failure', ${result} IN ('SUCCESS', 'ALLOW'), 'success', ${result} = 'CHALLENGE', 'challenge', ${result} = 'DENY', 'blocked', ${result} = 'FAILURE', 'failure', 'unknown')`,
    reason,
    // Okta tells of the second factor in an event of its own: what it does not tell here is unknown.
    mfa: sql`if(${verified} AND ${result} = 'SUCCESS' AND ${factor} != '', true, NULL)`,
    factor,
    mfa_result: sql`multiIf(${denied} OR (${verified} AND match(lower(${reason}), 'reject|denied')), 'denied', NOT ${verified}, '', ${result} = 'SUCCESS', 'satisfied',
      match(lower(${reason}), 'time'), 'timeout', 'failed')`,
    risk: sql`lower(${risk})`,
    event: eventType,
  },
}
