import type { Held } from '../../base/affected/affected.ts'
import { sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import type { HeldSoftware } from './weakness.ts'

/** A release as inventories tell of it, with every handle that they give. */
export type ToldSoftware = Held & HeldSoftware

/** Releases that are installed still, as far as inventories tell (what traffic alone shows has no exact version): one row each, however many hosts have it. */
export async function heldSoftware(lake: Questions, signal?: AbortSignal): Promise<readonly ToldSoftware[]> {
  return lake.rows<ToldSoftware>(
    sql`SELECT toString(at.product) AS product, toString(max(at.vendor)) AS vendor, toString(at.version) AS version, at.purls AS purls, at.product_code AS code,
        at.cpe AS cpe, toString(at.signer) AS signer, at.hashes AS hashes, toString(inside.os) AS os, arraySort(groupUniqArray(toString(at.host))) AS hosts,
        toFloat64(min(at.since)) AS since, (min(at.source), argMin(at.line, at.source)) AS row
      FROM installed AS at LEFT JOIN (SELECT host, any(os) AS os FROM host GROUP BY host) AS inside ON inside.host = at.host
      WHERE at.basis = 'inventory' AND isNull(at.until)
      GROUP BY at.product, at.version, at.purls, at.product_code, at.cpe, at.signer, at.hashes, inside.os
      ORDER BY product, version, purls, code, os`,
    signal,
  )
}
