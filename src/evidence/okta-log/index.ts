import type { LinePlan } from '../../base/line-plan.ts'
import { sql } from '../../base/sql.ts'
import type { Format, Head } from '../format.ts'
import { firstRecords } from '../json-list.ts'
import { members } from '../json-text.ts'
import { events } from './events.ts'
import { record } from './record.ts'
import { signIns } from './sign-ins.ts'

export const oktaLog: Format = {
  name: 'okta-log',
  title: 'Okta System Log',
  origin: 'The System Log of an Okta organisation (/api/v1/logs), as JSON list or lines; also written by gatehouse collect okta.',
  fills: ['sign_in', 'account_event'],
  lists: [],
  recognise,
  plan: () => plan,
}

const plan: LinePlan = { parse: record, ignore: sql`trim(line) = ''`, loads: [signIns, events] }

function recognise(head: Head): number {
  const isLog = (entry: Readonly<Record<string, unknown>>) =>
    typeof (entry.eventType ?? entry.eventtype) === 'string' &&
    members(entry.actor) !== undefined &&
    'published' in entry &&
    ('severity' in entry || 'uuid' in entry)
  return firstRecords(head, []).some(isLog) ? 0.95 : 0
}
