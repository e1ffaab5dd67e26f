import type { Batch, Row } from '../../model/tables.ts'

const start = Date.UTC(2024, 2, 1) * 1000
const day = 86_400e6

export interface Sending {
  readonly name: string
  readonly address: string
  readonly host: number
  readonly days: readonly number[]
  readonly bytesOut: number
  readonly bytesIn: number
}

/** Twelve hosts over thirty days: everyday traffic whose amounts vary, to names all use and to one of their own, and what `extra` says. */
export function office(extra: readonly Sending[]): Batch[] {
  const connections: Row<'connection'>[] = []
  const sessions: Row<'tls_session'>[] = []
  const add = (host: number, at: number, name: string, address: string, bytesOut: number, bytesIn: number) => {
    const line = connections.length + 1
    const shared = {
      time: start + at * day + 9 * 3600e6 + line * 1e5,
      uid: `E${line}`,
      src_ip: `10.0.0.${host}`,
      src_port: 50_000,
      dst_ip: address,
      dst_port: 443,
      line,
    }
    connections.push({ ...shared, protocol_name: 'tcp', service: 'ssl', duration: 60, bytes_out: bytesOut, bytes_in: bytesIn, conn_state: 'SF' })
    sessions.push({ ...shared, server_name: name })
  }
  for (let at = 0; at < 30; at++) {
    for (let host = 1; host <= 12; host++) {
      const sway = 1 + ((at * 7 + host * 5) % 11) / 5
      add(host, at, 'mail.example.com', '198.51.100.1', Math.round(2e6 * sway), Math.round(9e6 * sway))
      add(host, at, `files.site${host}.example`, `198.51.100.${host + 10}`, Math.round(4e5 * sway), Math.round(3e6 * sway))
    }
  }
  for (const { name, address, host, days, bytesOut, bytesIn } of extra) for (const at of days) add(host, at, name, address, bytesOut, bytesIn)
  return [
    { table: 'connection', rows: connections },
    { table: 'tls_session', rows: sessions },
  ]
}

/** One host sends a new destination 900 MB and 400 MB on two days, and gets nothing back. */
export function positive(): Batch[] {
  const there = { name: 'drop.widgets.invalid', address: '203.0.113.90', host: 4, bytesIn: 2e6 }
  return office([
    { ...there, days: [24], bytesOut: 900e6 },
    { ...there, days: [26], bytesOut: 200e6 },
  ])
}

/** A back-up every night, one every week, a large download, and a video call. */
export function benign(): Batch[] {
  return office([
    { name: 'nightly.backup.example', address: '203.0.113.91', host: 5, days: Array.from({ length: 30 }, (_, at) => at), bytesOut: 800e6, bytesIn: 1e6 },
    { name: 'weekly.vault.example', address: '203.0.113.92', host: 6, days: [1, 8, 15, 22, 29], bytesOut: 600e6, bytesIn: 1e6 },
    { name: 'images.mirror.example', address: '203.0.113.93', host: 7, days: [12], bytesOut: 30e6, bytesIn: 4e9 },
    { name: 'meet.video.example', address: '203.0.113.94', host: 8, days: [13], bytesOut: 700e6, bytesIn: 650e6 },
  ])
}
