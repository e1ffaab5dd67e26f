import type { Batch, Row } from '../../model/tables.ts'

const start = Date.UTC(2024, 2, 1, 2) * 1000
const minute = 60e6

type Made = Partial<Row<'sign_in'>> & { readonly at: number }

function signIns(list: readonly Made[]): Batch[] {
  const usual = Array.from({ length: 40 }, (_, index): Made => ({ at: -1440 * (1 + (index % 20)), account: `user-${index % 4}@example.com` }))
  const rows = [...usual, ...list].map(
    ({ at, ...one }, index): Row<'sign_in'> => ({
      time: start + at * minute,
      directory: 'okta',
      account: 'user-0@example.com',
      src_ip: '203.0.113.5',
      outcome: 'success',
      mfa: true,
      factor: 'push',
      mfa_result: 'satisfied',
      ...one,
      line: index + 1,
    }),
  )
  return [{ table: 'sign_in', rows }]
}

const refused = { outcome: 'failure', mfa: false, mfa_result: 'denied', src_ip: '198.51.100.7' } as const

/** Seven requests at night within ten minutes, one of them left unanswered, then one that is confirmed, from an address never seen. */
export function positive(): Batch[] {
  return signIns([...[0, 1, 2, 4, 6, 8].map((at) => ({ ...refused, at })), { ...refused, at: 9, mfa_result: 'timeout' }, { at: 10, src_ip: '198.51.100.7' }])
}

/** Four missed requests and a success; six refusals over a day; and six refusals of six people. */
export function benign(): Batch[] {
  return signIns([
    ...[0, 1, 2, 3].map((at) => ({ ...refused, at, mfa_result: 'timeout' })),
    { at: 4 },
    ...[0, 60, 120, 180, 240, 300].map((at) => ({ ...refused, at: at + 1000, account: 'user-1@example.com' })),
    { at: 1301, account: 'user-1@example.com' },
    ...[0, 1, 2, 3, 4, 5].map((user) => ({ ...refused, at: user + 2000, account: `user-${user}@example.com` })),
    { at: 2010, account: 'user-2@example.com' },
  ])
}
