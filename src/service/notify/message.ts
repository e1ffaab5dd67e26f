import { printable, some } from '../../base/text.ts'
import { shortTime } from '../../base/time.ts'
import { severityNames } from '../../model/finding.ts'
import type { Incident } from '../../model/incident.ts'

/** What is sent, whatever the way: plain texts, safe to print. */
export interface Message {
  readonly kind: 'incident' | 'test'
  readonly subject: string
  readonly text: string
  /** 1…5 */
  readonly severity: number
  readonly incident?: {
    readonly id: string
    readonly title: string
    readonly says: string
    readonly first: string
    readonly last: string
    readonly link: string
  }
}

/** Tells of an incident: the conclusion, where, what to do, and where to look. Hosts are named: channels go to the organisation's own people. */
export function incidentMessage(incident: Incident, console: URL): Message {
  const { id, title, says, severity, first, last, about, advice } = incident
  const word = severityNames[severity - 1] ?? ''
  const link = new URL(`/incidents/${encodeURIComponent(id)}`, console).href
  const hosts = about.filter(({ kind }) => kind === 'host').map((entity) => printable(entity.id, 60))
  const lines = [
    printable(says, 1000),
    '',
    `Severity: ${word}`,
    `Seen: ${shortTime(first)} to ${shortTime(last)} UTC`,
    ...(hosts.length > 0 ? [`Hosts: ${some(hosts, 10)}`] : []),
    ...(advice[0] === undefined ? [] : ['', `Do now: ${printable(advice[0], 500)}`]),
    '',
    link,
  ]
  return {
    kind: 'incident',
    subject: `[Gatehouse] ${word}: ${printable(title, 150)}`,
    text: lines.join('\n'),
    severity,
    incident: { id, title: printable(title, 300), says: printable(says, 1000), first, last, link },
  }
}

/** What the button “send a test message” sends. */
export function testMessage(console: URL): Message {
  return { kind: 'test', subject: '[Gatehouse] Test message', text: `Notifications of incidents will come this way.\n\n${console.href}`, severity: 1 }
}
