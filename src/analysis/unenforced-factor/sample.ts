import type { Batch, Row } from '../../model/tables.ts'

const seen = Date.UTC(2024, 2, 1, 8) * 1000

function directory(accounts: readonly Partial<Row<'account'>>[], policies: readonly Partial<Row<'access_policy'>>[]): Batch[] {
  return [
    {
      table: 'account',
      rows: accounts.map((one, index) => ({
        directory: 'entra',
        account: `user-${index}@example.com`,
        account_id: `id-${index}`,
        kind: 'person',
        enabled: true,
        mfa_registered: true,
        factors: ['push-number'],
        seen_at: seen,
        ...one,
        line: index + 1,
      })),
    },
    {
      table: 'access_policy',
      rows: policies.map((one, index) => ({ directory: 'entra', requires_mfa: true, includes: ['All'], seen_at: seen, ...one, line: index + 1 })),
    },
  ]
}

/** Two accounts of which it is not demanded, one of them privileged; and a policy in force that spares an administrator and a group. */
export function positive(): Batch[] {
  return directory(
    [
      { mfa_enforced: false, privileged: true },
      { mfa_enforced: false },
      { mfa_enforced: true },
      { privileged: true },
      { groups: ['Scanners'] },
      { kind: 'break-glass', account: 'rescue@example.com' },
    ],
    [{ policy: 'Ask everybody', state: 'enabled', excludes: ['rescue@example.com', 'id-3', 'group:Scanners', 'f3c1-unknown'] }],
  )
}

/** Demanded or not known; the one policy spares the break-glass account only, and a stricter one is on trial beside it. */
export function benign(): Batch[] {
  return directory(
    [
      { mfa_enforced: true },
      {},
      { kind: 'break-glass', account: 'rescue@example.com', groups: ['Break glass'] },
      { mfa_enforced: false, mfa_registered: false, factors: [] },
    ],
    [
      { policy: 'Ask everybody', state: 'enabled', excludes: ['group:Break glass'] },
      { policy: 'Keys for everybody', state: 'report-only', phishing_resistant: true, excludes: ['id-0'] },
      { policy: 'Old idea', state: 'disabled' },
    ],
  )
}
