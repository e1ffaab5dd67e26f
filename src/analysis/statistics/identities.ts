import { type Sql, sql } from '../../base/sql.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Questions } from '../analysis.ts'
import type { Account, RowRef } from './accounts.ts'

/** One account from all exports together. Times are seconds since 1970; null is unknown. */
export interface Identity extends Account {
  readonly tenant: string
  /** The directory's own id. */
  readonly accountId: string
  /** person, service, shared, break-glass or guest; empty is unknown. */
  readonly kind: string
  readonly enabled: boolean | null
  readonly privileged: boolean | null
  readonly privileges: readonly string[]
  readonly groups: readonly string[]
  readonly external: boolean | null
  readonly supplier: string
  readonly password: boolean | null
  readonly mfa_registered: boolean | null
  readonly mfa_enforced: boolean | null
  readonly factors: readonly string[]
  /** The later of what the directory says and of the sign-ins read. */
  readonly lastSignIn: number | null
  readonly created: number | null
  /** The date of the export. */
  readonly seen: number | null
  readonly row: RowRef
}

const mostIdentities = 100_000

/** Accounts that may sign in (those that are disabled cannot be misused) and of which `where` is true, by directory and login. */
export async function identities(lake: Questions, where: Sql, signal: AbortSignal): Promise<readonly Identity[]> {
  return lake.rows<Identity>(
    sql`SELECT toString(directory) AS directory, toString(tenant) AS tenant, if(account != '', account, account_id) AS account, account_id AS accountId, toString(kind) AS kind,
        enabled, privileged, privileges, groups, external, supplier, password, mfa_registered, mfa_enforced, factors,
        toFloat64(greatest(ifNull(last_sign_in, last_success), ifNull(last_success, last_sign_in))) AS lastSignIn, toFloat64(created_at) AS created,
        toFloat64(seen_at) AS seen, (source, line) AS row
      FROM identity WHERE ifNull(enabled, true) AND (${where}) ORDER BY directory, tenant, account LIMIT ${mostIdentities}`,
    signal,
  )
}

/** When a state was seen: the dates of the exports, else now. ISO 8601. */
export function seenSpan(of: readonly { readonly seen: number | null }[], now: Date): { readonly first: string; readonly last: string } {
  const times = of.flatMap(({ seen }) => seen ?? [])
  if (times.length === 0) return { first: isoFromSeconds(now.getTime() / 1000), last: isoFromSeconds(now.getTime() / 1000) }
  // A loop, since the list may be longer than a call takes arguments.
  const [first, last] = times.reduce(([least, most], time) => [Math.min(least, time), Math.max(most, time)], [Number.POSITIVE_INFINITY, 0])
  return { first: isoFromSeconds(first), last: isoFromSeconds(last) }
}

/** The accounts that administer something, as keys of `keyOf`. */
export async function privilegedKeys(lake: Questions, signal: AbortSignal): Promise<ReadonlySet<string>> {
  const rows = await lake.rows<Account>(
    sql`SELECT toString(directory) AS directory, arrayJoin([account, account_id]) AS account FROM identity WHERE privileged AND account != '' LIMIT ${mostIdentities}`,
    signal,
  )
  return new Set(rows.map(keyOf))
}

export function keyOf({ directory, account }: Account): string {
  return JSON.stringify([directory, account])
}
