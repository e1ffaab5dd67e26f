import type { LineLoad } from '../../base/line-plan.ts'
import { raw, type Sql, sql } from '../../base/sql.ts'
import { factorExpression } from '../factor-name.ts'
import { date, isDate, lower } from '../fields.ts'
import { firstText, matching } from '../json-record.ts'
import { entraMethods } from './factors.ts'
import type { Where } from './record.ts'

/** Patterns of activity names, the first that matches counts: https://learn.microsoft.com/entra/identity/monitoring-health/reference-audit-activities */
const activities: readonly (readonly [pattern: string, activity: string])[] = [
  ['^disable strong authentication', 'mfa-disabled'],
  ['^enable strong authentication', 'mfa-enforced'],
  ['fraud reported|reported suspicious activity', 'fraud-reported'],
  ['bypass', 'bypass-granted'],
  ['registered .*security info|^add (passkey|windows hello|fido2|platform credential)|registered .*method', 'factor-added'],
  ['deleted security info|^(delete|remove) (passkey|windows hello|fido2|platform credential)|deleted .*method', 'factor-removed'],
  ['updated security info|require.*re-?regist|reset .*authentication methods', 'factor-reset'],
  ['reset (user )?password|password reset', 'password-reset'],
  ['change (user )?password', 'password-changed'],
  ['^(add|assign) .*(to role|role assignment)', 'role-added'],
  ['^remove .*(from role|role assignment)', 'role-removed'],
  ['^(add user|invite external user)$', 'account-created'],
  ['^enable account', 'account-enabled'],
  ['^disable account', 'account-disabled'],
  ['^(hard )?delete user', 'account-removed'],
  ['revoke sign ?in sessions|stsrefreshtoken|invalidate all refresh tokens', 'session-revoked'],
  ['credentials|certificates and secrets', 'key-created'],
  ['polic(y|ies)|security defaults|named location', 'policy-changed'],
]

/** The conditional-access policy granted access only with a second factor before, and does not any more. */
const demandsFactor = '"builtInControls":\\[[^\\]]*"mfa"'

export function auditLoad({ body, around }: Where, enveloped: boolean): LineLoad {
  const time = firstText(body('activityDateTime'), around('time'))
  const name = firstText(body('activityDisplayName'), around('operationName'))
  const targets = body('targetResources')
  const user = sql`arrayFirst(target -> tupleElement(target, 'userPrincipalName') != '', ${targets})`
  const changes = sql`arrayFlatten(arrayMap(target -> tupleElement(target, 'modifiedProperties'), ${targets}))`
  const lost = sql`arrayExists(change -> match(lower(tupleElement(change, 'oldValue')), lower(${demandsFactor})) AND NOT match(lower(tupleElement(change, 'newValue')), lower(${demandsFactor})), ${changes})`
  const activity = matching(lower(name), activities, 'other')
  const which = enveloped ? sql`${around('category')} = 'AuditLogs'` : sql`${body('activityDateTime')} != ''`
  return {
    table: 'account_event',
    where: sql`${which} AND ${isDate(time)}`,
    columns: {
      time: date(time),
      directory: raw("'entra'"),
      tenant: around('tenantId'),
      account: lower(sql`tupleElement(${user}, 'userPrincipalName')`),
      account_id: sql`if(tupleElement(${user}, 'id') != '', tupleElement(${user}, 'id'), tupleElement(${targets}[1], 'id'))`,
      actor: lower(firstText(body('initiatedBy', 'user', 'userPrincipalName'), body('initiatedBy', 'app', 'displayName'), body('initiatedBy', 'user', 'id'))),
      activity: sql`if(${activity} = 'policy-changed' AND ${lost}, 'mfa-disabled', ${activity})`,
      factor: sql`if(${activity} LIKE 'factor-%', ${factorIn(body('resultReason'))}, '')`,
      detail: detailOf(body, changes),
      src_ip: firstText(body('initiatedBy', 'user', 'ipAddress'), body('ipAddress'), around('callerIpAddress')),
      outcome: sql`multiIf(${body('result')} = 'success', 'success', ${body('result')} IN ('failure', 'timeout'), 'failure', 'unknown')`,
      user_agent: firstText(
        body('userAgent'),
        sql`tupleElement(arrayFirst(detail -> tupleElement(detail, 'key') = 'User-Agent', ${body('additionalDetails')}), 'value')`,
      ),
      event: name,
    },
  }
}

/** `User registered Authenticator App with Notification and Code` names the method in words. */
function factorIn(reason: Sql): Sql {
  const words = sql`lower(${reason})`
  return sql`multiIf(match(${words}, 'fido2|security key'), 'fido2', match(${words}, 'passkey'), 'passkey', match(${words}, 'windows hello'), 'windows-hello',
    match(${words}, 'temporary access pass'), 'temporary-pass', match(${words}, 'authenticator app with notification|notification'), 'push-number',
    match(${words}, 'hardware'), 'hardware-otp', match(${words}, 'authenticator|code|oath'), 'totp', match(${words}, 'certificate'), 'certificate',
    match(${words}, 'app password'), 'app-password', match(${words}, 'email'), 'email', match(${words}, 'question'), 'security-question',
    match(${words}, 'sms|text'), 'sms', match(${words}, 'phone|mobile|call'), 'voice', ${factorExpression(reason, entraMethods)})`
}

/** The role, the policy or the group concerned, and the reason given. No other value of a change is kept: some are secrets. */
function detailOf(body: Where['body'], changes: Sql): Sql {
  const role = sql`trim(BOTH '"' FROM tupleElement(arrayFirst(change -> tupleElement(change, 'displayName') = 'Role.DisplayName' AND tupleElement(change, 'newValue') NOT IN ('', 'null'), ${changes}), 'newValue'))`
  const things = sql`arrayStringConcat(arrayDistinct(arrayFilter(text -> text != '', arrayMap(target -> if(tupleElement(target, 'userPrincipalName') = '', tupleElement(target, 'displayName'), ''), ${body('targetResources')}))), ', ')`
  return sql`arrayStringConcat(arrayDistinct(arrayFilter(text -> text != '', [${role}, ${things}, ${body('resultReason')}])), ': ')`
}
