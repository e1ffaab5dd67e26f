import { sql } from '../../base/sql.ts'
import { plainName } from '../../base/text.ts'
import type { Questions } from '../analysis.ts'
import { readReach } from '../updates/reach.ts'
import type { HeldSoftware } from '../updates/weakness.ts'
import type { KnownVersions } from './candidates.ts'

/** Gives what is known of the versions of a product, from one look at the workspace. */
export async function readVersions(lake: Questions, signal: AbortSignal): Promise<(software: HeldSoftware) => KnownVersions> {
  const installed = await lake.rows<KnownVersions['installed'][number]>(
    sql`SELECT toString(product) AS product, toString(version) AS version, uniqExact(host) AS hosts, groupUniqArray(toString(signer)) AS signers
      FROM installed WHERE basis = 'inventory' AND isNull(until) AND version != '' GROUP BY product, version ORDER BY product, version`,
    signal,
  )
  const vetted = await lake.rows<KnownVersions['vetted'][number]>(
    sql`SELECT name, version, toString(word) AS word FROM vetted_release WHERE version != '' ORDER BY name, version`,
    signal,
  )
  const lifecycles = await lake.rows<{ names: readonly string[]; title: string; version: string; at: number | null }>(
    sql`SELECT names, toString(title) AS title, toString(latest) AS version, toFloat64(latest_released) AS at FROM lifecycle WHERE latest != '' ORDER BY product, cycle`,
    signal,
  )
  const byProduct = Map.groupBy(installed, ({ product }) => product)
  const byName = Map.groupBy(vetted, ({ name }) => plainName(name))
  const byTitle = new Map<string, { version: string; at: number | null }[]>()
  for (const { names, title, version, at } of lifecycles) {
    for (const name of new Set([...names, plainName(title)])) byTitle.set(name, [...(byTitle.get(name) ?? []), { version, at }])
  }
  return ({ product }) => ({
    installed: byProduct.get(product) ?? [],
    vetted: byName.get(plainName(product)) ?? [],
    released: byTitle.get(plainName(product)) ?? [],
  })
}

/** Hosts that answered connections from the outside; undefined where no connections were seen at all. */
export async function reachedFromOutside(lake: Questions, signal: AbortSignal): Promise<ReadonlySet<string> | undefined> {
  const [seen] = await lake.rows<{ rows: number }>(sql`SELECT count() AS rows FROM connection`, signal)
  return (seen?.rows ?? 0) === 0 ? undefined : (await readReach(lake, signal)).fromOutside
}
