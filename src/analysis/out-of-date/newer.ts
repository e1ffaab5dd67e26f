import { sql } from '../../base/sql.ts'
import { compareIn } from '../../base/versions/compare.ts'
import type { Questions } from '../analysis.ts'

/** A version of a program of which other hosts have a newer one. */
export interface Newer {
  readonly product: string
  readonly vendor: string
  readonly version: string
  readonly hosts: readonly string[]
  readonly rows: readonly (readonly [source: number, line: number])[]
  readonly newest: string
  readonly newestHosts: number
  /** When the first host got it, seconds since 1970; null is unknown. */
  readonly since: number | null
}

/** A version of a program, and where it is. */
export interface Version {
  readonly product: string
  readonly vendor: string
  readonly version: string
  readonly hosts: readonly string[]
  readonly rows: readonly (readonly [source: number, line: number])[]
  readonly since: number | null
}

const mostVersions = 200_000
const mostRows = 100

/**
 * Programs of which hosts have several versions. Packages of ecosystems and distributions are left out: several versions of a library
 * lie beside each other on purpose, and each release of a distribution has its own.
 */
export async function newerElsewhere(lake: Questions, signal: AbortSignal): Promise<readonly Newer[]> {
  const versions = await lake.rows<Version>(
    sql`SELECT toString(product) AS product, toString(vendor) AS vendor, toString(version) AS version, groupUniqArray(toString(host)) AS hosts,
        groupArray(${mostRows})((source, line)) AS rows, toFloat64(min(since)) AS since
      FROM installed WHERE basis = 'inventory' AND isNull(until) AND version != '' AND product != '' AND empty(purls)
      GROUP BY product, vendor, version ORDER BY product, vendor, version LIMIT ${mostVersions}`,
    signal,
  )
  return newerOf(versions)
}

/** Each version that is behind, with the newest of its product. Versions with another first number may be looked after side by side. */
export function newerOf(versions: readonly Version[]): readonly Newer[] {
  const branches = Map.groupBy(versions, ({ product, vendor, version }) => JSON.stringify([product, vendor, /\d+/.exec(version)?.[0] ?? '']))
  return [...branches.values()].flatMap((own) => {
    const newest = own.reduce((best, one) => (compareIn('windows', best.version, one.version) === -1 ? one : best))
    return own
      .filter(({ version }) => compareIn('windows', version, newest.version) === -1)
      .map(({ product, vendor, version, hosts, rows }) => ({
        product,
        vendor,
        version,
        hosts: hosts.toSorted(),
        rows,
        newest: newest.version,
        newestHosts: newest.hosts.length,
        since: newest.since,
      }))
  })
}
