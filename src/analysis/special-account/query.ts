import { sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import { type Account, accountKey, type RowRef } from '../statistics/accounts.ts'

/** Successful interactive sign-ins of accounts of one kind. Times are seconds since 1970. */
export interface Used extends Account {
  readonly kind: string
  readonly times: number
  readonly addresses: number
  readonly first: number
  readonly last: number
  readonly rows: readonly RowRef[]
}

const mostAccounts = 5000

/** Accounts of services that somebody signed in to by hand, and break-glass accounts that were used at all. */
export function usedSpecially(lake: Questions, signal: AbortSignal): Promise<readonly Used[]> {
  return lake.rows<Used>(
    sql`SELECT toString(one.directory) AS directory, one.name AS account, any(special.kind) AS kind, count() AS times, uniqExact(one.src_ip) AS addresses,
        toFloat64(min(one.time)) AS first, toFloat64(max(one.time)) AS last, groupArraySorted(20)((one.source, one.line)) AS rows
      FROM (SELECT time, directory, ${accountKey} AS name, kind, src_ip, source, line FROM sign_in WHERE outcome = 'success') AS one
      INNER JOIN (SELECT directory, account AS name, toString(kind) AS kind FROM identity WHERE kind IN ('service', 'break-glass') AND account != '') AS special
        ON one.directory = special.directory AND one.name = special.name
      WHERE special.kind = 'break-glass' OR one.kind = 'interactive'
      GROUP BY directory, account ORDER BY directory, account LIMIT ${mostAccounts}`,
    signal,
  )
}

/** An account that several devices use within the same hours. */
export interface Shared extends Account {
  readonly days: number
  readonly devices: number
  readonly most: number
  readonly first: number
  readonly last: number
  readonly rows: readonly RowRef[]
}

/** Accounts that at least `devices` devices used within one hour, on at least `days` days. */
export function sharedAccounts(lake: Questions, limits: { readonly devices: number; readonly days: number }, signal: AbortSignal): Promise<readonly Shared[]> {
  return lake.rows<Shared>(
    sql`SELECT toString(directory) AS directory, name AS account, uniqExact(toDate(hour)) AS days, length(groupUniqArrayArray(ids)) AS devices, max(length(ids)) AS most,
        min(first) AS first, max(last) AS last, groupArraySorted(20)(row) AS rows
      FROM (SELECT directory, ${accountKey} AS name, toStartOfHour(time) AS hour, groupUniqArray(200)(device_id) AS ids, toFloat64(min(time)) AS first, toFloat64(max(time)) AS last,
          argMin((source, line), time) AS row
        FROM sign_in WHERE device_id != '' AND outcome = 'success' AND kind IN ('interactive', '') GROUP BY directory, name, hour HAVING length(ids) >= ${limits.devices})
      GROUP BY directory, name HAVING days >= ${limits.days} ORDER BY days DESC, directory, account LIMIT ${mostAccounts}`,
    signal,
  )
}
