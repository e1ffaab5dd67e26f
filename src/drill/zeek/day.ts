import { daySeconds } from '../calendar.ts'
import type { Contact, Organisation } from '../organisation.ts'
import { labelOf, type Random, stream } from '../random.ts'
import { ports } from '../site.ts'
import { leases } from './leases.ts'
import { connLine, dnsConnLine, dnsLine, fileLine, httpLine, type Seen, softwareLine, sslLine } from './lines.ts'
import { identifier, type LogName, logNames, logText, shapes } from './log.ts'

export type DayLogs = Readonly<Record<LogName, string>>

/** One day of a sensor's logs, as text. */
export function dayLogs(organisation: Organisation, day: number): DayLogs {
  const lines = Object.fromEntries(logNames.map((name) => [name, [] as string[]])) as Record<LogName, string[]>
  const random = stream([organisation.options.seed, 1201, day])
  const known = new Set<string>()
  const resolver = organisation.hosts[0]?.ip ?? ''
  for (const contact of organisation.contactsOn(day)) {
    if (contact.lookup) lookUp(lines, contact, resolver, random)
    connect(lines, contact, known, random)
  }
  lines.dhcp.push(...leases(organisation, day))
  const opened = organisation.start + day * daySeconds
  return Object.fromEntries(logNames.map((name) => [name, logText(shapes[name], sorted(lines[name]), opened, opened + daySeconds)])) as Record<LogName, string>
}

/** Each line begins with its time, in as many digits as any other: text order is time order. */
function sorted(lines: string[]): readonly string[] {
  return lines.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
}

function lookUp(lines: Record<LogName, string[]>, contact: Contact, resolver: string, random: Random): void {
  const rtt = random.between(0.002, 0.06)
  const seen: Seen = {
    time: contact.time - rtt - random.between(0.0005, 0.004),
    uid: identifier('C', () => random.word()),
    port: ephemeral(random),
    fuid: '',
  }
  const transaction = random.below(65_536)
  lines.conn.push(dnsConnLine(contact, seen, resolver, rtt))
  lines.dns.push(dnsLine(contact, seen, resolver, rtt, transaction))
}

function connect(lines: Record<LogName, string[]>, contact: Contact, known: Set<string>, random: Random): void {
  const { visit } = contact
  const seen: Seen = { time: contact.time, uid: identifier('C', () => random.word()), port: ephemeral(random), fuid: identifier('F', () => random.word()) }
  lines.conn.push(connLine(contact, seen))
  if (visit.denied) return
  const { protocol } = visit.site.traffic
  if (protocol === 'tls') lines.ssl.push(sslLine(contact, seen, labelOf(visit.name)))
  if (protocol === 'http') lines.http.push(httpLine(contact, seen, random))
  if (visit.file && protocol !== 'tls' && contact.time === visit.first) lines.files.push(fileLine(contact, seen, ports[protocol]))
  // The sensor reports a program once a day for each address.
  const key = `${contact.source} ${contact.agent}`
  if (protocol !== 'http' || known.has(key)) return
  known.add(key)
  const line = softwareLine(contact, seen)
  if (line) lines.software.push(line)
}

function ephemeral(random: Random): number {
  return 49_152 + random.below(16_384)
}
