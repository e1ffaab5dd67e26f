import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { evidenceSpan } from '../statistics/evidence-span.ts'
import { busyDomains } from './domains-query.ts'
import { dnsTunnelFinding, techniques } from './finding.ts'
import { judge } from './judgement.ts'
import { type DnsTunnelSettings, dnsTunnelSettings } from './settings.ts'

/** Share of the queries for a domain that must come from inside hosts: otherwise it is others who ask our own name server. */
const mostlyInside = 0.5

export const dnsTunnel = defineAnalysis<DnsTunnelSettings>({
  name: 'dns-tunnel',
  version: 1,
  title: 'Data in DNS queries',
  looksFor: 'Hosts that ask for many different names below one domain, each of which carries information, as command channels and theft over DNS do.',
  techniques,
  needs: ['dns_query'],
  settings: dnsTunnelSettings,
  run,
})

async function* run(on: AnalysisInput<DnsTunnelSettings>): AsyncGenerator<Finding> {
  const domains = (await busyDomains(on)).filter(({ inside }) => inside >= mostlyInside)
  if (domains.length === 0) return
  const hosts = (await evidenceSpan(on.lake, on.signal))?.hosts ?? 0
  const judged = domains.map((busy) => ({ busy, judgement: judge(busy, hosts, on.settings) }))
  judged.sort(
    (a, b) => b.judgement.severity - a.judgement.severity || b.judgement.bytesPerDay - a.judgement.bytesPerDay || (a.busy.domain < b.busy.domain ? -1 : 1),
  )
  for (const { busy, judgement } of judged.slice(0, on.settings.mostFindings)) yield dnsTunnelFinding(busy, judgement, hosts)
}
