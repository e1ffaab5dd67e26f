import type { Batch, Row } from '../../model/tables.ts'

const seen = Date.UTC(2024, 2, 1, 8) * 1000
const day = 86_400e6

function accounts(list: readonly (Partial<Row<'account'>> & { readonly idle?: number })[]): Batch[] {
  const rows = list.map(
    ({ idle, ...one }, index): Row<'account'> => ({
      directory: 'okta',
      account: `admin-${index}@example.com`,
      kind: 'person',
      enabled: true,
      privileged: true,
      seen_at: seen,
      ...(idle !== undefined && { last_sign_in: seen - idle * day }),
      ...one,
      line: index + 1,
    }),
  )
  return [{ table: 'account', rows }]
}

/** Two administrators who were last there months ago, among some who are there daily. */
export function positive(): Batch[] {
  return accounts([{ idle: 120 }, { idle: 46 }, { idle: 1 }, { idle: 3 }, {}])
}

/** A long leave, a break-glass account, one that is disabled, one without privileges, one whose sign-in the log shows, and unknown ones. */
export function benign(): Batch[] {
  return [
    ...accounts([{ idle: 44 }, { idle: 400, kind: 'break-glass' }, { idle: 400, enabled: false }, { idle: 400, privileged: false }, { idle: 90 }, {}]),
    { table: 'sign_in', rows: [{ time: seen - 2 * day, directory: 'okta', account: 'admin-4@example.com', outcome: 'success', line: 1 }] },
  ]
}
