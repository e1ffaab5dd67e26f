import { sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import type { RowRef } from '../statistics/accounts.ts'
import { type AlikeAccounts, countFactors, type FactorCounts, peoplesAccounts } from '../statistics/second-factors.ts'

export interface GroupFactors {
  readonly directory: string
  readonly tenant: string
  readonly group: string
  readonly counts: FactorCounts
}

const mostGroups = 2000
const mostRows = 50

/** Second factors by group, for groups with enough members; the largest ones where there are very many. */
export async function groupFactors(lake: Questions, leastMembers: number, signal: AbortSignal): Promise<readonly GroupFactors[]> {
  type Group = AlikeAccounts & { readonly directory: string; readonly tenant: string; readonly named: string }
  const members = sql`SELECT directory, tenant, arrayJoin(arrayDistinct(groups)) AS named, mfa_registered, factors FROM identity WHERE ${peoplesAccounts}`
  const rows = await lake.rows<Group>(
    sql`SELECT toString(directory) AS directory, toString(tenant) AS tenant, named, mfa_registered, arraySort(factors) AS factors, count() AS accounts
      FROM (${members}) WHERE (directory, tenant, named) IN (
        SELECT directory, tenant, named FROM (${members}) GROUP BY directory, tenant, named HAVING count() >= ${leastMembers} ORDER BY count() DESC LIMIT ${mostGroups})
      GROUP BY directory, tenant, named, mfa_registered, factors ORDER BY directory, tenant, named`,
    signal,
  )
  return [...Map.groupBy(rows, ({ directory, tenant, named }) => JSON.stringify([directory, tenant, named])).values()].map((own) => ({
    directory: own[0]?.directory ?? '',
    tenant: own[0]?.tenant ?? '',
    group: own[0]?.named ?? '',
    counts: countFactors(own),
  }))
}

/** Rows of accounts that the directory says have no second factor, the privileged first. */
export async function rowsWithout(
  lake: Questions,
  of: { readonly directory: string; readonly tenant: string },
  signal: AbortSignal,
): Promise<readonly RowRef[]> {
  const rows = await lake.rows<{ row: RowRef }>(
    sql`SELECT (source, line) AS row FROM identity
      WHERE ${peoplesAccounts} AND directory = ${of.directory} AND tenant = ${of.tenant} AND mfa_registered = false
      ORDER BY ifNull(privileged, false) DESC, account LIMIT ${mostRows}`,
    signal,
  )
  return rows.map(({ row }) => row)
}
