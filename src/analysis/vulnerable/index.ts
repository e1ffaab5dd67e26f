import { sql } from '../../base/sql.ts'
import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { feedWords } from '../updates/feeds.ts'
import { counting, gravestReleases } from '../updates/ranking.ts'
import { byRelease, countingWeaknesses } from '../updates/weakness.ts'
import { readWeaknesses } from '../updates/weaknesses.ts'
import { order, vulnerableRelease } from './finding.ts'

interface Settings {
  readonly mostFindings: number
}

export const vulnerable = defineAnalysis<Settings>({
  name: 'vulnerable',
  version: 1,
  title: 'Vulnerable releases',
  looksFor: 'Installed releases with published weaknesses, ranked by the evidence that somebody exploits them and only then by their score.',
  techniques: ['T1190', 'T1203'],
  needs: ['installation', 'vulnerability_affects'],
  betterWith: ['exploit_probability', 'decision_point', 'known_exploited', 'vex_statement'],
  settings: { mostFindings: 100 },
  run,
})

async function* run({ lake, settings, now, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  // Those of the catalogue have an analysis of their own.
  const releases = await gravestReleases(lake, sql`${counting} AND NOT known`, settings.mostFindings, signal)
  if (releases.length === 0) return
  const others = countingWeaknesses(await readWeaknesses(lake, releases, signal)).filter(({ exploitation }) => exploitation.known === null)
  const feeds = await feedWords(lake, ['osv', 'cve', 'epss', 'kev'], now, signal)
  const groups = byRelease(others).map((group) => group.toSorted(order))
  const ranked = groups.toSorted((a, b) => (a[0] && b[0] ? order(a[0], b[0]) : 0))
  for (const group of ranked) yield vulnerableRelease(group, feeds, now)
}
