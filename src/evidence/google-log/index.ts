import type { LinePlan } from '../../base/line-plan.ts'
import { sql } from '../../base/sql.ts'
import type { Format, Head } from '../format.ts'
import { firstRecords } from '../json-list.ts'
import { members } from '../json-text.ts'
import { eventLoads } from './events.ts'
import { record } from './record.ts'
import { signIns } from './sign-ins.ts'

const lists = ['items']

export const googleLog: Format = {
  name: 'google-log',
  title: 'Google Workspace login and admin activities',
  origin:
    'Activities of the Admin SDK Reports API (applications login, admin, user_accounts, saml, token, mobile), as pages or JSON lines; also written by gatehouse collect google.',
  fills: ['sign_in', 'account_event'],
  lists,
  recognise,
  plan: () => plan,
}

/** Applications whose activities concern accounts; what happens to mail and files is not read. */
const applications = [
  'login',
  'admin',
  'user_accounts',
  'saml',
  'token',
  'mobile',
  'groups',
  'groups_enterprise',
  'logout',
  'context_aware_access',
  'access_transparency',
]

const plan: LinePlan = {
  parse: record,
  ignore: sql`trim(line) = '' OR JSONExtractString(line, 'id', 'applicationName') NOT IN (${['', ...applications]})`,
  loads: [signIns, ...eventLoads],
}

function recognise(head: Head): number {
  const isActivity = (entry: Readonly<Record<string, unknown>>) =>
    typeof members(entry.id)?.applicationName === 'string' &&
    ('events' in entry || ('name' in entry && 'type' in entry) || entry.kind === 'admin#reports#activity')
  return firstRecords(head, lists).some(isActivity) ? 0.95 : 0
}
