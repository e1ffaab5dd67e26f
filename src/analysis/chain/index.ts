import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { feedWords } from '../updates/feeds.ts'
import { readReach } from '../updates/reach.ts'
import { cheapestCut } from './cut.ts'
import { chainFinding, cutFinding } from './finding.ts'
import { type Chain, edgesOf, likeliestChains } from './graph.ts'
import { readOffers } from './query.ts'

interface Settings {
  readonly mostFindings: number
  /** Hosts that the cheapest cut is looked for, the likeliest to be reached first. */
  readonly mostTargets: number
}

export const chain = defineAnalysis<Settings>({
  name: 'chain',
  version: 1,
  title: 'Chains of weaknesses',
  looksFor:
    'Ways from the outside over several weaknesses to all rights on a host, as far as traffic shows who reaches whom, and the fewest updates that break them.',
  techniques: ['T1190', 'T1068', 'T1210'],
  needs: ['installation', 'vulnerability_affects', 'visit'],
  betterWith: ['connection', 'host_address', 'exploit_probability', 'known_exploited'],
  settings: { mostFindings: 10, mostTargets: 50 },
  run,
})

/** Of releases on a host that have to be updated together so many are named. */
const mostNamed = 100

async function* run({ lake, settings, now, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const offers = await readOffers(lake, signal)
  if (!offers) return
  const reach = await readReach(lake, signal)
  const chains = [...endsOf([...likeliestChains(edgesOf(offers.likeliest, reach)).values()])].filter(({ hops: steps }) => steps.length > 1)
  if (chains.length === 0) return
  const feeds = await feedWords(lake, ['osv', 'cve', 'kev', 'epss'], now, signal)
  const ranked = chains.toSorted((a, b) => b.likelihood - a.likelihood || a.hops.length - b.hops.length || (a.to < b.to ? -1 : 1))
  const targets = ranked.slice(0, settings.mostTargets)
  const cut = cheapestCut(edgesOf(offers.all, reach), new Set(targets.map(({ to }) => to)))
  const count = cut.reduce((sum, { updates }) => sum + updates, 0)
  yield cutFinding(ranked, targets, { count, updates: await offers.releasesOf(cut, mostNamed) }, feeds, now)
  for (const one of ranked.slice(0, settings.mostFindings)) yield chainFinding(one, feeds, now)
}

/** One chain a host: to all its rights where they can be had, else to those of a user. */
function endsOf(chains: readonly Chain[]): Iterable<Chain> {
  const best = new Map<string, Chain>()
  for (const one of chains) {
    const last = one.hops.at(-1)
    if (last && (!best.has(last.host) || last.gains === 'all')) best.set(last.host, one)
  }
  return best.values()
}
