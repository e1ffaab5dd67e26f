import type { Batch, Row } from '../../model/tables.ts'

const start = Date.UTC(2024, 0, 8) * 1000
const day = 86_400e6

/** Twenty hosts get 5.2 of an editor after so many days each; null: never. A log-in on day 60 says that the evidence goes so far. */
function organisation(delays: readonly (number | null)[]): Batch[] {
  const rows: Omit<Row<'installation'>, 'line'>[] = delays.flatMap((delay, index) => {
    const host = `desk-${index + 1}`
    const old = { host, product: 'Cedar Editor', vendor: 'Cedar', version: '5.1', installed_at: start - 200 * day, basis: 'inventory' }
    return delay === null ? [old] : [old, { ...old, version: '5.2', installed_at: start + delay * day }]
  })
  return [
    { table: 'installation', rows: rows.map((row, index) => ({ ...row, line: index + 1 })) },
    {
      table: 'connection',
      rows: Array.from({ length: 61 }, (_, index) => ({
        time: start + index * day,
        src_ip: '10.0.0.1',
        dst_ip: '198.51.100.7',
        dst_port: 443,
        protocol_name: 'tcp',
        line: index + 1,
      })),
    },
  ]
}

/** A pilot on the first day; the others follow after three weeks and more, some not at all. */
export function positive(): Batch[] {
  return organisation([0, 21, 25, 30, 30, 33, 35, 40, 41, 44, 48, 50, 52, null, null, null, 28, 29, 38, 39])
}

/** The same update within ten days on all hosts but one that is in a drawer. */
export function benign(): Batch[] {
  return organisation([0, 1, 1, 2, 2, 3, 3, 4, 5, 5, 6, 7, 7, 8, 8, 9, 9, 10, 10, null])
}
