import type { Batch, Row } from '../../model/tables.ts'

const start = Date.UTC(2024, 2, 1, 8) * 1000

function requests(rows: readonly Row<'http_request'>[]): Batch[] {
  return [
    {
      table: 'http_request',
      rows: rows.map((row, index) => ({
        time: start + index * 60e6,
        uid: `M${index}`,
        src_ip: '10.0.0.7',
        src_port: 50_000 + index,
        dst_ip: '203.0.113.66',
        dst_port: 80,
        method: 'GET',
        uri: '/',
        status_code: 200,
        ...row,
        line: index + 1,
      })),
    },
  ]
}

/** A hand-made client that asks a bare address for tasks and sends results. */
export function positive(): Batch[] {
  return requests([
    ...Array.from({ length: 6 }, (_, index) => ({ uri: `/task?id=${index}`, line: 0 })),
    { method: 'POST', uri: '/result', bytes_out: 4096, line: 0 },
  ])
}

/** Named requests, a tunnel through a proxy, an answer without a request, a radio stream, one slip, and the same inside. */
export function benign(): Batch[] {
  return requests([
    ...Array.from({ length: 6 }, () => ({ host: 'www.example.com', line: 0 })),
    ...Array.from({ length: 4 }, () => ({ method: 'CONNECT', uri: 'www.example.com:443', dst_ip: '10.0.0.2', dst_port: 3128, line: 0 })),
    ...Array.from({ length: 4 }, () => ({ method: '', uri: '', status_code: 408, line: 0 })),
    ...Array.from({ length: 4 }, () => ({ uri: '/live', mime_type: 'audio/mpeg', dst_ip: '203.0.113.70', line: 0 })),
    ...Array.from({ length: 4 }, () => ({ uri: '/state', dst_ip: '10.0.0.9', line: 0 })),
    { uri: '/once', dst_ip: '203.0.113.71', line: 0 },
  ])
}
