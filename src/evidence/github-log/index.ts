import type { LinePlan } from '../../base/line-plan.ts'
import { raw, sql } from '../../base/sql.ts'
import { date, epoch, isDate, isEpoch, lower } from '../fields.ts'
import type { Format, Head } from '../format.ts'
import { firstRecords } from '../json-list.ts'
import { firstText, jsonRecord, matching, part, texts } from '../json-record.ts'

export const githubLog: Format = {
  name: 'github-log',
  title: 'GitHub audit log',
  origin:
    'The audit log of a GitHub organisation or enterprise: /orgs/ORG/audit-log, its export as JSON, or the stream to storage; also written by gatehouse collect github.',
  fills: ['sign_in', 'account_event'],
  lists: [],
  recognise,
  plan: () => plan,
}

/** https://docs.github.com/organizations/keeping-your-organization-secure/managing-security-settings-for-your-organization/audit-log-events-for-your-organization */
const activities: readonly (readonly [pattern: string, activity: string])[] = [
  ['^two_factor_authentication\\.(enabled|add_factor)|passkey\\.(register|create)|security_key\\.register', 'factor-added'],
  ['^two_factor_authentication\\.(disabled|remove_factor)|passkey\\.(remove|delete)|security_key\\.remove', 'factor-removed'],
  ['two_factor_authentication\\.recovery_codes|^account_recovery_token', 'bypass-granted'],
  ['disable_two_factor_requirement', 'mfa-disabled'],
  ['enable_two_factor_requirement', 'mfa-enforced'],
  ['^(org|business)\\.(update_member|add_admin|add_owner)|^role\\.|moderators\\.add|^organization_role\\.assign', 'role-added'],
  ['^business\\.remove_admin|moderators\\.remove|^organization_role\\.revoke', 'role-removed'],
  ['^org\\.(add_member|invite_member)|^repo\\.add_member', 'account-created'],
  ['^org\\.(remove_member|remove_outside_collaborator)|^repo\\.remove_member', 'account-removed'],
  ['^user\\.suspend', 'account-disabled'],
  ['^user\\.unsuspend', 'account-enabled'],
  ['^user\\.(forgot_password|password_reset)', 'password-reset'],
  ['^user\\.change_password', 'password-changed'],
  ['sso_session\\.revoke|^user_session\\.revoke', 'session-revoked'],
  [
    '(personal_access_token|oauth_access|oauth_authorization|public_key|deploy_key|integration_secret|.*api_token).*\\.?(create|access_granted|request_created|authorize)',
    'key-created',
  ],
  [
    'saml|oauth_app_restrictions|ip_allow_list|ruleset|protected_branch|sso\\.|oidc|secret_scanning|dependabot|advanced_security|default_workflow_permissions',
    'policy-changed',
  ],
]

const signInActions = ['user.login', 'user.failed_login', 'org.sso_response', 'business.sso_response', 'enterprise.sso_response']

const record = {
  ...texts(
    '@timestamp',
    'at_sign_timestamp',
    'created_at',
    'action',
    'actor',
    'actor_id',
    'user',
    'user_id',
    'org',
    'business',
    'repo',
    'name',
    'actor_ip',
    'user_agent',
  ),
  ...texts('permission', 'old_permission', 'role', 'external_identity_nameid', 'operation_type'),
  actor_location: texts('country_code'),
}
const field = (...path: readonly string[]) => part(raw('row'), ...path)
/** Milliseconds since 1970; in tables exported in between, a date. */
const told = firstText(field('@timestamp'), field('created_at'), field('at_sign_timestamp'))
const seconds = sql`toString(toFloat64OrZero(${told}) / 1000)`
const isNumber = sql`(toFloat64OrZero(${told}) > 0 AND ${isEpoch(seconds)})`
const isTimed = sql`(${isNumber} OR ${isDate(told)})`
const isSignIn = sql`${field('action')} IN (${signInActions})`
const common = {
  time: sql`if(${isNumber}, ${epoch(seconds)}, ${date(told)})`,
  directory: raw("'github'"),
  tenant: firstText(field('org'), field('business')),
  src_ip: field('actor_ip'),
  user_agent: field('user_agent'),
  event: field('action'),
}

const plan: LinePlan = {
  parse: jsonRecord(record),
  ignore: sql`trim(line) = ''`,
  loads: [
    {
      table: 'sign_in',
      where: sql`${isSignIn} AND ${isTimed}`,
      columns: {
        ...common,
        account: lower(firstText(field('actor'), field('user'))),
        account_id: field('actor_id'),
        country: field('actor_location', 'country_code'),
        kind: raw("'interactive'"),
        client: sql`if(${field('action')} LIKE '%sso_response', 'SSO', 'web')`,
        outcome: sql`if(${field('action')} = 'user.failed_login', 'failure', 'success')`,
      },
    },
    {
      table: 'account_event',
      where: sql`NOT ${isSignIn} AND ${field('action')} != '' AND ${isTimed}`,
      columns: {
        ...common,
        account: lower(field('user')),
        account_id: field('user_id'),
        actor: lower(field('actor')),
        activity: matching(field('action'), activities, 'other'),
        detail: firstText(field('permission'), field('role'), field('name'), field('repo')),
        outcome: raw("'success'"),
      },
    },
  ],
}

function recognise(head: Head): number {
  const isEntry = (entry: Readonly<Record<string, unknown>>) =>
    typeof entry.action === 'string' &&
    /^[a-z_]+\.[a-z_.]+$|^[a-z_]+_[a-z_]+$/.test(entry.action) &&
    !('username' in entry) &&
    ('created_at' in entry || '@timestamp' in entry || 'at_sign_timestamp' in entry)
  const entries = firstRecords(head, []).filter(isEntry)
  if (entries.length === 0) return 0
  return entries.some((entry) => 'actor' in entry || '_document_id' in entry) ? 0.85 : 0.55
}
