import type { Batch, Row } from '../../model/tables.ts'

const start = Date.UTC(2024, 2, 1, 8) * 1000
const hour = 3600e6

const people = ['anna@example.com', 'ben@example.com', 'cleo@example.com', 'dan@example.com']

/** Everybody has signed in from home for a week. */
const usual = people.flatMap((account) => [-170, -100, -50].map((at) => ({ at, account })))

type Made<T extends 'sign_in' | 'account_event'> = Partial<Row<T>> & { readonly at: number }

function evidence(signIns: readonly Made<'sign_in'>[], events: readonly Made<'account_event'>[]): Batch[] {
  return [
    {
      table: 'sign_in',
      rows: [...usual, ...signIns].map(({ at, ...one }, index) => ({
        time: start + at * hour,
        directory: 'okta',
        src_ip: '203.0.113.5',
        outcome: 'success',
        ...one,
        line: index + 1,
      })),
    },
    {
      table: 'account_event',
      rows: events.map(({ at, ...one }, index) => ({
        time: start + at * hour,
        directory: 'okta',
        activity: 'factor-added',
        src_ip: '203.0.113.5',
        outcome: 'success',
        ...one,
        line: index + 1,
      })),
    },
  ]
}

const added = (at: number, account: string, src_ip = '203.0.113.5') => ({ at, account, actor: account, factor: 'totp', src_ip })

/** A factor an hour after a risky sign-in, and one from a strange network after the help desk's reset. */
export function positive(): Batch[] {
  return evidence(
    [{ at: 0, account: 'anna@example.com', risk: 'high', src_ip: '198.51.100.7' }],
    [
      added(1, 'anna@example.com', '198.51.100.7'),
      { at: 5, account: 'ben@example.com', actor: 'desk@example.com', activity: 'factor-reset' },
      added(5.5, 'ben@example.com', '198.51.100.9'),
    ],
  )
}

/** A new telephone, a reset and a new factor at home, a factor two days after a risky sign-in, one after a risky sign-in that failed, and one that could not be added. */
export function benign(): Batch[] {
  return evidence(
    [
      { at: 0, account: 'cleo@example.com', risk: 'medium' },
      { at: 0, account: 'dan@example.com', risk: 'high', outcome: 'failure' },
      { at: 0, account: 'anna@example.com', risk: 'low' },
    ],
    [
      added(1, 'anna@example.com'),
      { at: 5, account: 'ben@example.com', actor: 'desk@example.com', activity: 'factor-reset' },
      added(6, 'ben@example.com'),
      added(48, 'cleo@example.com'),
      added(1, 'dan@example.com'),
      { ...added(2, 'cleo@example.com', '198.51.100.7'), outcome: 'failure' },
    ],
  )
}
