import type { Told } from '../../base/product-identity/told.ts'
import { sql } from '../../base/sql.ts'
import type { Lake } from '../../lake/lake.ts'

/** One release on one host. Times are seconds since 1970. */
export interface Installed extends Told {
  readonly host: string
  readonly version: string
  readonly since: number | null
  readonly until: number | null
  readonly row: readonly [source: number, line: number]
}

/** One way in which inventories tell of a software, whatever the host. */
export type Called = Omit<Told, 'os'>

const mostNames = 500_000
const mostRows = 200_000

/** Every software that is installed somewhere, as the inventories call it: a look at the names costs less than one at the hosts. */
export function calledSoftware(lake: Lake, signal: AbortSignal): Promise<readonly Called[]> {
  return lake.rows<Called>(
    sql`SELECT toString(product) AS product, toString(vendor) AS vendor, arrayMap(one -> replaceRegexpOne(one, '(@[^@/?#]*)?([?#].*)?$', ''), purls) AS purls,
        product_code AS code, cpe, toString(signer) AS signer, hashes
      FROM installed GROUP BY product, vendor, purls, code, cpe, signer, hashes ORDER BY product, vendor, purls, code, cpe, signer, hashes LIMIT ${mostNames}`,
    signal,
  )
}

/** Where these products are installed. Call `calledSoftware` first to learn what they are called here. */
export function installationsOf(lake: Lake, products: readonly string[], signal: AbortSignal): Promise<readonly Installed[]> {
  return lake.rows<Installed>(
    sql`SELECT toString(kept.host) AS host, toString(kept.product) AS product, toString(kept.vendor) AS vendor, toString(kept.version) AS version, kept.purls AS purls,
        kept.product_code AS code, kept.cpe AS cpe, toString(kept.signer) AS signer, kept.hashes AS hashes, inside.os AS os,
        toFloat64(kept.since) AS since, toFloat64(kept.until) AS until, (kept.source, kept.line) AS row
      FROM (SELECT * FROM installed WHERE product IN ${products}) AS kept
      LEFT JOIN (SELECT toString(host) AS at_host, any(toString(os)) AS os FROM host GROUP BY at_host) AS inside ON inside.at_host = kept.host
      ORDER BY host, product, version LIMIT ${mostRows}`,
    signal,
  )
}
