import type { Batch, Row } from '../../model/tables.ts'

const start = Date.UTC(2024, 2, 1, 8) * 1000

function signIns(list: readonly Partial<Row<'sign_in'>>[]): Batch[] {
  const rows = list.map(
    (one, index): Row<'sign_in'> => ({
      time: start + index * 60e6,
      directory: 'entra',
      account: 'anna@example.com',
      src_ip: '203.0.113.5',
      client: 'IMAP4',
      legacy: true,
      kind: 'interactive',
      outcome: 'success',
      ...one,
      line: index + 1,
    }),
  )
  return [{ table: 'sign_in', rows }]
}

/** Two people read mail by IMAP with a password. */
export function positive(): Batch[] {
  return signIns([{}, { account: 'ben@example.com' }, { outcome: 'failure' }, { client: 'Browser', legacy: false }])
}

/** Tried and refused; and clients of which it is known, or not known, that they can ask. */
export function benign(): Batch[] {
  return signIns([
    { outcome: 'failure' },
    { outcome: 'blocked', account: 'ben@example.com' },
    { client: 'Browser', legacy: false },
    { client: 'Other clients', legacy: null },
  ])
}
