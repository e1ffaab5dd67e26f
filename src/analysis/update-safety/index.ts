import { exposedReleases } from '../../knowledge/exposed.ts'
import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { matchOf } from '../updates/exposed-match.ts'
import { feedWords } from '../updates/feeds.ts'
import { byRelease, countingWeaknesses, type Weakness } from '../updates/weakness.ts'
import { readWeaknesses } from '../updates/weaknesses.ts'
import { candidatesOf } from './candidates.ts'
import { decide, type Policy, type Waiting } from './decide.ts'
import { adviceFinding } from './finding.ts'
import { reachedFromOutside, readVersions, releasesToWeigh } from './query.ts'

interface Settings {
  /** Hours that a release has to be out before it is taken; a repair of what is exploited does not wait. */
  readonly minimumAge: number
  /** Probability of exploitation within 30 days from which waiting is grave. */
  readonly probability: number
  /** Hosts that have a release already from which it counts as tried. */
  readonly triedHosts: number
  readonly mostFindings: number
}

export const updateSafety = defineAnalysis<Settings>({
  name: 'update-safety',
  version: 1,
  title: 'Whether to take an update',
  looksFor: 'For every release with weaknesses: update now, update, hold or isolate, with the risk of waiting beside the risk of taking the update.',
  techniques: [],
  needs: ['installation', 'vulnerability_affects'],
  betterWith: ['known_exploited', 'exploit_probability', 'lifecycle', 'vetted_release', 'connection'],
  settings: { minimumAge: 72, probability: 0.1, triedHosts: 5, mostFindings: 100 },
  run,
})

async function* run({ lake, settings, now, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const groups = byRelease(countingWeaknesses(await readWeaknesses(lake, await releasesToWeigh(lake, settings.mostFindings, signal), signal)))
  if (groups.length === 0) return
  const products = [...new Set(groups.flatMap(([first]) => first?.software.product ?? []))]
  const versionsOf = await readVersions(lake, products, now, signal)
  const outside = await reachedFromOutside(lake, signal)
  const feeds = await feedWords(lake, ['osv', 'cve', 'kev', 'epss', 'endoflife'], now, signal)
  const policy: Policy = { age: settings.minimumAge * 3600, probability: settings.probability, tried: settings.triedHosts }
  const at = now.getTime() / 1000
  const decided = groups.flatMap((group) => {
    const [first] = group
    if (!first) return []
    const known = versionsOf(first.software)
    const decision = decide(waitingOf(group, outside, known.ended), candidatesOf(first.software, group, known), policy, at)
    return [{ group, decision }]
  })
  const ranked = decided.toSorted((a, b) => rank[a.decision.advice] - rank[b.decision.advice])
  for (const { group, decision } of ranked.slice(0, settings.mostFindings)) yield adviceFinding(group, decision, feeds, now)
}

const rank = { isolate: 0, 'update now': 1, hold: 2, update: 3 } as const

/** What waiting risks, of all weaknesses of a release together. */
function waitingOf(group: readonly Weakness[], outside: ReadonlySet<string> | undefined, cycleEnded: boolean): Waiting {
  const dues = group.flatMap(({ exploitation: { known } }) => known?.due ?? [])
  const probabilities = group.flatMap(({ exploitation: { probability } }) => probability ?? [])
  const scores = group.flatMap(({ score }) => score ?? [])
  const software = group[0]?.software
  return {
    exploited: group.some(({ exploitation: { known, exploitation }, malicious }) => known !== null || exploitation === 'active' || malicious),
    due: dues.length > 0 ? Math.min(...dues) : null,
    probability: probabilities.length > 0 ? Math.max(...probabilities) : null,
    score: scores.length > 0 ? Math.max(...scores) : null,
    reachable: outside === undefined ? null : group.some(({ software: { hosts } }) => hosts.some((host) => outside.has(host))),
    compromised:
      software !== undefined &&
      exposedReleases.some((release) => release.kind === 'compromised' && matchOf({ ...software, purl: software.purls[0] ?? '' }, release) !== undefined),
    ended: cycleEnded || group.every(({ noFix }) => noFix === true),
  }
}
