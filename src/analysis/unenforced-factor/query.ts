import { sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import type { RowRef } from '../statistics/accounts.ts'

export interface AccessPolicy {
  readonly directory: string
  readonly tenant: string
  readonly policy: string
  /** enabled, report-only or disabled. */
  readonly state: string
  readonly requires_mfa: boolean | null
  readonly includes: readonly string[]
  readonly excludes: readonly string[]
  readonly seen: number | null
  readonly row: RowRef
}

const mostPolicies = 5000

/** Policies that ask for a second factor, the newest export of each. */
export async function factorPolicies(lake: Questions, signal: AbortSignal): Promise<readonly AccessPolicy[]> {
  return lake.rows<AccessPolicy>(
    sql`SELECT toString(directory) AS directory, toString(tenant) AS tenant, policy, toString(state) AS state, requires_mfa, includes, excludes,
        toFloat64(seen_at) AS seen, (source, line) AS row
      FROM access_policy ORDER BY directory, tenant, policy, ifNull(seen_at, toDateTime64(0, 6, 'UTC')) DESC, source DESC, line DESC
      LIMIT 1 BY directory, tenant, policy LIMIT ${mostPolicies}`,
    signal,
  )
}
