import { stableId } from '../../base/hash.ts'
import { number, plural, printable, some } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Finding, Severity } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { type Nameless, namelessRequests } from './query.ts'

interface Settings {
  /** Requests that make more than a slip. */
  readonly leastRequests: number
  /** A server that more hosts than this speak to without naming it is a service's habit, not one program's. */
  readonly fewHosts: number
  readonly mostFindings: number
}

const settings: Settings = { leastRequests: 3, fewHosts: 5, mostFindings: 40 }

export const missingHost = defineAnalysis<Settings>({
  name: 'missing-host',
  version: 1,
  title: 'HTTP requests that name no host',
  looksFor: 'HTTP requests to the outside without a Host header, which every browser sends and hand-made programs forget.',
  techniques: ['T1071.001'],
  needs: ['http_request', 'contact'],
  settings,
  run,
})

async function* run({ lake, settings, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  for (const one of await namelessRequests(lake, settings.mostFindings, signal)) yield finding(one, settings)
}

/** Low when it is a habit, or sends something, and few hosts do it. */
function severityOf({ requests, sending, hosts }: Nameless, { leastRequests, fewHosts }: Settings): Severity {
  return hosts <= fewHosts && (requests >= leastRequests || sending > 0) ? 2 : 1
}

function finding(one: Nameless, settings: Settings): Finding {
  const agents = one.agents.filter((agent) => agent !== '').map((agent) => printable(agent, 80))
  return {
    id: stableId('missing-host', one.host, one.server),
    analysis: 'missing-host',
    kind: 'behaviour',
    title: `${one.host} sends HTTP requests to ${one.server} that name no host`,
    severity: severityOf(one, settings),
    confidence: one.requests >= settings.leastRequests ? 0.4 : 0.2,
    first: isoFromSeconds(one.first),
    last: isoFromSeconds(one.last),
    about: [
      { kind: 'host', id: one.host },
      { kind: 'destination', id: one.server },
    ],
    because: [
      {
        says: 'The requests carry no Host header.',
        observed: `${plural(one.requests, 'request')} (${one.methods.join(', ')}) to port ${some(one.ports.map(String), 5)}, such as ${some(
          one.uris.map((uri) => printable(uri, 60)),
          2,
        )}`,
        expected: 'HTTP/1.1 requires it (RFC 9112, section 3.2), and every browser sends it',
        weight: 0.6,
      },
      {
        says: agents.length > 0 ? 'The program calls itself so.' : 'The program gives itself no name either.',
        observed: agents.length > 0 ? some(agents) : 'no user agent',
        weight: agents.length > 0 ? 0.1 : 0.2,
      },
      {
        says: one.hosts <= settings.fewHosts ? 'Few hosts do so.' : 'Many hosts do so: rather a habit of a product in use here.',
        observed: `${plural(one.hosts, 'inside host')}; ${number(one.answered)} of the requests were answered${one.sending > 0 ? `, ${number(one.sending)} sent data` : ''}`,
        weight: 0.2,
      },
    ],
    innocentIf: [
      'An old device, a health check or a home-made script that speaks HTTP/1.0.',
      'Something that only looks like HTTP: media streams, telemetry of instruments, update protocols of appliances.',
    ],
    evidence: one.rows.map(([source, line]) => ({ table: 'http_request', source, line })),
    advice: [
      `Find the program on ${one.host} that opens these connections.`,
      `See what else was sent to ${one.server}, and whether it has a name in the DNS queries.`,
    ],
    techniques: ['T1071.001'],
  }
}
