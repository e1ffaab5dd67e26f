import type { Batch, Row } from '../../model/tables.ts'

const start = Date.UTC(2024, 2, 1, 8) * 1000
const minute = 60e6

type Made = Partial<Row<'sign_in'>> & { readonly at: number }

/** Twenty people who sign in from the office on five days, one in twenty times after a mistake. */
const office = Array.from({ length: 100 }, (_, index): readonly Made[] => {
  const one = { at: 1440 * Math.floor(index / 20) + index, account: `user-${index % 20}@example.com`, src_ip: '203.0.113.5' }
  return index % 20 === 7
    ? [
        { ...one, outcome: 'failure' },
        { ...one, at: one.at + 1 },
      ]
    : [one]
}).flat()

function signIns(list: readonly Made[]): Batch[] {
  const rows = [...office, ...list].map(
    ({ at, ...one }, index): Row<'sign_in'> => ({
      time: start + at * minute,
      directory: 'entra',
      account: 'anna@example.com',
      src_ip: '203.0.113.5',
      outcome: 'success',
      ...one,
      line: index + 1,
    }),
  )
  return [{ table: 'sign_in', rows }]
}

const wrong = { outcome: 'failure', mfa: false, mfa_result: 'failed', src_ip: '198.51.100.7' } as const

/** Twelve wrong codes in three minutes, then a right one; and an address that tries fifteen accounts and gets into one. */
export function positive(): Batch[] {
  return signIns([
    ...Array.from({ length: 12 }, (_, index) => ({ ...wrong, at: 3000 + index / 4 })),
    { at: 3004, mfa: true, mfa_result: 'satisfied', src_ip: '198.51.100.7' },
    ...Array.from({ length: 15 }, (_, index) => ({ at: 4320 + index, account: `user-${index}@example.com`, src_ip: '198.51.100.9', outcome: 'failure' })),
    { at: 4340, account: 'user-3@example.com', src_ip: '198.51.100.9' },
  ])
}

/** Nine wrong codes in ten minutes; twelve over a day; an office where some mistype; an address that tries nine accounts; and blocks by policy. */
export function benign(): Batch[] {
  return signIns([
    ...Array.from({ length: 9 }, (_, index) => ({ ...wrong, at: 3000 + index })),
    ...Array.from({ length: 12 }, (_, index) => ({ ...wrong, at: 4000 + index * 60, account: 'ben@example.com' })),
    ...Array.from({ length: 9 }, (_, index) => ({ at: 5760 + index, account: `user-${index}@example.com`, src_ip: '198.51.100.9', outcome: 'failure' })),
    ...Array.from({ length: 15 }, (_, index) => ({ at: 5780 + index, account: `user-${index}@example.com`, src_ip: '198.51.100.8', outcome: 'blocked' })),
    ...Array.from({ length: 12 }, (_, index) => ({ at: 5800 + index, account: `user-${index}@example.com`, outcome: 'failure' })),
  ])
}
