import type { Batch, Row } from '../../model/tables.ts'

const start = Date.UTC(2024, 2, 1, 8) * 1000

function signIns(list: readonly Partial<Row<'sign_in'>>[]): Batch[] {
  const rows = list.map(
    (one, index): Row<'sign_in'> => ({
      time: start + index * 60e6,
      directory: 'entra',
      account: `user-${index}@example.com`,
      src_ip: '203.0.113.5',
      application: 'Mail',
      client: 'Browser',
      legacy: false,
      kind: 'interactive',
      outcome: 'success',
      mfa: true,
      mfa_result: 'satisfied',
      ...one,
      line: index + 1,
    }),
  )
  return [
    { table: 'sign_in', rows },
    { table: 'account', rows: [{ directory: 'entra', account: 'boss@example.com', privileged: true, line: 1 }] },
    { table: 'access_policy', rows: [{ directory: 'entra', policy: 'Ask everybody', state: 'enabled', requires_mfa: true, includes: ['All'], line: 1 }] },
  ]
}

/** Two got in with the password although a policy asks everybody; one of them administers. */
export function positive(): Batch[] {
  return signIns([
    {},
    {},
    { mfa: false, mfa_result: '' },
    { mfa: false, mfa_result: 'not-required', account: 'boss@example.com' },
    { mfa: null, mfa_result: '' },
  ])
}

/** Shown earlier, a passkey alone, a program in the background, a legacy protocol (told elsewhere), a failure, and what is not known. */
export function benign(): Batch[] {
  return signIns([
    {},
    { mfa: false, mfa_result: 'by-claim' },
    { mfa: false, mfa_result: '', factor: 'passkey' },
    { mfa: false, mfa_result: '', kind: 'non-interactive' },
    { mfa: false, mfa_result: '', kind: 'service' },
    { mfa: false, mfa_result: '', client: 'IMAP4', legacy: true },
    { mfa: false, mfa_result: '', outcome: 'failure' },
    { mfa: null, mfa_result: '' },
  ])
}
