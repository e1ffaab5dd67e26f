import { sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import type { Stay } from './waits.ts'

export interface ProductStays {
  readonly product: string
  readonly vendor: string
  /** Type of its package URL; empty where it has none. */
  readonly type: string
  readonly stays: readonly Stay[]
}

const mostRows = 500_000

/** Products whose versions came at different times, of which inventories tell, those on most hosts first. */
export async function changingProducts(lake: Questions, signal?: AbortSignal): Promise<readonly ProductStays[]> {
  const rows = await lake.rows<Stay & { readonly product: string; readonly vendor: string; readonly purl: string }>(
    sql`SELECT toString(product) AS product, toString(vendor) AS vendor, toString(host) AS host, toString(version) AS version, purls[1] AS purl,
        toFloat64(assumeNotNull(since)) AS since, toFloat64(until) AS until, (source, line) AS row
      FROM installed WHERE basis = 'inventory' AND isNotNull(since) AND version != '' AND product IN (
        SELECT product FROM installed WHERE basis = 'inventory' AND isNotNull(since) AND version != ''
        GROUP BY product HAVING uniqExact(version) > 1 AND uniqExact(since) > 1)
      ORDER BY product, host, since, version LIMIT ${mostRows}`,
    signal,
  )
  const products = [...Map.groupBy(rows, ({ product }) => product)].map(([product, stays]) => ({
    product,
    vendor: stays.find(({ vendor }) => vendor !== '')?.vendor ?? '',
    type: /^pkg:([^/]+)\//.exec(stays[0]?.purl ?? '')?.[1] ?? '',
    stays,
  }))
  return products.sort((a, b) => b.stays.length - a.stays.length || (a.product < b.product ? -1 : 1))
}
