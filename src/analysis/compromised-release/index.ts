import { plainName } from '../../base/text.ts'
import { exposedReleases } from '../../knowledge/exposed.ts'
import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { matchOf } from '../updates/exposed-match.ts'
import { finding, type Holding } from './finding.ts'
import { installations } from './query.ts'

interface Settings {
  readonly mostFindings: number
}

export const compromisedRelease = defineAnalysis<Settings>({
  name: 'compromised-release',
  version: 1,
  title: 'Releases that are known ways in',
  looksFor: 'Installations of releases that are known to have been tampered with, or through which attackers came in.',
  techniques: ['T1195.002'],
  needs: ['installation'],
  settings: { mostFindings: 200 },
  run,
})

async function* run({ lake, settings, now, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const names = [...new Set(exposedReleases.flatMap((release) => release.names.map(plainName)))]
  const packages = [...new Set(exposedReleases.map((release) => release.name.toLowerCase()))]
  const holdings: Holding[] = []
  for (const installed of await installations(lake, names, packages, signal)) {
    const matches = exposedReleases.flatMap((release) => matchOf(installed, release) ?? [])
    const best = matches.toSorted((a, b) => b.confidence - a.confidence)[0]
    if (best) holdings.push({ installed, match: best })
  }
  const groups = Map.groupBy(holdings, ({ installed, match }) => JSON.stringify([match.release.kind, match.release.name, installed.product, installed.version]))
  for (const group of [...groups.values()].slice(0, settings.mostFindings)) yield finding(group, now)
}
