import { stableId } from '../../base/hash.ts'
import { number, plural, printable, some } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Finding, Severity } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { type Population, population, type Rare, rareSignatures, type SignatureKind } from './query.ts'

interface Settings {
  /** Hosts that must show signatures of a kind before one can be called rare. */
  readonly leastHosts: number
  /** Common signatures there must be to differ from. */
  readonly leastShared: number
  readonly leastUses: number
  readonly leastDays: number
  readonly fewHosts: number
  readonly mostFindings: number
}

const settings: Settings = { leastHosts: 10, leastShared: 1, leastUses: 5, leastDays: 2, fewHosts: 3, mostFindings: 20 }

export const rareSignature = defineAnalysis<Settings>({
  name: 'rare-signature',
  version: 1,
  title: 'Client signatures of one destination only',
  looksFor: 'TLS client fingerprints and user agents that few hosts use, and with one destination only: a program that does nothing else.',
  techniques: ['T1071.001'],
  needs: ['contact'],
  betterWith: ['tls_session', 'http_request'],
  settings,
  run,
})

const kinds: readonly SignatureKind[] = ['ja4', 'ja3', 'user_agent']

async function* run({ lake, settings, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const found: Finding[] = []
  for (const kind of kinds) {
    const all = await population(lake, kind, signal)
    if (all.hosts < settings.leastHosts || all.shared < settings.leastShared) continue
    const rare = await rareSignatures(lake, kind, { fewHosts: settings.fewHosts, leastUses: settings.leastUses, most: settings.mostFindings }, signal)
    // The two fingerprints of one client say the same thing: JA4 is the steadier.
    const fresh = rare.filter((one) => kind !== 'ja3' || !found.some((other) => other.about[0]?.id === one.destination))
    found.push(...fresh.map((one) => finding(kind, one, all, settings)))
  }
  found.sort((a, b) => b.severity - a.severity)
  yield* found.slice(0, settings.mostFindings)
}

/** Low when nobody else talks to the destination, on several days, from hosts that use common clients elsewhere. */
function severityOf(one: Rare, { leastDays }: Settings): Severity {
  return one.destinationHosts <= one.hostCount && one.days >= leastDays && one.ordinary > 0 ? 2 : 1
}

const words: Record<SignatureKind, string> = { ja4: 'TLS client (JA4)', ja3: 'TLS client (JA3)', user_agent: 'user agent' }

function finding(kind: SignatureKind, one: Rare, all: Population, settings: Settings): Finding {
  const shown = printable(one.signature, 100)
  const severity = severityOf(one, settings)
  return {
    id: stableId('rare-signature', kind, one.signature, one.destination),
    analysis: 'rare-signature',
    kind: 'behaviour',
    title: `A ${words[kind]} on ${some(one.hosts, 2)} talks to ${one.destination} and to nothing else`,
    severity,
    confidence: severity === 2 ? 0.35 : 0.2,
    first: isoFromSeconds(one.first),
    last: isoFromSeconds(one.last),
    about: [{ kind: 'destination', id: one.destination }, ...one.hosts.map((host) => ({ kind: 'host' as const, id: host }))],
    because: [
      {
        says: 'The signature is met with one destination only.',
        observed: `${shown}: ${plural(one.uses, 'session')} on ${plural(one.days, 'day')}, all to ${one.destination}`,
        expected: `${plural(all.shared, 'signature')} of ${number(all.signatures)} are shared by several hosts and destinations, by ${number(all.sharedHosts)} hosts in the middle`,
        weight: 0.5,
      },
      { says: 'Few hosts use it.', observed: `${plural(one.hostCount, 'host')} of ${number(all.hosts)}: ${some(one.hosts)}`, weight: 0.2 },
      one.destinationHosts > one.hostCount
        ? { says: 'Others talk to the destination too, with common clients.', observed: `${plural(one.destinationHosts, 'inside host')}`, weight: 0 }
        : { says: 'Nobody else talks to the destination.', observed: `${plural(one.destinationHosts, 'inside host')}`, weight: 0.3 },
    ],
    innocentIf: [
      'The own update or licence program of a product, which by nature talks to its vendor alone.',
      'A device with one purpose: a printer, a meter, a telephone.',
    ],
    evidence: one.rows.map(([source, line]) => ({ table: kind === 'user_agent' ? 'http_request' : 'tls_session', source, line })),
    advice: [`Find the program on ${some(one.hosts, 2)} that talks to ${one.destination}, and whose it is.`],
    techniques: ['T1071.001'],
  }
}
