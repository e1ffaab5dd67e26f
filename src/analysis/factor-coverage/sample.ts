import type { Batch, Row } from '../../model/tables.ts'

const seen = Date.UTC(2024, 2, 1, 8) * 1000

type Kind = Partial<Row<'account'>>

function accounts(kinds: readonly (readonly [count: number, kind: Kind])[]): Batch[] {
  const rows = kinds.flatMap(([count, kind]) => Array.from({ length: count }, () => kind))
  const all = rows.map(
    (kind, index): Row<'account'> => ({
      directory: 'entra',
      account: `user-${index}@example.com`,
      account_id: `${index}`,
      kind: 'person',
      enabled: true,
      privileged: false,
      seen_at: seen,
      ...kind,
      line: index + 1,
    }),
  )
  return [{ table: 'account', rows: all }]
}

const key: Kind = { mfa_registered: true, factors: ['fido2'], groups: ['staff'] }

/** Twelve of forty accounts lack a second factor, most of them in sales; of three it is not known. */
export function positive(): Batch[] {
  return accounts([
    [10, key],
    [10, { mfa_registered: true, factors: ['push-number', 'sms'], groups: ['staff'] }],
    [5, { mfa_registered: true, factors: ['sms'], groups: ['staff', 'sales'] }],
    [10, { mfa_registered: false, groups: ['staff', 'sales'] }],
    [2, { mfa_registered: false, groups: ['staff'], privileged: true }],
    [3, { groups: ['staff'] }],
  ])
}

/** Everybody has one or is not known to lack it; a disabled account and a service have none, and need none. */
export function benign(): Batch[] {
  return accounts([
    [20, key],
    [5, { groups: ['staff'] }],
    [1, { mfa_registered: false, enabled: false }],
    [1, { mfa_registered: false, kind: 'service' }],
    [1, { mfa_registered: true, factors: ['unknown:retina'] }],
  ])
}
