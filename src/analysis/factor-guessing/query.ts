import { raw, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import { type Account, accountKey, isPrivate, type RowRef } from '../statistics/accounts.ts'

/** One second factor that was tried. */
export interface Try {
  /** Seconds since 1970. */
  readonly time: number
  readonly wrong: boolean
  readonly ip: string
  readonly row: RowRef
}

export interface Tries extends Account {
  readonly tries: readonly Try[]
}

const wrong = raw("mfa_result = 'failed'")
const mostAccounts = 5000
const mostTries = 5000

/** Tries at the second factor of the accounts with at least `least` wrong ones, by time. */
export async function factorTries(lake: Questions, least: number, signal: AbortSignal): Promise<readonly Tries[]> {
  const rows = await lake.rows<{ directory: string; name: string; tries: readonly (readonly [number, boolean, string, number, number])[] }>(
    sql`SELECT toString(directory) AS directory, ${accountKey} AS name, groupArraySorted(${mostTries})((toFloat64(time), ${wrong}, src_ip, source, line)) AS tries
      FROM sign_in
      WHERE (directory, ${accountKey}) IN (SELECT directory, ${accountKey} FROM sign_in WHERE ${wrong} GROUP BY directory, ${accountKey} HAVING count() >= ${least}
          ORDER BY count() DESC LIMIT ${mostAccounts})
        AND (${wrong} OR (outcome = 'success' AND ifNull(mfa, false) AND mfa_result != 'by-claim'))
      GROUP BY directory, name ORDER BY directory, name`,
    signal,
  )
  return rows.map(({ directory, name, tries }) => ({
    directory,
    account: name,
    tries: tries.map(([time, isWrong, ip, source, line]) => ({ time, wrong: Boolean(isWrong), ip, row: [source, line] as const })),
  }))
}

/** What one address tried in one day. */
export interface Spray {
  readonly ip: string
  readonly day: number
  /** Accounts tried, accounts with nothing but failures, and accounts that got in. */
  readonly tried: number
  readonly failed: number
  readonly entered: readonly Account[]
  readonly victims: readonly Account[]
  readonly failures: number
  readonly first: number
  readonly last: number
  readonly rows: readonly RowRef[]
}

const mostSprays = 500

/** Addresses that failed with many accounts in one day. A challenge or a block by policy is no wrong password. */
export async function sprays(lake: Questions, leastAccounts: number, signal: AbortSignal): Promise<readonly Spray[]> {
  type Told = Omit<Spray, 'entered' | 'victims'> & { readonly in: readonly (readonly [string, string])[]; readonly out: readonly (readonly [string, string])[] }
  const rows = await lake.rows<Told>(
    sql`SELECT ip, toFloat64(day) AS day, count() AS tried, countIf(successes = 0) AS failed, sum(wrongs) AS failures,
        arraySort(groupArrayIf(200)((directory, name), successes > 0 AND wrongs > 0)) AS in, arraySort(groupArrayIf(200)((directory, name), successes = 0)) AS out,
        min(first_wrong) AS first, max(last_any) AS last, groupArraySortedIf(20)(row, wrongs > 0) AS rows
      FROM (SELECT src_ip AS ip, toStartOfDay(time) AS day, toString(directory) AS directory, ${accountKey} AS name, countIf(outcome = 'failure') AS wrongs,
          countIf(outcome = 'success') AS successes, toFloat64(minIf(time, outcome = 'failure')) AS first_wrong, toFloat64(max(time)) AS last_any,
          argMinIf((source, line), time, outcome = 'failure') AS row
        FROM sign_in WHERE outcome IN ('failure', 'success') AND src_ip != '' AND mfa_result NOT IN ('denied', 'timeout', 'fraud', 'failed') AND NOT ${isPrivate(raw('src_ip'))}
        GROUP BY ip, day, directory, name)
      WHERE name != '' GROUP BY ip, day HAVING failed >= ${leastAccounts} ORDER BY failed DESC, ip, day LIMIT ${mostSprays}`,
    signal,
  )
  const told = (list: readonly (readonly [string, string])[]): readonly Account[] => list.map(([directory, account]) => ({ directory, account }))
  return rows.map(({ in: entered, out, ...rest }) => ({ ...rest, entered: told(entered), victims: told(out) }))
}

/** Of all pairs of an account and a day: how many saw nothing but failures. */
export async function usualFailures(lake: Questions, signal: AbortSignal): Promise<{ readonly pairs: number; readonly failed: number }> {
  const [usual] = await lake.rows<{ pairs: number; failed: number }>(
    sql`SELECT count() AS pairs, countIf(successes = 0) AS failed FROM (SELECT countIf(outcome = 'success') AS successes FROM sign_in
      WHERE outcome IN ('failure', 'success') AND mfa_result NOT IN ('denied', 'timeout', 'fraud', 'failed') GROUP BY directory, ${accountKey}, toStartOfDay(time))`,
    signal,
  )
  return usual ?? { pairs: 0, failed: 0 }
}
