import { raw, type Sql, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import type { Told } from '../updates/exposed-match.ts'

/** One release on one host. Times are seconds since 1970. */
export interface Installed extends Told {
  readonly host: string
  readonly since: number | null
  /** When another version took its place. */
  readonly until: number | null
  /** When the evidence last spoke of it. */
  readonly seen: number | null
  readonly row: readonly [source: number, line: number]
}

const mostRows = 200_000

/** Installations whose name (letters and digits only) or package name is among these. */
export async function installations(
  lake: Questions,
  names: readonly string[],
  packages: readonly string[],
  signal: AbortSignal,
): Promise<readonly Installed[]> {
  const isNamed = sql`replaceRegexpAll(lowerUTF8(product), '[^\\\\p{L}\\\\p{N}]+', '') IN ${names}`
  const isPackage = (purl: Sql) => sql`(lower(decodeURLComponent(extract(${purl}, '^pkg:[a-zA-Z0-9.+-]+/([^@?#]+)'))) IN ${packages}
      OR lower(extract(${purl}, '^pkg:(?:deb|rpm)/[^@?#]*?([^/@?#]+)(?:[@?#]|$)')) IN ${packages})`
  // Nearly nothing is left of what is installed before anything is joined with it.
  const kept = sql`SELECT toString(host) AS host, toString(product) AS product, toString(vendor) AS vendor, toString(version) AS version, since, until, source, line
    FROM installed WHERE ${isNamed} OR arrayExists(one -> ${isPackage(raw('one'))}, purls)`
  return lake.rows<Installed>(
    sql`SELECT * FROM (
        SELECT kept.host AS host, kept.product AS product, kept.vendor AS vendor, kept.version AS version, told.purl AS purl, inside.os AS os,
          toFloat64(kept.since) AS since, toFloat64(kept.until) AS until, told.seen AS seen, (kept.source, kept.line) AS row
        FROM (${kept}) AS kept
        LEFT JOIN (SELECT source AS at_source, line AS at_line, toString(product) AS at_product, toString(version) AS at_version, any(toString(purl)) AS purl,
            toFloat64(max(ifNull(seen_at, installed_at))) AS seen
          FROM installation WHERE (source, line) IN (SELECT source, line FROM (${kept})) GROUP BY at_source, at_line, at_product, at_version) AS told
          ON told.at_source = kept.source AND told.at_line = kept.line AND told.at_product = kept.product AND told.at_version = kept.version
        LEFT JOIN (SELECT toString(host) AS at_host, any(toString(os)) AS os FROM host GROUP BY at_host) AS inside ON inside.at_host = kept.host)
      WHERE ${isNamed} OR ${isPackage(raw('purl'))} ORDER BY host, product, version LIMIT ${mostRows}`,
    signal,
  )
}
