import type { LineLoad } from '../../base/line-plan.ts'
import { join, raw, type Sql, sql } from '../../base/sql.ts'
import { factorExpression } from '../factor-name.ts'
import { date, decimal, isDate, lower } from '../fields.ts'
import { firstText } from '../json-record.ts'
import { entraMethods } from './factors.ts'
import type { Where } from './record.ts'

/** Protocols that cannot ask for a second factor: https://learn.microsoft.com/entra/identity/conditional-access/policy-block-legacy-authentication */
const legacyClients = [
  'Authenticated SMTP',
  'Autodiscover',
  'Exchange ActiveSync',
  'Exchange Online PowerShell',
  'Exchange Web Services',
  'IMAP4',
  'IMAP',
  'MAPI Over HTTP',
  'Offline Address Book',
  'Other clients',
  'Outlook Anywhere (RPC over HTTP)',
  'Outlook Service',
  'POP3',
  'POP',
  'Reporting Web Services',
  'SMTP',
]
const modernClients = ['Browser', 'Mobile Apps and Desktop clients']

/**
 * Error codes that say more than “failed”: https://learn.microsoft.com/entra/identity-platform/reference-error-codes.
 * Something more was asked of the user (a second factor, consent, a choice of account), or a policy or lock-out refused.
 */
const asked = ['50055', '50072', '50074', '50076', '50079', '50097', '50125', '50127', '50129', '50140', '50144', '50158', '50203', '65001', '16000', '16001']
const refused = ['50053', '50057', '53000', '53001', '53002', '53003', '53004', '53009', '53010', '53011', '53031', '530032', '530034']

/** Categories of diagnostic settings that are sign-ins. */
export const signInCategories = [
  'SignInLogs',
  'NonInteractiveUserSignInLogs',
  'ServicePrincipalSignInLogs',
  'ManagedIdentitySignInLogs',
  'ADFSSignInLogs',
  'MicrosoftServicePrincipalSignInLogs',
]

export function signInLoad({ body, around }: Where, enveloped: boolean): LineLoad {
  const time = firstText(body('createdDateTime'), around('time'))
  const code = firstText(body('status', 'errorCode'), around('resultType'))
  const success = sql`${code} = '0'`
  const byWorkload = sql`(${body('servicePrincipalId')} != '' AND ${body('userId')} = '')`
  const steps = steppedThrough({ body, around }, success)
  const which = enveloped ? sql`${around('category')} IN (${signInCategories})` : sql`${body('createdDateTime')} != '' AND ${body('activityDateTime')} = ''`
  return {
    table: 'sign_in',
    where: sql`${which} AND ${isDate(time)}`,
    columns: {
      time: date(time),
      directory: raw("'entra'"),
      tenant: firstText(around('tenantId'), body('resourceTenantId')),
      account: lower(firstText(body('userPrincipalName'), body('servicePrincipalName'), body('servicePrincipalId'))),
      account_id: firstText(body('userId'), body('servicePrincipalId')),
      session_id: body('sessionId'),
      src_ip: firstText(body('ipAddress'), around('callerIpAddress')),
      country: body('location', 'countryOrRegion'),
      city: body('location', 'city'),
      latitude: decimal(body('location', 'geoCoordinates', 'latitude')),
      longitude: decimal(body('location', 'geoCoordinates', 'longitude')),
      device_id: body('deviceDetail', 'deviceId'),
      device: firstText(body('deviceDetail', 'displayName'), body('deviceDetail', 'operatingSystem')),
      user_agent: body('userAgent'),
      application: sql`if(${byWorkload}, ${firstText(body('resourceDisplayName'), body('appDisplayName'))}, ${firstText(body('appDisplayName'), body('resourceDisplayName'))})`,
      client: firstText(body('clientAppUsed'), sql`if(${body('authenticationProtocol')} = 'none', '', ${body('authenticationProtocol')})`),
      legacy: sql`multiIf(${body('clientAppUsed')} IN (${legacyClients}) OR lower(${body('authenticationProtocol')}) = 'ropc', true,
        ${body('clientAppUsed')} IN (${modernClients}) OR ${byWorkload}, false, NULL)`,
      kind: kindOf({ body, around }, byWorkload),
      outcome: sql`multiIf(${code} = '', 'unknown', ${success}, 'success', ${code} IN (${asked}), 'challenge', ${code} IN (${refused}), 'blocked', 'failure')`,
      reason: reasonOf({ body, around }, code, success),
      mfa: sql`if(${byWorkload}, NULL, ${steps.mfa})`,
      factor: steps.factor,
      mfa_result: sql`if(${byWorkload}, '', ${steps.result})`,
      risk: riskOf(body),
      event: enveloped ? around('category') : sql`if(empty(${body('signInEventTypes')}), 'signIn', arrayStringConcat(${body('signInEventTypes')}, ','))`,
    },
  }
}

