import type { LineLoad } from '../../base/line-plan.ts'
import { raw, type Sql, sql } from '../../base/sql.ts'
import { lower } from '../fields.ts'
import { firstText, matching } from '../json-record.ts'
import { field, isTimed, time } from './authentications.ts'

/** https://duo.com/docs/adminapi#administrator-logs */
const activities: readonly (readonly [pattern: string, activity: string])[] = [
  ['^bypass_(create|view)', 'bypass-granted'],
  ['^(phone|hardtoken|u2ftoken|webauthncredential|desktoptoken)_(create|associate|attach)', 'factor-added'],
  ['^(phone|hardtoken|u2ftoken|webauthncredential|desktoptoken)_(delete|disassociate|detach)', 'factor-removed'],
  ['^(user_create|create_user|user_import)', 'account-created'],
  ['^user_(delete|mark_deleted)', 'account-removed'],
  ['^admin_reset_password', 'password-reset'],
  ['^admin_(create|activate)', 'role-added'],
  ['^admin_(delete|inactivate)', 'role-removed'],
  ['^(integration|admin_api)_(create|skey_view|skey_bulk_view)', 'key-created'],
  ['polic(y|ies)|factor_restrictions|single_sign_on|^customer_update', 'policy-changed'],
]

/** Status of a user as the change says it: bypass lets in without a second factor. */
const status = sql`lower(JSONExtractString(${field('description')}, 'status'))`
const isUser = sql`startsWith(${field('action')}, 'user_') OR startsWith(${field('action')}, 'bypass_')`

export const administration: LineLoad = {
  table: 'account_event',
  where: sql`${field('action')} != '' AND ${isTimed}`,
  columns: {
    time,
    directory: raw("'duo'"),
    account: sql`if(${isUser}, ${lower(field('object'))}, '')`,
    actor: lower(field('username')),
    activity: sql`multiIf(${status} = 'bypass', 'bypass-granted', ${status} = 'disabled', 'account-disabled', ${status} = 'active', 'account-enabled', ${matching(field('action'), activities, 'other')})`,
    // Only these members: others may hold codes and keys.
    detail: firstText(sql`if(${isUser}, '', ${field('object')})`, ...['status', 'factor', 'role', 'type'].map(said)),
    src_ip: firstText(said('ip_address'), field('host')),
    outcome: raw("'success'"),
    event: field('action'),
  },
}

function said(member: string): Sql {
  return sql`JSONExtractString(${field('description')}, ${member})`
}
