import type { Questions } from '../../analysis/analysis.ts'
import { newestMoment } from '../../analysis/run.ts'
import { feedWords } from '../../analysis/updates/feeds.ts'
import { counting, openReleases, releaseHosts, weaknessRows } from '../../analysis/updates/ranking.ts'
import { distinctSoftware, hostsOf, releaseName, repairsOf } from '../../analysis/updates/release-finding.ts'
import { byRelease, countingWeaknesses, type Weakness } from '../../analysis/updates/weakness.ts'
import { readWeaknesses } from '../../analysis/updates/weaknesses.ts'
import { exploitationTiers, tierOf } from '../../base/exploitation.ts'
import type { ReleaseName } from '../../base/questions/software.ts'
import { raw, sql } from '../../base/sql.ts'
import { plural } from '../../base/text.ts'
import type { PosturePart } from '../../model/posture.ts'

const mostRows = 30

/** Releases with published weaknesses, by the evidence that somebody exploits them. */
export async function weaknessesPart(lake: Questions): Promise<PosturePart | undefined> {
  const signal = new AbortController().signal
  const [present] = await lake.rows<{ rows: number }>(raw('SELECT count() AS rows FROM vulnerability_affects'), signal)
  if ((present?.rows ?? 0) === 0) return undefined
  const counts = await countReleases(lake, signal)
  const { count: open } = await openReleases(lake, raw('true'), 0, signal)
  const all = await readWeaknesses(lake, await shownReleases(lake, signal), signal)
  const groups = byRelease(countingWeaknesses(all)).toSorted((a, b) => gravest(a) - gravest(b) || hosts(b) - hosts(a))
  const feeds = await feedWords(lake, ['osv', 'cve', 'kev', 'epss'], await newestMoment(lake), signal)
  return {
    name: 'weaknesses',
    title: 'Weaknesses',
    says: `${counts.used === 0 ? 'No installed release is known to have a weakness that is exploited' : `${plural(counts.used, 'installed release')} ${counts.used === 1 ? 'has' : 'have'} a weakness that is known to be exploited`}; ${plural(counts.any, 'release')} ${counts.any === 1 ? 'has' : 'have'} any that is published${open > 0 ? `, and of ${plural(open, 'release')} it cannot be told` : ''}.`,
    columns: [
      { name: 'Release' },
      ...['Hosts', 'Exploited', 'Likely to be', 'Shown to work', 'No exploitation known'].map((name) => ({ name, numeric: true })),
      { name: 'Repaired in' },
    ],
    rows: groups.map((group) => {
      const counts = exploitationTiers.map((tier) => group.filter(({ exploitation }) => tierOf(exploitation) === tier).length)
      return [group[0] ? releaseName(group[0].software) : '', hosts(group), ...counts, repairsOf(group).join(', ') || null]
    }),
    note: `${counts.any > groups.length ? `${counts.any - groups.length} more releases are not shown. ` : ''}${counts.spared > 0 ? `${plural(counts.spared, 'weakness', 'weaknesses')} not counted, because a VEX statement says so. ` : ''}It is as good as the knowledge that was read: ${feeds}.`,
  }
}

interface Counts {
  /** Releases with any weakness that counts, and with one that is exploited. */
  readonly any: number
  readonly used: number
  /** Weaknesses that a VEX statement spares. */
  readonly spared: number
}

async function countReleases(lake: Questions, signal: AbortSignal): Promise<Counts> {
  const [counts] = await lake.rows<Counts>(
    sql`SELECT countIf(counts > 0) AS any, countIf(exploited > 0) AS used, sum(unharmed) AS spared FROM (
        SELECT countIf(${counting}) AS counts, countIf(${counting} AND tier = 'used') AS exploited, uniqExactIf((family, name), spared) AS unharmed
        FROM ${weaknessRows(raw('true'))} GROUP BY product, version)`,
    signal,
  )
  return counts ?? { any: 0, used: 0, spared: 0 }
}

/** By the evidence of exploitation, and of those the most widely installed. */
function shownReleases(lake: Questions, signal: AbortSignal): Promise<readonly ReleaseName[]> {
  return lake.rows<ReleaseName>(
    sql`SELECT grave.product AS product, grave.version AS version FROM (
        SELECT product, version, min(indexOf(${exploitationTiers}, toString(tier))) AS tier FROM ${weaknessRows(counting)} GROUP BY product, version) AS grave
      INNER JOIN ${releaseHosts} AS has ON has.product = grave.product AND has.version = grave.version
      ORDER BY grave.tier, has.hosts DESC, product, version LIMIT ${mostRows}`,
    signal,
  )
}

function gravest(group: readonly Weakness[]): number {
  return Math.min(...group.map(({ exploitation }) => exploitationTiers.indexOf(tierOf(exploitation))))
}

function hosts(group: readonly Weakness[]): number {
  return hostsOf(distinctSoftware(group)).length
}
