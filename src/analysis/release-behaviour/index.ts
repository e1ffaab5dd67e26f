import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { evidenceSpan } from '../statistics/evidence-span.ts'
import { readReleases } from '../statistics/installed-software.ts'
import { differences } from './compare.ts'
import { type Change, releaseFinding, supplyChain } from './finding.ts'
import { pairsOf } from './pairs.ts'
import { readFirsts, readRates } from './queries.ts'
import { type ReleaseBehaviourSettings, releaseBehaviourSettings } from './settings.ts'

export const releaseBehaviour = defineAnalysis<ReleaseBehaviourSettings>({
  name: 'release-behaviour',
  version: 1,
  title: 'What a new release talks to that others do not',
  looksFor: 'Destinations that hosts begin to talk to after they got a release, while hosts of the same product without it do not.',
  techniques: [supplyChain],
  needs: ['visit', 'installed'],
  betterWith: ['installation'],
  settings: releaseBehaviourSettings,
  run,
})

/** Days of traffic that must lie before an installation, so that a first contact means something, and after it. */
const leastBefore = 7
const leastAfter = 1
const day = 86_400

async function* run({ lake, settings, signal }: AnalysisInput<ReleaseBehaviourSettings>): AsyncGenerator<Finding> {
  const span = await evidenceSpan(lake, signal)
  if (!span) return
  const period = { from: span.from + leastBefore * day, until: span.until - leastAfter * day }
  const { releases } = await readReleases(lake, span.from, signal)
  const destinations = await readFirsts(lake, period.from, settings, signal)
  const pairs = pairsOf(releases, destinations, { ...period, window: settings.windowDays * day, leastHosts: settings.leastHosts, level: settings.level })
  const found = differences(pairs, settings.level).filter((one) => one.hits >= settings.leastHosts)
  const rates = new Map((await readRates(lake, span, period, found, settings, signal)).map((one) => [pairKey(one), one]))
  const changes = found.flatMap((difference): Change[] => {
    const own = rates.get(pairKey(difference))
    // More often after than before, as well as more often than elsewhere.
    return own && own.after_days * own.before_of > own.before_days * own.after_of ? [{ difference, rates: own }] : []
  })
  const byRelease = [...Map.groupBy(changes, ({ difference }) => JSON.stringify([difference.product, difference.version])).values()]
  const findings = byRelease.flatMap(([first, ...others]) => (first ? [releaseFinding([first, ...others], span)] : []))
  yield* findings.sort((a, b) => b.severity - a.severity || b.confidence - a.confidence || (a.id < b.id ? -1 : 1)).slice(0, settings.mostFindings)
}

function pairKey({ product, version, destination }: { readonly product: string; readonly version: string; readonly destination: string }): string {
  return JSON.stringify([product, version, destination])
}
