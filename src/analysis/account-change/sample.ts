import type { Batch, Row } from '../../model/tables.ts'

const start = Date.UTC(2024, 2, 1, 8) * 1000

function events(list: readonly Partial<Row<'account_event'>>[]): Batch[] {
  const rows = list.map(
    (one, index): Row<'account_event'> => ({
      time: start + index * 60e6,
      directory: 'okta',
      account: 'anna@example.com',
      actor: 'desk@example.com',
      outcome: 'success',
      ...one,
      line: index + 1,
    }),
  )
  return [
    { table: 'account_event', rows },
    { table: 'account', rows: [{ directory: 'okta', account: 'boss@example.com', privileged: true, line: 1 }] },
  ]
}

/** One change of each kind; the second factor of an administrator is turned off. */
export function positive(): Batch[] {
  return events([
    { activity: 'mfa-disabled', account: 'boss@example.com', detail: 'all factors' },
    { activity: 'bypass-granted' },
    { activity: 'factor-reset' },
    { activity: 'factor-reset', account: 'ben@example.com' },
    { activity: 'fraud-reported', actor: 'anna@example.com' },
    { activity: 'role-added', detail: 'Super Administrator' },
    { activity: 'key-created', account: '', actor: 'boss@example.com' },
    { activity: 'policy-changed', account: '', actor: '' },
  ])
}

/** Changes that failed, that a person makes to the own account, and that make it stronger. */
export function benign(): Batch[] {
  return events([
    { activity: 'mfa-disabled', outcome: 'failure' },
    { activity: 'factor-reset', actor: 'anna@example.com' },
    { activity: 'factor-removed', actor: 'anna@example.com' },
    { activity: 'factor-added', actor: 'anna@example.com' },
    { activity: 'password-changed', actor: 'anna@example.com' },
    { activity: 'mfa-enforced' },
    { activity: 'role-removed' },
    { activity: 'other' },
  ])
}
