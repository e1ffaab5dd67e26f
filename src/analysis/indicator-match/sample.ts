import type { Batch, Row } from '../../model/tables.ts'

export const start = Date.UTC(2024, 2, 1, 8) * 1000
const shared = (index: number) => ({ time: start + index * 60e6, src_ip: '10.0.0.7', src_port: 50_000 + index, dst_ip: '203.0.113.80', dst_port: 443 })

export function indicators(rows: readonly Omit<Row<'indicator'>, 'line'>[]): Batch {
  return { table: 'indicator', rows: rows.map((row, index) => ({ list: 'Drill list', ...row, line: index + 1 })) }
}

export function warnings(rows: readonly Omit<Row<'warning_value'>, 'line'>[]): Batch {
  return { table: 'warning_value', rows: rows.map((row, index) => ({ list: 'Everyday names', ...row, line: index + 1 })) }
}

export function sessions(rows: readonly Omit<Row<'tls_session'>, 'line'>[]): Batch {
  return { table: 'tls_session', rows: rows.map((row, index) => ({ ...shared(index), uid: `T${index}`, ...row, line: index + 1 })) }
}

export function queries(rows: readonly Omit<Row<'dns_query'>, 'line'>[]): Batch {
  return {
    table: 'dns_query',
    rows: rows.map((row, index) => ({ ...shared(index), uid: `D${index}`, dst_ip: '10.0.0.1', dst_port: 53, query_type: 'A', ...row, line: index + 1 })),
  }
}

export function requests(rows: readonly Omit<Row<'http_request'>, 'line'>[]): Batch {
  return {
    table: 'http_request',
    rows: rows.map((row, index) => ({ ...shared(index), uid: `H${index}`, dst_port: 80, method: 'GET', ...row, line: index + 1 })),
  }
}

export function connections(rows: readonly Omit<Row<'connection'>, 'line'>[]): Batch {
  return { table: 'connection', rows: rows.map((row, index) => ({ ...shared(index), uid: `C${index}`, protocol_name: 'tcp', ...row, line: index + 1 })) }
}

export function files(rows: readonly Omit<Row<'file_event'>, 'line'>[]): Batch {
  return {
    table: 'file_event',
    rows: rows.map((row, index) => ({ time: start, uid: `F${index}`, src_ip: '10.0.0.7', dst_ip: '203.0.113.80', ...row, line: index + 1 })),
  }
}

/** A listed domain is contacted below itself, and a listed file comes in. */
export function positive(): Batch[] {
  return [
    indicators([
      { type: 'domain', value: 'officestoragebox.invalid', role: 'command and control' },
      { type: 'sha256', value: 'cd'.repeat(32), role: 'loader' },
    ]),
    sessions([{ server_name: 'api.officestoragebox.invalid' }, { server_name: 'www.example.com' }]),
    files([{ file_name: 'ffmpeg.dll', sha256: 'cd'.repeat(32) }]),
  ]
}

/** Names that only end alike, an indicator nobody met, and a listed host that everybody uses. */
export function benign(): Batch[] {
  return [
    indicators([
      { type: 'domain', value: 'box.invalid' },
      { type: 'domain', value: 'never-met.invalid' },
      { type: 'domain', value: 'raw.codehost.example' },
      { type: 'sha256', value: 'ef'.repeat(32) },
    ]),
    warnings([{ type: 'hostname', value: 'codehost.example' }]),
    sessions([{ server_name: 'officestoragebox.invalid' }, { server_name: 'raw.codehost.example' }]),
    files([{ file_name: 'a.dll', sha256: 'cd'.repeat(32) }]),
  ]
}
