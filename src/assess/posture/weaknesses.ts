import type { Questions } from '../../analysis/analysis.ts'
import { newestMoment } from '../../analysis/run.ts'
import { exploitationTiers, tierOf } from '../../analysis/updates/exploitation.ts'
import { feedWords } from '../../analysis/updates/feeds.ts'
import { distinctSoftware, hostsOf, releaseName, repairsOf } from '../../analysis/updates/release-finding.ts'
import { byRelease, countingWeaknesses, type Weakness } from '../../analysis/updates/weakness.ts'
import { readWeaknesses } from '../../analysis/updates/weaknesses.ts'
import { raw } from '../../base/sql.ts'
import { plural } from '../../base/text.ts'
import type { PosturePart } from '../../model/posture.ts'

const mostRows = 30

/** Releases with published weaknesses, by the evidence that somebody exploits them. */
export async function weaknessesPart(lake: Questions): Promise<PosturePart | undefined> {
  const signal = new AbortController().signal
  const [present] = await lake.rows<{ rows: number }>(raw('SELECT count() AS rows FROM vulnerability_affects'), signal)
  if ((present?.rows ?? 0) === 0) return undefined
  const all = await readWeaknesses(lake, signal)
  const counting = countingWeaknesses(all)
  const groups = byRelease(counting).toSorted((a, b) => gravest(a) - gravest(b) || hosts(b) - hosts(a))
  const used = groups.filter((group) => gravest(group) === 0)
  const open = byRelease(all.filter(({ verdict }) => verdict.state === 'cannot tell')).length
  const spared = all.filter(({ vex }) => vex !== undefined).length
  const feeds = await feedWords(lake, ['osv', 'cve', 'kev', 'epss'], await newestMoment(lake), signal)
  return {
    name: 'weaknesses',
    title: 'Weaknesses',
    says: `${used.length === 0 ? 'No installed release is known to have a weakness that is exploited' : `${plural(used.length, 'installed release')} ${used.length === 1 ? 'has' : 'have'} a weakness that is known to be exploited`}; ${plural(groups.length, 'release')} ${groups.length === 1 ? 'has' : 'have'} any that is published${open > 0 ? `, and of ${plural(open, 'release')} it cannot be told` : ''}.`,
    columns: [
      { name: 'Release' },
      ...['Hosts', 'Exploited', 'Likely to be', 'Shown to work', 'No exploitation known'].map((name) => ({ name, numeric: true })),
      { name: 'Repaired in' },
    ],
    rows: groups.slice(0, mostRows).map((group) => {
      const counts = exploitationTiers.map((tier) => group.filter(({ exploitation }) => tierOf(exploitation) === tier).length)
      return [group[0] ? releaseName(group[0].software) : '', hosts(group), ...counts, repairsOf(group).join(', ') || null]
    }),
    note: `${groups.length > mostRows ? `${groups.length - mostRows} more releases are not shown. ` : ''}${spared > 0 ? `${plural(spared, 'weakness', 'weaknesses')} not counted, because a VEX statement says so. ` : ''}It is as good as the knowledge that was read: ${feeds}.`,
  }
}

function gravest(group: readonly Weakness[]): number {
  return Math.min(...group.map(({ exploitation }) => exploitationTiers.indexOf(tierOf(exploitation))))
}

function hosts(group: readonly Weakness[]): number {
  return hostsOf(distinctSoftware(group)).length
}
