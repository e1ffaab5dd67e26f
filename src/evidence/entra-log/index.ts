import type { LinePlan } from '../../base/line-plan.ts'
import { sql } from '../../base/sql.ts'
import type { Format, Head } from '../format.ts'
import { firstRecords } from '../json-list.ts'
import { members } from '../json-text.ts'
import { auditLoad } from './audits.ts'
import { recordOf, whereIn } from './record.ts'
import { signInCategories, signInLoad } from './sign-ins.ts'

const lists = ['value', 'records']

export const entraLog: Format = {
  name: 'entra-log',
  title: 'Microsoft Entra sign-in and audit logs',
  origin:
    'Microsoft Graph auditLogs/signIns and auditLogs/directoryAudits (pages or JSON lines, also written by gatehouse collect entra), or the log files of diagnostic settings.',
  fills: ['sign_in', 'account_event'],
  lists,
  recognise,
  plan,
}

const categories = [...signInCategories, 'AuditLogs']

function recognise(head: Head): number {
  return firstRecords(head, lists).some((record) => isEnveloped(record) || isBare(record)) ? 0.95 : 0
}

function isEnveloped(record: Readonly<Record<string, unknown>>): boolean {
  const known = typeof record.category === 'string' && categories.includes(record.category)
  return known && members(record.properties) !== undefined && 'time' in record
}

function isBare(record: Readonly<Record<string, unknown>>): boolean {
  if ('activityDateTime' in record) return 'targetResources' in record || 'initiatedBy' in record
  return 'createdDateTime' in record && 'appDisplayName' in record && ('userPrincipalName' in record || 'servicePrincipalId' in record) && 'status' in record
}

const plans = { enveloped: planOf(true), bare: planOf(false) }

function plan(head: Head): LinePlan {
  return firstRecords(head, lists).some(isEnveloped) ? plans.enveloped : plans.bare
}

function planOf(enveloped: boolean): LinePlan {
  const where = whereIn(enveloped)
  // Other categories of the same folder (provisioning, risky users, activity of Graph) feed no table.
  const others = sql`JSONExtractString(line, 'category') NOT IN (${['', ...categories]}) AND JSONExtractString(line, 'category') != ''`
  return {
    parse: recordOf(enveloped),
    ignore: enveloped ? sql`trim(line) = '' OR (${others})` : sql`trim(line) = ''`,
    loads: [signInLoad(where, enveloped), auditLoad(where, enveloped)],
  }
}
