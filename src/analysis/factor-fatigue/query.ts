import { raw, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import { type Account, accountKey, networkOf, type RowRef } from '../statistics/accounts.ts'

/** What came of one request to confirm a sign-in. */
export interface Request {
  /** Seconds since 1970. */
  readonly time: number
  /** denied, timeout or fraud; confirmed for one that led to a sign-in. */
  readonly answer: string
  readonly ip: string
  readonly row: RowRef
}

export interface Requested extends Account {
  readonly requests: readonly Request[]
}

const refused = raw("mfa_result IN ('denied', 'timeout', 'fraud')")
const mostAccounts = 5000
const mostRequests = 2000

/** Requests of the accounts with at least `least` refused ones, or one that was reported as fraud, by time. */
export async function requests(lake: Questions, least: number, signal: AbortSignal): Promise<readonly Requested[]> {
  const rows = await lake.rows<{ directory: string; name: string; requests: readonly (readonly [number, string, string, number, number])[] }>(
    sql`SELECT toString(directory) AS directory, ${accountKey} AS name,
        groupArraySorted(${mostRequests})((toFloat64(time), if(${refused}, toString(mfa_result), 'confirmed'), src_ip, source, line)) AS requests
      FROM sign_in
      WHERE (directory, ${accountKey}) IN (SELECT directory, ${accountKey} FROM sign_in WHERE ${refused} GROUP BY directory, ${accountKey} HAVING count() >= ${least} OR countIf(mfa_result = 'fraud') > 0
          ORDER BY count() DESC LIMIT ${mostAccounts})
        AND (${refused} OR (outcome = 'success' AND ifNull(mfa, false) AND mfa_result != 'by-claim'))
      GROUP BY directory, name ORDER BY directory, name`,
    signal,
  )
  return rows.map(({ directory, name, requests: list }) => ({
    directory,
    account: name,
    requests: list.map(([time, answer, ip, source, line]) => ({ time, answer, ip, row: [source, line] as const })),
  }))
}

export interface Usual {
  readonly accounts: number
  readonly refused: number
  /** Length of the evidence, seconds. */
  readonly span: number
}

/** How often requests are refused at all. */
export async function usualRefusals(lake: Questions, signal: AbortSignal): Promise<Usual> {
  const [usual] = await lake.rows<Usual>(
    sql`SELECT uniqExact(directory, ${accountKey}) AS accounts, countIf(${refused}) AS refused, toFloat64(max(time)) - toFloat64(min(time)) AS span FROM sign_in`,
    signal,
  )
  return usual ?? { accounts: 0, refused: 0, span: 0 }
}

/** Whether the network of an address was used by the account before a moment. */
export async function isKnownNetwork(lake: Questions, account: Account, ip: string, before: number, signal: AbortSignal): Promise<boolean | null> {
  if (ip === '') return null
  const [known] = await lake.rows<{ uses: number; any: number }>(
    sql`SELECT countIf(${networkOf(raw('src_ip'))} = ${networkOf(sql`${ip}`)}) AS uses, count() AS any FROM sign_in
      WHERE directory = ${account.directory} AND ${accountKey} = ${account.account} AND outcome = 'success' AND toFloat64(time) < ${before}`,
    signal,
  )
  return known && known.any > 0 ? known.uses > 0 : null
}
