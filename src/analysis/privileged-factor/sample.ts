import type { Batch, Row } from '../../model/tables.ts'

const seen = Date.UTC(2024, 2, 1, 8) * 1000

function accounts(list: readonly Partial<Row<'account'>>[]): Batch[] {
  const rows = list.map(
    (one, index): Row<'account'> => ({
      directory: 'entra',
      account: `admin-${index}@example.com`,
      kind: 'person',
      enabled: true,
      privileged: true,
      privileges: ['Global Administrator'],
      seen_at: seen,
      ...one,
      line: index + 1,
    }),
  )
  return [{ table: 'account', rows }]
}

/** One administrator without a factor, two with SMS or a plain push, one with codes, one of whom nothing is known. */
export function positive(): Batch[] {
  return accounts([
    { mfa_registered: false, privileges: ['Exchange Administrator'] },
    { mfa_registered: true, factors: ['sms'] },
    { mfa_registered: true, factors: ['push', 'voice'] },
    { mfa_registered: true, factors: ['totp'] },
    {},
    { mfa_registered: true, factors: ['fido2'] },
  ])
}

/** Administrators with keys, one of them with a code beside it; others without a factor administer nothing, are disabled or run by themselves. */
export function benign(): Batch[] {
  return accounts([
    { mfa_registered: true, factors: ['fido2'] },
    { mfa_registered: true, factors: ['passkey', 'totp'] },
    { mfa_registered: true, factors: ['certificate', 'security-question'] },
    { mfa_registered: false, privileged: false, privileges: [] },
    { mfa_registered: false, enabled: false },
    { mfa_registered: false, kind: 'service' },
  ])
}
