import { endOf } from '../../base/lifecycle.ts'
import { lifecyclesNow } from '../../base/questions/lifecycles.ts'
import { sql } from '../../base/sql.ts'
import { plainName } from '../../base/text.ts'
import type { Questions } from '../analysis.ts'
import { readReach } from '../updates/reach.ts'
import type { HeldSoftware } from '../updates/weakness.ts'
import type { KnownVersions } from './candidates.ts'

/** Gives what is known of the versions of a product, from one look at the workspace. */
export async function readVersions(lake: Questions, now: Date, signal: AbortSignal): Promise<(software: HeldSoftware) => KnownVersions> {
  const installed = await lake.rows<KnownVersions['installed'][number]>(
    sql`SELECT toString(product) AS product, toString(version) AS version, uniqExact(host) AS hosts, groupUniqArray(toString(signer)) AS signers
      FROM installed WHERE basis = 'inventory' AND isNull(until) AND version != '' GROUP BY product, version ORDER BY product, version`,
    signal,
  )
  const vetted = await lake.rows<KnownVersions['vetted'][number]>(
    sql`SELECT name, version, toString(word) AS word FROM vetted_release WHERE version != '' ORDER BY name, version`,
    signal,
  )
  const { lived } = await lifecyclesNow(lake, signal)
  const lives = new Map(lived.map((one) => [releaseKey(one.name, one.version), one]))
  const byProduct = Map.groupBy(installed, ({ product }) => product)
  const byName = Map.groupBy(vetted, ({ name }) => plainName(name))
  return ({ product, version }) => {
    const life = lives.get(releaseKey(product, version))
    return {
      installed: byProduct.get(product) ?? [],
      vetted: byName.get(plainName(product)) ?? [],
      released: (life?.all ?? []).filter(({ latest }) => latest !== '').map(({ latest, latestReleased }) => ({ version: latest, at: latestReleased })),
      ended: life !== undefined && endOf(life.cycles, now.getTime() / 1000).state === 'ended',
    }
  }
}

function releaseKey(product: string, version: string): string {
  return JSON.stringify([product, version])
}

/** Hosts that answered connections from the outside; undefined where no connections were seen at all. */
export async function reachedFromOutside(lake: Questions, signal: AbortSignal): Promise<ReadonlySet<string> | undefined> {
  const [seen] = await lake.rows<{ rows: number }>(sql`SELECT count() AS rows FROM connection`, signal)
  return (seen?.rows ?? 0) === 0 ? undefined : (await readReach(lake, signal)).fromOutside
}
