import type { Batch, Row } from '../../model/tables.ts'

const start = Date.UTC(2024, 2, 4, 8) * 1000
const hour = 3600e6

function evidence(accounts: readonly Partial<Row<'account'>>[], signIns: readonly (Partial<Row<'sign_in'>> & { readonly at: number })[]): Batch[] {
  return [
    {
      table: 'account',
      rows: accounts.map((one, index) => ({ directory: 'entra', enabled: true, mfa_registered: true, seen_at: start, ...one, line: index + 1 })),
    },
    {
      table: 'sign_in',
      rows: signIns.map(({ at, ...one }, index) => ({
        time: start + at * hour,
        directory: 'entra',
        outcome: 'success',
        kind: 'interactive',
        src_ip: '203.0.113.5',
        ...one,
        line: index + 1,
      })),
    },
  ]
}

const devices = (account: string, count: number, days: number) =>
  Array.from({ length: days * count }, (_, index) => ({ at: 24 * Math.floor(index / count) + (index % count) / 10, account, device_id: `d-${index % count}` }))

/** A service account used by hand, a break-glass account that was used, a counter that four devices share, and a shared account that administers. */
export function positive(): Batch[] {
  return evidence(
    [
      { account: 'svc-sync@example.com', kind: 'service' },
      { account: 'rescue@example.com', kind: 'break-glass', privileged: true },
      { account: 'counter@example.com', kind: 'person' },
      { account: 'site-admin@example.com', kind: 'shared', privileged: true, password: true },
      { account: 'info@example.com' },
    ],
    [{ at: 1, account: 'svc-sync@example.com' }, { at: 2, account: 'rescue@example.com', kind: 'non-interactive' }, ...devices('counter@example.com', 4, 3)],
  )
}

/** A service that runs by itself, a break-glass account that failed once, a person with two devices, one who set up many on one day, and a lead by name. */
export function benign(): Batch[] {
  return evidence(
    [
      { account: 'svc-sync@example.com', kind: 'service' },
      { account: 'rescue@example.com', kind: 'break-glass', privileged: true },
      { account: 'anna@example.com', kind: 'person' },
      { account: 'ben@example.com', kind: 'person' },
      { account: 'room@example.com', kind: 'shared', password: true },
      { account: 'info@example.com' },
    ],
    [
      { at: 1, account: 'svc-sync@example.com', kind: 'service' },
      { at: 2, account: 'rescue@example.com', outcome: 'failure' },
      ...devices('anna@example.com', 2, 5),
      ...devices('ben@example.com', 9, 1),
    ],
  )
}
