import type { Batch, Row } from '../../model/tables.ts'

const seen = Date.UTC(2024, 2, 1, 8) * 1000
const day = 86_400e6

function accounts(list: readonly Partial<Row<'account'>>[]): Batch[] {
  const rows = list.map(
    (one, index): Row<'account'> => ({
      directory: 'entra',
      kind: 'person',
      enabled: true,
      mfa_registered: true,
      factors: ['totp'],
      last_sign_in: seen - day,
      seen_at: seen,
      ...one,
      line: index + 1,
    }),
  )
  return [{ table: 'account', rows }]
}

/** A supplier with a privileged account without a second factor, and a guest who has not been there for months. */
export function positive(): Batch[] {
  return accounts([
    {
      account: 'remote-hands@kiln.example',
      supplier: 'Kiln Systems',
      external: true,
      privileged: true,
      privileges: ['Server Operator'],
      mfa_registered: false,
      factors: [],
    },
    { account: 'support@kiln.example', supplier: 'Kiln Systems', external: true },
    { account: 'rita_loom.example#ext#@example.com', kind: 'guest', last_sign_in: seen - 100 * day },
    { account: 'anna@example.com' },
  ])
}

/** A supplier with an ordinary account, in use and with a second factor; and an own account with the same faults as above. */
export function benign(): Batch[] {
  return accounts([
    { account: 'support@kiln.example', supplier: 'Kiln Systems', external: true },
    { account: 'rita_loom.example#ext#@example.com', kind: 'guest', factors: [], mfa_enforced: true },
    { account: 'old@kiln.example', supplier: 'Kiln Systems', external: true, enabled: false, privileged: true },
    { account: 'own-admin@example.com', external: false, privileged: true, mfa_registered: false, factors: [], last_sign_in: seen - 100 * day },
  ])
}