function kindOf({ body, around }: Where, byWorkload: Sql): Sql {
  const category = sql`concat(${around('category')}, ' ', arrayStringConcat(${body('signInEventTypes')}, ' '))`
  const managed = sql`(${category} ILIKE '%managedIdentity%' OR ${body('managedIdentityType')} NOT IN ('', 'none'))`
  const still = sql`(${category} ILIKE '%nonInteractive%' OR ${body('isInteractive')} = 'false')`
  return sql`multiIf(${managed}, 'workload', ${byWorkload}, 'service', ${still}, 'non-interactive', 'interactive')`
}

/** Why it failed, with its code; of a success, what made it risky. */
function reasonOf({ body, around }: Where, code: Sql, success: Sql): Sql {
  const why = firstText(body('status', 'failureReason'), around('resultDescription'), body('status', 'additionalDetails'))
  const risks = sql`arrayStringConcat(if(empty(${body('riskEventTypes_v2')}), ${body('riskEventTypes')}, ${body('riskEventTypes_v2')}), ', ')`
  return sql`if(${success}, ${risks}, trim(concat(${code}, ' ', if(${why} = 'Other.', '', ${why}))))`
}

/** The graver of the two levels; nothing where the directory or an administrator found it harmless. */
function riskOf(body: Where['body']): Sql {
  const levels = sql`[${join([body('riskLevelDuringSignIn'), body('riskLevelAggregated')])}]`
  const harmless = sql`${body('riskState')} IN ('dismissed', 'remediated', 'confirmedSafe')`
  return sql`multiIf(${harmless}, 'none', has(${levels}, 'high'), 'high', has(${levels}, 'medium'), 'medium', has(${levels}, 'low'), 'low', has(${levels}, 'none'), 'none', '')`
}

/** What the steps of a sign-in say of the second factor. */
function steppedThrough({ body, around }: Where, success: Sql): { readonly mfa: Sql; readonly factor: Sql; readonly result: Sql } {
  const details = body('authenticationDetails')
  const method = (step: string) => factorExpression(raw(`tupleElement(${step}, 'authenticationMethod')`), entraMethods)
  const used = sql`arrayLast(factor -> factor != '', arrayMap(step -> ${method('step')}, arrayFilter(step -> tupleElement(step, 'succeeded') = 'true', ${details})))`
  const tried = sql`arrayLast(factor -> factor != '', arrayMap(step -> ${method('step')}, ${details}))`
  const factor = firstText(used, tried, factorExpression(body('mfaDetail', 'authMethod'), entraMethods))
  // The words of the directory, of every step and of the whole.
  const said = sql`lower(concat(arrayStringConcat(arrayMap(step -> tupleElement(step, 'authenticationStepResultDetail'), ${details}), '; '), '; ',
    ${body('status', 'additionalDetails')}, '; ', ${body('status', 'failureReason')}, '; ', ${around('resultDescription')}))`
  const byClaim = sql`(position(${said}, 'satisfied by claim') > 0 OR position(${said}, 'previously satisfied') > 0)`
  const demanded = sql`${body('authenticationRequirement')} = 'multiFactorAuthentication'`
  const completed = sql`(${used} != '' OR position(${said}, 'mfa completed') > 0 OR position(${said}, 'mfa successfully completed') > 0)`
  const result = sql`multiIf(
    match(${said}, 'fraud'), 'fraud',
    match(${said}, 'user declined|denied the authentication|user denied'), 'denied',
    match(${said}, 'timed out|did not respond|timeout'), 'timeout',
    match(${said}, 'mfa denied') OR ${firstText(body('status', 'errorCode'), around('resultType'))} = '500121', 'failed',
    ${completed}, 'satisfied', ${byClaim}, 'by-claim',
    ${success} AND ${demanded}, 'satisfied',
    ${success} AND ${body('authenticationRequirement')} = 'singleFactorAuthentication', 'not-required', '')`
  return {
    factor,
    result,
    mfa: sql`multiIf(${success} AND (${demanded} OR ${completed} OR ${byClaim}), true,
      ${success} AND ${body('authenticationRequirement')} = 'singleFactorAuthentication', false, NULL)`,
  }
}
