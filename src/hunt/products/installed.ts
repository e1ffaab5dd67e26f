import { sql } from '../../base/sql.ts'
import type { Lake } from '../../lake/lake.ts'
import type { Told } from './name.ts'

/** One release on one host. Times are seconds since 1970. */
export interface Installed extends Told {
  readonly host: string
  readonly version: string
  readonly since: number | null
  readonly until: number | null
  readonly row: readonly [source: number, line: number]
}

/** One way in which inventories call a software. */
export interface Called {
  readonly product: string
  readonly vendor: string
  readonly purl: string
}

const mostNames = 500_000
const mostRows = 200_000

/** Every software that is installed somewhere, as the inventories call it: a look at the names costs less than one at the hosts. */
export function calledSoftware(lake: Lake, signal: AbortSignal): Promise<readonly Called[]> {
  return lake.rows<Called>(
    sql`SELECT product, vendor, purl FROM (SELECT DISTINCT toString(product) AS product, toString(vendor) AS vendor, '' AS purl FROM installed
      UNION DISTINCT SELECT toString(product), toString(vendor), replaceRegexpOne(purl, '[@?#].*$', '') FROM installation WHERE purl != '') ORDER BY product, vendor, purl LIMIT ${mostNames}`,
    signal,
  )
}

/** Where these products are installed. Call `calledSoftware` first to learn what they are called here. */
export function installationsOf(lake: Lake, products: readonly string[], signal: AbortSignal): Promise<readonly Installed[]> {
  return lake.rows<Installed>(
    sql`SELECT kept.host AS host, kept.product AS product, kept.vendor AS vendor, kept.version AS version, told.purl AS purl, inside.os AS os,
        toFloat64(kept.since) AS since, toFloat64(kept.until) AS until, (kept.source, kept.line) AS row
      FROM (SELECT toString(host) AS host, toString(product) AS product, toString(vendor) AS vendor, toString(version) AS version, since, until, source, line
        FROM installed WHERE product IN ${products}) AS kept
      LEFT JOIN (SELECT source AS at_source, line AS at_line, toString(product) AS at_product, toString(version) AS at_version, any(toString(purl)) AS purl
        FROM installation WHERE product IN ${products} GROUP BY at_source, at_line, at_product, at_version) AS told
        ON told.at_source = kept.source AND told.at_line = kept.line AND told.at_product = kept.product AND told.at_version = kept.version
      LEFT JOIN (SELECT toString(host) AS at_host, any(toString(os)) AS os FROM host GROUP BY at_host) AS inside ON inside.at_host = kept.host
      ORDER BY host, product, version LIMIT ${mostRows}`,
    signal,
  )
}
