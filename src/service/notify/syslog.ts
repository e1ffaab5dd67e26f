import { connect as connectPlain, type Socket } from 'node:net'
import { hostname } from 'node:os'
import { connect as connectTls } from 'node:tls'
import { z } from 'zod'
import { checkedAddress, type OutgoingPolicy } from '../../base/outgoing/address.ts'
import { printable } from '../../base/text.ts'
import type { AuditRecord } from '../../state/audit.ts'
import type { Message } from './message.ts'
import { patience, type Sender } from './sender.ts'

const settings = z.strictObject({
  host: z.string().min(1).max(255),
  port: z.number().int().min(1).max(65535).default(6514),
  security: z.enum(['tls', 'none']).default('tls'),
  /** Whether the audit log goes there, too. */
  audit: z.enum(['yes', 'no']).default('no'),
})

/** Facility 13 is “log audit” (RFC 5424, table 1). */
const facility = 13
/** Severities 1…5 → informational, notice, warning, error, critical. */
const severities = [6, 5, 4, 3, 2] as const

export function syslogFrame({ kind, subject, severity, incident }: Message, id: string, at: Date): Buffer {
  const parameters = { id, kind, ...(incident && { incident: incident.id, link: incident.link }) }
  return frameOf({ kind, severity, at: at.toISOString(), parameters, text: subject })
}

interface Framed {
  readonly kind: string
  /** 1…5 */
  readonly severity: number
  readonly at: string
  readonly parameters: Readonly<Record<string, string>>
  readonly text: string
}

/** One record of RFC 5424, counted in octets (RFC 5425, section 4.3; RFC 6587, section 3.4.1). */
function frameOf({ kind, severity, at, parameters, text }: Framed): Buffer {
  const priority = facility * 8 + (severities[severity - 1] ?? 6)
  const host =
    hostname()
      .replace(/[^\x21-\x7e]/g, '')
      .slice(0, 255) || '-'
  const given = Object.entries(parameters).map(([name, value]) => `${name}="${parameter(printable(value, 1000))}"`)
  // 32473 is the number that RFC 5612 sets aside for examples: there is none of our own.
  const data = `[gatehouse@32473 ${given.join(' ')}]`
  const record = Buffer.from(`<${priority}>1 ${at} ${host} gatehouse ${process.pid} ${kind} ${data} \ufeff${printable(text, 1000)}`)
  return Buffer.concat([Buffer.from(`${record.length} `), record])
}

/** RFC 5424, section 6.3.3. */
function parameter(value: string): string {
  return value.replace(/["\\\]]/g, '\\$&')
}

/** A record to a collector over TLS or TCP. */
export const syslog: Sender = {
  check: (given) => void settings.parse(given),
  async send(given, { id, message, at, policy }) {
    await sendFrame(settings.parse(given), syslogFrame(message, id, at), policy)
  },
}

/** Whether a channel with these settings is to have the audit log, too. */
export function takesAudit(given: unknown): boolean {
  return settings.parse(given).audit === 'yes'
}

/** Records of the audit log, whole and in their order, over one connection. Throws when they may not have arrived. */
export async function sendAudit(given: unknown, records: readonly AuditRecord[], policy: OutgoingPolicy): Promise<void> {
  const frames = records.map(({ sequence, at, by, action, about, says, address, hash }) =>
    frameOf({ kind: 'audit', severity: 1, at, parameters: { sequence: String(sequence), by, action, about, address, hash }, text: says }),
  )
  await sendFrame(settings.parse(given), Buffer.concat(frames), policy)
}

async function sendFrame({ host, port, security }: z.output<typeof settings>, frame: Buffer, policy: OutgoingPolicy): Promise<void> {
  const { address } = await checkedAddress(host, policy)
  const socket = security === 'tls' ? connectTls({ host: address, port, servername: host, minVersion: 'TLSv1.2' }) : connectPlain({ host: address, port })
  await deliver(socket, security === 'tls' ? 'secureConnect' : 'connect', frame)
}

/** Syslog has no answer: that the other side has taken it and closed in order is as much as can be known. */
function deliver(socket: Socket, ready: string, frame: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.setTimeout(patience, () => socket.destroy(new Error('the collector does not answer')))
    socket.once('error', reject)
    socket.once(ready, () => socket.end(frame))
    socket.once('close', (failed: boolean) => !failed && resolve())
    socket.resume()
  })
}
