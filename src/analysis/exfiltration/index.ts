import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { evidenceSpan } from '../statistics/evidence-span.ts'
import { type Case, findingOf } from './finding.ts'
import { histories, type Peers, peerGroups, routines, type Upload, uploads } from './query.ts'
import { type Settings, settings } from './settings.ts'
import { severityOf, weigh } from './weigh.ts'

export const exfiltration = defineAnalysis<Settings>({
  name: 'exfiltration',
  version: 1,
  title: 'Uploads out of the ordinary',
  looksFor: 'Days on which a host sends one destination far more than it and its peers usually send, and gets little back.',
  techniques: ['T1048', 'T1567'],
  needs: ['visit'],
  betterWith: ['host_address'],
  settings,
  run,
})

async function* run({ lake, settings, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const span = await evidenceSpan(lake, signal)
  const large = await uploads(lake, settings, signal)
  if (!span || large.length === 0) return
  const past = await histories(lake, settings, [...new Set(large.map((one) => one.host))], signal)
  const regular = await routines(lake, large, signal)
  const groups = await peerGroups(lake, settings, signal)
  // What began in the first half of the evidence, at most thirty days, is no newcomer.
  const newSince = span.from + Math.min(30 * 86_400, (span.until - span.from) / 2)
  const cases = new Map<string, Case>()
  for (const upload of large) {
    const history = past.find((one) => one.host === upload.host && one.kind === upload.kind)
    const peers = peersOf(upload, groups, settings)
    const toDestination = regular.find((one) => one.host === upload.host && one.destination === upload.destination)?.days ?? []
    const weight = weigh(upload, { history, peers, toDestination }, settings)
    const severity = severityOf(upload, weight, settings, newSince)
    if (severity === null) continue
    const key = JSON.stringify([upload.host, upload.destination])
    cases.set(key, { history, peers, days: [...(cases.get(key)?.days ?? []), { upload, weight, severity }] })
  }
  const findings = [...cases.values()].map((one) => findingOf(one, span)).filter((one) => one !== null)
  // Within a severity the order is that of the uploads: largest first.
  yield* findings.sort((a, b) => b.severity - a.severity).slice(0, settings.mostFindings)
}

/** Hosts of the same role, when there are enough of them, else all hosts. */
function peersOf(upload: Upload, groups: readonly Peers[], { leastPeerDays }: Settings): Peers | undefined {
  const group = (role: string) => groups.find((one) => one.kind === upload.kind && one.role === role)
  const same = upload.role === '' ? undefined : group(upload.role)
  return same && same.hosts > 2 && same.hostDays >= leastPeerDays ? same : group('')
}
