import { raw, type Sql, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'

/** Where one version of one product is installed. */
export interface ReleaseFacts {
  readonly product: string
  readonly vendor: string
  /** Empty is unknown. */
  readonly version: string
  readonly holders: readonly Holder[]
}

export interface Holder {
  readonly host: number
  /** Installed at, else first seen, seconds since 1970; null is unknown. */
  readonly since: number | null
  /** `since` is the install date itself. */
  readonly exact: boolean
  /** Read off traffic, not told by an inventory. */
  readonly passive: boolean
}

/** Hosts by number, `(host, number)`: those that talk outward, in the order of their names. */
export const outwardHosts = sql`(SELECT host, toUInt32(row_number() OVER (ORDER BY host) - 1) AS number FROM (SELECT DISTINCT host FROM visit WHERE direction = 'outward'))`

/** Rows of `installed` that one run takes in. Beyond, software that did not change during the evidence is left out. */
const mostInstallations = 2_000_000

/** Seconds since 1970 as the engine's time. */
export function moment(seconds: number): Sql {
  return sql`fromUnixTimestamp64Micro(toInt64(${Math.round(seconds * 1e6)}))`
}

/** Every release on hosts that talk outward, by product and version; only what came after `from` when there is too much (`changedOnly`). */
export async function readReleases(
  lake: Questions,
  from: number,
  signal: AbortSignal,
): Promise<{ readonly releases: readonly ReleaseFacts[]; readonly changedOnly: boolean }> {
  const [count] = await lake.rows<{ rows: number }>(sql`SELECT count() AS rows FROM installed`, signal)
  const changedOnly = (count?.rows ?? 0) > mostInstallations
  const changed = sql`HAVING max(since) >= ${moment(from)}`
  // Tuples instead of four arrays: groupArray leaves out NULL.
  const rows = await lake.rows<{ product: string; vendor: string; version: string; holders: readonly (readonly [number, number, number, number])[] }>(
    sql`SELECT toString(product) AS product, toString(max(vendor)) AS vendor, toString(version) AS version,
        arraySort(groupArray((hosts.number, ifNull(toInt64(toUnixTimestamp64Milli(since)), -1), toUInt8(exact), toUInt8(basis = 'passive')))) AS holders
      FROM installed INNER JOIN ${outwardHosts} AS hosts ON installed.host = hosts.host
      GROUP BY product, version ${changedOnly ? changed : raw('')} ORDER BY product, version`,
    signal,
  )
  const releases = rows.map(({ holders, ...release }) => ({
    ...release,
    holders: holders.map(([host, since, exact, passive]) => ({ host, since: since < 0 ? null : since / 1000, exact: exact === 1, passive: passive === 1 })),
  }))
  return { releases, changedOnly }
}
