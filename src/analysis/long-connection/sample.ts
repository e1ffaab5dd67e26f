import type { Batch, Row } from '../../model/tables.ts'

const start = Date.UTC(2024, 2, 4, 8) * 1000
const hour = 3600

interface Session {
  readonly host: number
  readonly name: string
  readonly address: string
  /** Hours after the start, and how many it lasted. */
  readonly at: number
  readonly hours: number
  readonly open?: boolean
}

/** Connections with the TLS sessions that name them; of one still open, two snapshots as a sensor writes them. */
function sessions(all: readonly Session[]): Batch[] {
  const connections: Row<'connection'>[] = []
  const names: Row<'tls_session'>[] = []
  for (const [index, { host, name, address, at, hours, open = false }] of all.entries()) {
    const ends = { time: start + at * hour * 1e6, uid: `L${index}`, src_ip: `10.0.0.${host}`, src_port: 50_000 + index, dst_ip: address, dst_port: 443 }
    const row = (share: number, line: number) => ({
      ...ends,
      protocol_name: 'tcp',
      service: 'ssl',
      duration: hours * hour * share,
      bytes_out: Math.round(20_000 * hours * share),
      bytes_in: Math.round(9000 * hours * share),
      ip_bytes_out: Math.round(24_000 * hours * share),
      ip_bytes_in: Math.round(12_000 * hours * share),
      open,
      line,
    })
    if (open) connections.push(row(0.5, connections.length + 1))
    connections.push(row(1, connections.length + 1))
    names.push({ ...ends, server_name: name, open, line: names.length + 1 })
  }
  return [
    { table: 'connection', rows: connections },
    { table: 'tls_session', rows: names },
  ]
}

/** Twenty hosts: short visits, and a chat service that all of them keep open through the day. */
function office(): readonly Session[] {
  return Array.from({ length: 20 }, (_, index) => index + 1).flatMap((host) => [
    { host, name: 'www.example.com', address: '203.0.113.10', at: host / 4, hours: 0.02 },
    { host, name: 'chat.example.net', address: '203.0.113.20', at: 0.1, hours: 8.5 },
  ])
}

/** One host keeps a line to a destination that nobody else talks to, most of it in one connection that is still open. */
export function positive(): Batch[] {
  return sessions([
    ...office(),
    { host: 4, name: 'relay.remote-desk.invalid', address: '198.51.100.9', at: 0.5, hours: 1.5 },
    { host: 4, name: 'relay.remote-desk.invalid', address: '198.51.100.9', at: 2, hours: 7, open: true },
  ])
}

/** The shared chat service, and one host's own long download. */
export function benign(): Batch[] {
  return sessions([...office(), { host: 7, name: 'mirror.example.org', address: '203.0.113.40', at: 1, hours: 1.4 }])
}
