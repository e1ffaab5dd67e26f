import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { evidenceSpan } from '../statistics/evidence-span.ts'
import { type LongChannel, longChannels } from './channels-query.ts'
import { longConnectionFinding, techniques } from './finding.ts'
import { type LongConnectionSettings, longConnectionSettings } from './settings.ts'

export const longConnection = defineAnalysis<LongConnectionSettings>({
  name: 'long-connection',
  version: 1,
  title: 'Long connections',
  looksFor: 'Hosts that hold connections to a rare destination open for hours of a day, as remote control does; connections still open count.',
  techniques,
  needs: ['contact'],
  betterWith: ['connection', 'tls_session'],
  settings: longConnectionSettings,
  run,
})

async function* run(on: AnalysisInput<LongConnectionSettings>): AsyncGenerator<Finding> {
  const channels = await longChannels(on, on.settings)
  const hosts = (await evidenceSpan(on.lake, on.signal))?.hosts ?? 0
  const findings = [...Map.groupBy(channels, ({ destination }) => destination).values()].flatMap((members) => {
    const [longest, ...others] = members
    return longest ? [{ longest, finding: longConnectionFinding([longest, ...others], hosts, on.settings) }] : []
  })
  findings.sort((a, b) => b.finding.severity - a.finding.severity || order(a.longest, b.longest))
  for (const { finding } of findings.slice(0, on.settings.mostFindings)) yield finding
}

function order(a: LongChannel, b: LongChannel): number {
  return b.daySeconds - a.daySeconds || (a.destination < b.destination ? -1 : 1)
}
