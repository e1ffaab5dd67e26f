import type { LineLoad } from '../../base/line-plan.ts'
import { raw, sql } from '../../base/sql.ts'
import { date, isDate, lower } from '../fields.ts'
import { firstText, matching } from '../json-record.ts'
import { eventNumber, field } from './record.ts'
import { isSignIn } from './sign-ins.ts'

/** https://developers.google.com/workspace/admin/reports/v1/appendix/activity/admin-event-names, …/login and …/user-accounts */
const activities: readonly (readonly [pattern: string, activity: string])[] = [
  ['^2sv_enroll|^titanium_enroll|^ADD_SECURITY_KEY|passkey_enrolled|^2sv_change', 'factor-added'],
  ['^2sv_disable|^titanium_unenroll|^REVOKE_SECURITY_KEY|passkey_removed', 'factor-removed'],
  ['^TURN_OFF_2_STEP_VERIFICATION', 'mfa-disabled'],
  ['^ENFORCE_STRONG_AUTHENTICATION', 'mfa-enforced'],
  ['^GENERATE_2SV_SCRATCH_CODES', 'bypass-granted'],
  ['^(ASSIGN_ROLE|GRANT_ADMIN_PRIVILEGE|GRANT_DELEGATED_ADMIN_PRIVILEGES)', 'role-added'],
  ['^(UNASSIGN_ROLE|REVOKE_ADMIN_PRIVILEGE)', 'role-removed'],
  ['^CHANGE_PASSWORD', 'password-reset'],
  ['^password_edit|^recovery_secret', 'password-changed'],
  ['^CREATE_USER', 'account-created'],
  ['^(UNSUSPEND_USER|UNDELETE_USER)', 'account-enabled'],
  ['^SUSPEND_USER|^account_disabled', 'account-disabled'],
  ['^DELETE_USER', 'account-removed'],
  ['^RESET_SIGNIN_COOKIES|^REVOKE_3LO', 'session-revoked'],
  ['^suspicious_|^gov_attack|^risky_|COMPROMISED|^SUSPICIOUS_ACTIVITY', 'risk-detected'],
  ['_SETTING$|^ALLOW_STRONG_AUTHENTICATION|STRONG_AUTHENTICATION|TRUSTED_DOMAINS|^(CREATE|UPDATE|DELETE)_ROLE|SSO', 'policy-changed'],
]

/** An activity of the administrator may hold several events, such as several settings of one page. */
const mostEvents = 4

export const eventLoads: readonly LineLoad[] = Array.from({ length: mostEvents }, (_, index) => load(index + 1))

function load(number: number): LineLoad {
  const event = eventNumber(number)
  const activity = matching(event.name, activities, 'other')
  const off = sql`(${event.name} = 'ENFORCE_STRONG_AUTHENTICATION' AND lower(${event.parameter('NEW_VALUE')}) IN ('false', 'off', 'not enforced', ''))`
  const setting = sql`arrayStringConcat(arrayFilter(text -> text != '', [${event.parameter('SETTING_NAME')}, ${event.parameter('NEW_VALUE')}]), ': ')`
  return {
    table: 'account_event',
    where: sql`NOT ${isSignIn} AND ${event.name} != '' AND ${isDate(field('id', 'time'))}`,
    columns: {
      time: date(field('id', 'time')),
      directory: raw("'google'"),
      tenant: field('id', 'customerId'),
      account: lower(
        firstText(
          event.parameter('USER_EMAIL'),
          event.parameter('affected_email_address'),
          // What people do to their own account names no other.
          sql`if(${field('id', 'applicationName')} IN ('login', 'user_accounts', 'mobile', 'token'), ${field('actor', 'email')}, '')`,
        ),
      ),
      actor: lower(firstText(field('actor', 'email'), field('actor', 'key'))),
      activity: sql`if(${off}, 'mfa-disabled', ${activity})`,
      detail: firstText(event.parameter('ROLE_NAME'), setting, event.parameter('app_name'), event.parameter('DEVICE_COMPROMISED_STATE')),
      src_ip: field('ipAddress'),
      outcome: raw("'success'"),
      event: event.name,
    },
  }
}
