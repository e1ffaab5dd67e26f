import type { Batch, Row } from '../../model/tables.ts'

const start = Date.UTC(2024, 2, 4, 0) * 1000
const day = 86_400

function connections(all: readonly { readonly host: number; readonly address: string; readonly port: number; readonly count: number }[]): Batch[] {
  const rows: Row<'connection'>[] = []
  for (const { host, address, port, count } of all) {
    for (let index = 0; index < count; index++) {
      rows.push({
        time: start + Math.round((index / count) * day * 1e6),
        src_ip: `10.0.0.${host}`,
        src_port: 1024 + (index % 60_000),
        dst_ip: address,
        dst_port: port,
        protocol_name: 'tcp',
        bytes_out: 40,
        bytes_in: 40,
        line: rows.length + 1,
      })
    }
  }
  return [{ table: 'connection', rows }]
}

/** More than one connection each second, all day, from one host. */
export function positive(): Batch[] {
  return connections([
    { host: 3, address: '198.51.100.15', port: 8080, count: 87_000 },
    { host: 4, address: '203.0.113.10', port: 443, count: 2000 },
  ])
}

/** Busy, but below the threshold; and a name server inside that is asked without end. */
export function benign(): Batch[] {
  return connections([
    { host: 3, address: '203.0.113.10', port: 443, count: 20_000 },
    { host: 5, address: '10.0.0.53', port: 53, count: 87_000 },
  ])
}
