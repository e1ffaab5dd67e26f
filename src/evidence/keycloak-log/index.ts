import type { LinePlan } from '../../base/line-plan.ts'
import { raw, sql } from '../../base/sql.ts'
import { factorExpression } from '../factor-name.ts'
import { epoch, isEpoch, lower } from '../fields.ts'
import type { Format, Head } from '../format.ts'
import { firstRecords } from '../json-list.ts'
import { firstText, jsonRecord, matching, part, texts } from '../json-record.ts'
import { keycloakFactors } from '../keycloak-factors.ts'

export const keycloakLog: Format = {
  name: 'keycloak-log',
  title: 'Keycloak events',
  origin:
    'Login events and admin events of a Keycloak realm (/admin/realms/REALM/events and /admin-events), as lists or JSON lines; also written by gatehouse collect keycloak.',
  fills: ['sign_in', 'account_event'],
  lists: [],
  recognise,
  plan: () => plan,
}

/** https://www.keycloak.org/docs-api/latest/javadocs/org/keycloak/events/EventType.html; an admin event is named by operation and resource. */
const activities: readonly (readonly [pattern: string, activity: string])[] = [
  ['^(UPDATE_TOTP|UPDATE_CREDENTIAL)$', 'factor-added'],
  ['^(REMOVE_TOTP|REMOVE_CREDENTIAL)$', 'factor-removed'],
  ['^(UPDATE_PASSWORD)$', 'password-changed'],
  ['^(RESET_PASSWORD|SEND_RESET_PASSWORD)$|^ACTION USER .*/reset-password', 'password-reset'],
  ['^REGISTER$|^CREATE USER ', 'account-created'],
  ['^DELETE_ACCOUNT$|^DELETE USER ', 'account-removed'],
  ['^USER_DISABLED_BY', 'account-locked'],
  ['^DELETE USER .*/credentials|^DELETE CREDENTIAL', 'factor-removed'],
  ['^CREATE (REALM|CLIENT)_ROLE_MAPPING', 'role-added'],
  ['^DELETE (REALM|CLIENT)_ROLE_MAPPING', 'role-removed'],
  ['^(LOGOUT|REVOKE_GRANT)$', 'session-revoked'],
  ['^IMPERSONATE$', 'session-started'],
  ['REQUIRED_ACTION|AUTH_(FLOW|EXECUTION)|^UPDATE REALM|IDENTITY_PROVIDER', 'policy-changed'],
  ['CLIENT .*client-secret', 'key-created'],
]

/** Events that are sign-ins; a token that is refreshed is one without a user. */
const signIns = [
  'LOGIN',
  'LOGIN_ERROR',
  'CLIENT_LOGIN',
  'CLIENT_LOGIN_ERROR',
  'REFRESH_TOKEN',
  'REFRESH_TOKEN_ERROR',
  'CODE_TO_TOKEN',
  'CODE_TO_TOKEN_ERROR',
  'IDENTITY_PROVIDER_LOGIN',
  'IDENTITY_PROVIDER_LOGIN_ERROR',
]

const record = {
  ...texts('time', 'type', 'realmId', 'realmName', 'clientId', 'userId', 'sessionId', 'ipAddress', 'error', 'operationType', 'resourceType', 'resourcePath'),
  details: texts('username', 'auth_method', 'credential_type', 'remember_me', 'identity_provider', 'selected_credential_id'),
  authDetails: texts('userId', 'ipAddress', 'clientId'),
}
const field = (...path: readonly string[]) => part(raw('row'), ...path)
const seconds = sql`toString(toFloat64OrZero(${field('time')}) / 1000)`
const isTimed = sql`(toFloat64OrZero(${field('time')}) > 0 AND ${isEpoch(seconds)})`
const isSignIn = sql`${field('type')} IN (${signIns})`
const isError = sql`endsWith(${field('type')}, '_ERROR')`
const event = sql`if(${field('type')} != '', ${field('type')}, concat(${field('operationType')}, ' ', ${field('resourceType')}))`
const otp = sql`(${field('error')} IN ('invalid_user_credentials', 'invalid_totp') AND ${field('details', 'credential_type')} NOT IN ('', 'password'))`
const common = {
  time: epoch(seconds),
  directory: raw("'keycloak'"),
  tenant: firstText(field('realmName'), field('realmId')),
  session_id: field('sessionId'),
  src_ip: firstText(field('ipAddress'), field('authDetails', 'ipAddress')),
  event,
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
        account: lower(firstText(field('details', 'username'), sql`if(startsWith(${field('type')}, 'CLIENT_LOGIN'), ${field('clientId')}, '')`)),
        account_id: field('userId'),
        application: field('clientId'),
        client: field('details', 'auth_method'),
        kind: sql`multiIf(startsWith(${field('type')}, 'CLIENT_LOGIN'), 'service', match(${field('type')}, '^(REFRESH|CODE_TO)'), 'non-interactive', 'interactive')`,
        outcome: sql`multiIf(NOT ${isError}, 'success', ${field('error')} IN ('user_disabled', 'user_temporarily_disabled'), 'blocked', 'failure')`,
        reason: field('error'),
        factor: factorExpression(field('details', 'credential_type'), keycloakFactors),
        // Events tell of the credential used only where it is not the password.
        mfa: sql`if(NOT ${isError} AND ${factorExpression(field('details', 'credential_type'), keycloakFactors)} != '', true, NULL)`,
        mfa_result: sql`if(${otp}, 'failed', '')`,
      },
    },
    {
      table: 'account_event',
      where: sql`NOT ${isSignIn} AND trim(${event}) != '' AND ${isTimed}`,
      columns: {
        ...common,
        account: lower(field('details', 'username')),
        account_id: firstText(field('userId'), sql`extract(${field('resourcePath')}, '^users/([0-9a-f-]{36})')`),
        actor: firstText(lower(field('details', 'username')), field('authDetails', 'userId')),
        activity: sql`if(${field('details', 'credential_type')} = 'password' AND ${field('type')} LIKE 'UPDATE%', 'password-changed', ${matching(sql`trim(concat(${event}, ' ', ${field('resourcePath')}))`, activities, 'other')})`,
        factor: sql`if(endsWith(${field('type')}, '_TOTP'), 'totp', ${factorExpression(field('details', 'credential_type'), keycloakFactors)})`,
        detail: firstText(field('resourcePath'), field('error')),
        outcome: sql`if(${isError} OR ${field('error')} != '', 'failure', 'success')`,
      },
    },
  ],
}

function recognise(head: Head): number {
  const isEvent = (entry: Readonly<Record<string, unknown>>) =>
    typeof entry.time === 'number' && 'realmId' in entry && (/^[A-Z_]+$/.test(String(entry.type)) || ('operationType' in entry && 'resourceType' in entry))
  return firstRecords(head, []).some(isEvent) ? 0.95 : 0
}
