import { sql } from '../../base/sql.ts'
import { secondFactors } from '../../model/second-factor.ts'
import type { Questions } from '../analysis.ts'
import { accountKey, type RowRef } from '../statistics/accounts.ts'

/** Sign-ins of people in one directory. Times are seconds since 1970. */
export interface Asked {
  readonly directory: string
  /** Successful sign-ins with a second factor or an earlier one that still holds, without, and of which it is not known. */
  readonly with: number
  readonly without: number
  readonly unknown: number
  /** Of those without: the directory itself says that none was required. */
  readonly notRequired: number
  readonly accounts: readonly string[]
  readonly accountCount: number
  readonly applications: readonly string[]
  readonly first: number
  readonly last: number
  readonly rows: readonly RowRef[]
}

/** Factors that stand for both: who signs in with a key or passkey alone has shown possession and, to unlock it, a second thing. */
const sufficient = Object.entries(secondFactors).flatMap(([factor, { strength }]) => (strength === 'phishing-resistant' ? [factor] : []))

/** Counts the successful sign-ins of people by what was asked of them; protocols that cannot ask are another matter. */
export function askedFor(lake: Questions, signal: AbortSignal): Promise<readonly Asked[]> {
  const satisfied = sql`(ifNull(mfa, false) OR mfa_result IN ('satisfied', 'by-claim') OR factor IN ${sufficient})`
  const without = sql`(NOT ${satisfied} AND ifNull(mfa = false, false))`
  return lake.rows<Asked>(
    sql`SELECT toString(directory) AS directory, countIf(${satisfied}) AS with, countIf(${without}) AS without,
        count() - with - without AS unknown, countIf(${without} AND mfa_result = 'not-required') AS notRequired,
        arraySort(groupUniqArrayIf(1000)(${accountKey}, ${without})) AS accounts, uniqExactIf(${accountKey}, ${without}) AS accountCount,
        topKIf(3)(toString(application), ${without} AND application != '') AS applications,
        toFloat64(minIf(time, ${without})) AS first, toFloat64(maxIf(time, ${without})) AS last, groupArraySortedIf(20)((source, line), ${without}) AS rows
      FROM sign_in WHERE outcome = 'success' AND kind IN ('interactive', '') AND NOT ifNull(legacy, false)
      GROUP BY directory ORDER BY directory`,
    signal,
  )
}

/** Directories in which a policy in force asks everybody for a second factor. */
export async function askingDirectories(lake: Questions, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const rows = await lake.rows<{ directory: string }>(
    sql`SELECT DISTINCT toString(directory) AS directory FROM access_policy WHERE state = 'enabled' AND requires_mfa AND has(arrayMap(one -> lower(one), includes), 'all')`,
    signal,
  )
  return new Set(rows.map(({ directory }) => directory))
}
