import type { LinePlan } from '../../base/line-plan.ts'
import { sql } from '../../base/sql.ts'
import type { Format, Head } from '../format.ts'
import { neighbours } from './dns.ts'
import { eventTypes, eveTables, loads } from './events.ts'
import { record } from './record.ts'

export const suricata: Format = {
  name: 'suricata',
  title: 'Suricata EVE (eve.json)',
  origin: 'The eve.json of a Suricata sensor, by default in /var/log/suricata, rotated and compressed or not: one JSON record a line.',
  fills: eveTables,
  recognise: (head) => (firstLines(head).some(isEve) ? 0.95 : 0),
  plan: () => plan,
}

const plan: LinePlan = {
  parse: sql`tuple(${record}, ${neighbours(record)})`,
  ignore: sql`trim(line) = '' OR JSONExtractString(line, 'event_type') NOT IN (${['', ...eventTypes]})`,
  loads,
}

function firstLines(head: Head): readonly string[] {
  return head.text.split('\n', 20).filter((line) => line.startsWith('{'))
}

/** An EVE record has its time, its type, and an object of that name (`"event_type":"dns" … "dns":{…}`). */
function isEve(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value !== 'object' || value === null) return false
    const members = value as Readonly<Record<string, unknown>>
    const type = members.event_type
    return typeof members.timestamp === 'string' && typeof type === 'string' && typeof members[type] === 'object' && members[type] !== null
  } catch {
    return false
  }
}
