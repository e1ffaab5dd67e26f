import { lifecyclesNow } from '../../base/questions/lifecycles.ts'
import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { feedWords } from '../updates/feeds.ts'
import { oldRelease, untold } from './finding.ts'
import { graveness, lagsOf } from './lag.ts'
import { newerElsewhere } from './newer.ts'

interface Settings {
  /** Days within which an update should be there. */
  readonly days: number
  readonly mostFindings: number
}

export const outOfDate = defineAnalysis<Settings>({
  name: 'out-of-date',
  version: 1,
  title: 'Out of date',
  looksFor: 'Releases that are behind the latest of their release cycle, or behind what other hosts of the organisation have, and for how long.',
  techniques: [],
  needs: ['installation'],
  betterWith: ['lifecycle'],
  // Cyber Essentials asks for updates within 14 days of release: https://www.ncsc.gov.uk/cyberessentials, “security update management”.
  settings: { days: 14, mostFindings: 100 },
  run,
})

async function* run({ lake, settings, now, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const at = now.getTime() / 1000
  const { lived, others } = await lifecyclesNow(lake, signal)
  const feeds = await feedWords(lake, ['endoflife'], now, signal)
  const lags = lagsOf(lived, await newerElsewhere(lake, signal), at)
  const ranked = lags.toSorted((a, b) => graveness(b, settings.days) - graveness(a, settings.days) || (b.days ?? 0) - (a.days ?? 0))
  for (const lag of ranked.slice(0, settings.mostFindings)) yield oldRelease(lag, settings.days, feeds, now)
  const without = others.count + lived.filter(({ cycles }) => cycles.length !== 1).length
  if (without > 0) yield untold(without, others, feeds, now)
}
