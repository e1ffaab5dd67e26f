import type { Batch, Row } from '../../model/tables.ts'

const start = Date.UTC(2024, 2, 1, 8) * 1000
const day = 86_400e6

export interface Visits {
  readonly name: string
  readonly address: string
  readonly hosts: readonly number[]
  readonly days: readonly number[]
  readonly bytesOut: number
  readonly bytesIn: number
}

/** Twenty hosts that visit the same three services every day for fifty days, and what `extra` says. */
export function office(extra: readonly Visits[], days = 50): Batch[] {
  const everyone = Array.from({ length: 20 }, (_, index) => index + 1)
  const everyDay = Array.from({ length: days }, (_, index) => index)
  const usual = ['www.example.com', 'mail.example.net', 'cdn.example.org'].map((name, index) => ({
    name,
    address: `198.51.100.${index + 1}`,
    hosts: everyone,
    days: everyDay,
    bytesOut: 2000,
    bytesIn: 40_000,
  }))
  const connections: Row<'connection'>[] = []
  const sessions: Row<'tls_session'>[] = []
  for (const { name, address, hosts, days, bytesOut, bytesIn } of [...usual, ...extra]) {
    for (const at of days) {
      for (const host of hosts) {
        const line = connections.length + 1
        const shared = {
          time: start + at * day + line * 1e5,
          uid: `N${line}`,
          src_ip: `10.0.0.${host}`,
          src_port: 50_000,
          dst_ip: address,
          dst_port: 443,
          line,
        }
        connections.push({ ...shared, protocol_name: 'tcp', service: 'ssl', duration: 2, bytes_out: bytesOut, bytes_in: bytesIn, conn_state: 'SF' })
        if (name) sessions.push({ ...shared, server_name: name })
      }
    }
  }
  return [
    { table: 'connection', rows: connections },
    { table: 'tls_session', rows: sessions },
  ]
}

/** Two hosts begin, in week six, to visit a name nobody met, nearly every day, and send it more than they get. */
export function positive(): Batch[] {
  return office([
    { name: 'panel.widgets.invalid', address: '203.0.113.5', hosts: [3, 4], days: [38, 39, 40, 42, 43, 45, 46, 48, 49], bytesOut: 90_000, bytesIn: 4000 },
  ])
}

/** A name everybody begins to use, a page seen once, and a habit that is as old as the evidence. */
export function benign(): Batch[] {
  const everyone = Array.from({ length: 20 }, (_, index) => index + 1)
  return office([
    {
      name: 'app.rollout.example',
      address: '203.0.113.6',
      hosts: everyone,
      days: [38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49],
      bytesOut: 90_000,
      bytesIn: 4000,
    },
    { name: 'blog.example.edu', address: '203.0.113.7', hosts: [5], days: [44], bytesOut: 1000, bytesIn: 90_000 },
    { name: 'cloud.backup.example', address: '203.0.113.8', hosts: [6], days: Array.from({ length: 50 }, (_, index) => index), bytesOut: 9e6, bytesIn: 4000 },
  ])
}
