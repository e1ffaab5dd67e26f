import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { strobeFinding, techniques } from './finding.ts'
import { type StrobeSettings, strobeSettings } from './settings.ts'
import { strobes } from './strobes-query.ts'

export const strobe = defineAnalysis<StrobeSettings>({
  name: 'strobe',
  version: 1,
  title: 'Connections without end (strobes)',
  looksFor: 'Hosts that open a connection to the same target each second of a day or more often: too fast for the beacon analysis, and no person.',
  techniques,
  needs: ['contact'],
  settings: strobeSettings,
  run,
})

async function* run(on: AnalysisInput<StrobeSettings>): AsyncGenerator<Finding> {
  const found = await strobes(on)
  const hosts = Map.groupBy(found, ({ destination }) => destination)
  const findings = found.map((one) => strobeFinding(one, new Set(hosts.get(one.destination)?.map(({ host }) => host)).size, on.settings))
  findings.sort((a, b) => b.severity - a.severity)
  for (const finding of findings.slice(0, on.settings.mostFindings)) yield finding
}
