import type { LinePlan } from '../../base/line-plan.ts'
import { sql } from '../../base/sql.ts'
import type { Format, Head } from '../format.ts'
import { firstRecords } from '../json-list.ts'
import { members } from '../json-text.ts'
import { administration } from './administration.ts'
import { authentications, record } from './authentications.ts'

const lists = ['authlogs', 'response', 'items']

export const duoLog: Format = {
  name: 'duo-log',
  title: 'Duo authentication and administrator logs',
  origin: 'Authentication logs (version 2) and administrator logs of the Duo Admin API, as answers of the API or JSON lines.',
  fills: ['sign_in', 'account_event'],
  lists,
  recognise,
  plan: () => plan,
}

const plan: LinePlan = { parse: record, ignore: sql`trim(line) = ''`, loads: [authentications, administration] }

function recognise(head: Head): number {
  return firstRecords(head, lists).some((entry) => isAuthentication(entry) || isAdministration(entry)) ? 0.9 : 0
}

function isAuthentication(entry: Readonly<Record<string, unknown>>): boolean {
  return 'factor' in entry && 'result' in entry && 'reason' in entry && (members(entry.user) !== undefined || 'access_device' in entry)
}

function isAdministration(entry: Readonly<Record<string, unknown>>): boolean {
  return typeof entry.action === 'string' && 'username' in entry && 'description' in entry && ('isotimestamp' in entry || 'timestamp' in entry)
}
