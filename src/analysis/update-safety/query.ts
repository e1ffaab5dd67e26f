import { packageKey } from '../../base/ecosystem.ts'
import { endOf } from '../../base/lifecycle.ts'
import { lifecyclesNow } from '../../base/questions/lifecycles.ts'
import { inParts, type ReleaseName, type Software } from '../../base/questions/software.ts'
import { sql } from '../../base/sql.ts'
import { plainName } from '../../base/text.ts'
import { exposedReleases } from '../../knowledge/exposed.ts'
import type { Questions } from '../analysis.ts'
import { counting, gravestReleases } from '../updates/ranking.ts'
import { readReach } from '../updates/reach.ts'
import type { KnownVersions } from './candidates.ts'

/** Gives what is known of the versions of these products, from one look at the workspace. */
export async function readVersions(
  lake: Questions,
  products: readonly string[],
  now: Date,
  signal: AbortSignal,
): Promise<(software: Software) => KnownVersions> {
  const installed = await inParts(products, (part) =>
    lake.rows<KnownVersions['installed'][number]>(
      sql`SELECT toString(product) AS product, toString(version) AS version, uniqExact(host) AS hosts, groupUniqArray(toString(signer)) AS signers
        FROM installed WHERE product IN ${part} AND basis = 'inventory' AND isNull(until) AND version != '' GROUP BY product, version ORDER BY product, version`,
      signal,
    ),
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

/** For each finding so many releases are weighed: the gravest weakness does not say alone what is to be done first. */
const weighedPerFinding = 10

/** Releases with weaknesses of which an advice is to be given: the gravest, and everything that may have been tampered with. */
export async function releasesToWeigh(lake: Questions, mostFindings: number, signal: AbortSignal): Promise<readonly ReleaseName[]> {
  const gravest = await gravestReleases(lake, counting, mostFindings * weighedPerFinding, signal)
  if (gravest.length === 0) return []
  const named = exposedReleases.flatMap(({ name, names }) => [plainName(name), packageKey('pypi', name), packageKey('npm', name), ...names.map(plainName)])
  const exposed = await lake.rows<ReleaseName>(
    sql`SELECT DISTINCT toString(product) AS product, toString(version) AS version FROM software
      WHERE family IN (SELECT family FROM software_key WHERE key IN ${[...new Set(named)]}) AND family IN (SELECT family FROM weakness) ORDER BY product, version`,
    signal,
  )
  return [...new Map([...gravest, ...exposed].map((one) => [releaseKey(one.product, one.version), one])).values()]
}
