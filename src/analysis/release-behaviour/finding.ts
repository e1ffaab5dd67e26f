import { stableId } from '../../base/hash.ts'
import { number, percent, plural, printable, some } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Finding, Reason } from '../../model/finding.ts'
import type { EvidenceSpan } from '../statistics/evidence-span.ts'
import type { Difference } from './compare.ts'
import type { Rates } from './queries.ts'

/** What is known of one destination that a release's hosts began to talk to. */
export interface Change {
  readonly difference: Difference
  readonly rates: Rates
}

export const supplyChain = 'T1195.002'

/** Destinations told in one finding, and named as its subjects. */
const mostTold = 6
const mostHosts = 50
const day = 86_400
/** Traffic that must lie before a first contact for a destination to be called new. */
const newAfterDays = 7

/** One finding for a release: where its hosts talk to and hosts with other versions do not. The changes, the clearest first. */
export function releaseFinding(changes: readonly [Change, ...Change[]], span: EvidenceSpan): Finding {
  const [{ difference }] = changes
  const { product, version } = difference
  const told = changes.slice(0, mostTold)
  const unheard = changes.filter((change) => isNew(change, span))
  const name = `${printable(product, 80)} ${printable(version, 40)}`
  const where = some(
    told.map(({ difference: one }) => printable(one.destination, 80)),
    3,
  )
  return {
    id: stableId('release-behaviour', product, version),
    analysis: 'release-behaviour',
    kind: 'context',
    title: `Hosts with ${name} began to talk to ${where}; hosts without it hardly did${newWords(unheard.length, told.length)}`,
    severity: unheard.length > 0 ? 2 : 1,
    confidence: Math.min(0.9, 1 - difference.q),
    first: isoFromSeconds(Math.min(...told.map((change) => Math.max(change.rates.installed, change.rates.since)))),
    last: isoFromSeconds(Math.max(...told.map((change) => change.rates.last))),
    about: [
      { kind: 'release', id: `${product}@${version}` },
      ...told.map(({ difference: one }) => ({ kind: 'destination' as const, id: one.destination })),
      ...[...new Set(told.flatMap((change) => change.rates.hosts))].slice(0, mostHosts).map((id) => ({ kind: 'host' as const, id })),
    ],
    because: [...told.map((change) => reason(change, isNew(change, span), told.length)), ...rest(changes.length - told.length)],
    innocentIf: [
      `The release notes of ${name}, or its vendor, name the destination: a new function, licence check, telemetry or content host.`,
      'The hosts that got the release first are a group of their own (testers, a department, new computers) that took up something else at the same time.',
    ],
    evidence: told.flatMap((change) => change.rates.refs.map(([source, line]) => ({ table: 'visit', source, line }))).slice(0, 12),
    advice: [
      `Ask the vendor what ${name} talks to ${where} for, and compare its files with those of the release before.`,
      'If nobody can say, hold the release back on the hosts that do not have it yet.',
    ],
    techniques: [supplyChain],
    figure: {
      kind: 'bars',
      title: `Hosts that began to talk to it after they got ${name}`,
      summary: `${number(difference.hits)} of the ${plural(difference.marked.length, 'host')} that began to talk to ${printable(difference.destination, 80)} had ${name}; ${difference.expected.toFixed(1)} were to be expected.`,
      unit: 'hosts',
      bars: told.flatMap(({ difference: one }) => [
        { name: `${printable(one.destination, 60)}: had it`, value: one.hits, mark: true },
        { name: `${printable(one.destination, 60)}: expected`, value: Number(one.expected.toFixed(1)) },
      ]),
    },
  }
}

function newWords(unheard: number, told: number): string {
  if (unheard === 0) return ''
  return unheard >= told ? ', and nobody did before' : `, and to ${number(unheard)} of these nobody did before`
}

/** Nobody had talked to it before the release came, and there was traffic enough to know. */
function isNew({ rates }: Change, span: EvidenceSpan): boolean {
  return rates.since >= rates.installed && rates.since >= span.from + newAfterDays * day
}

function reason({ difference, rates }: Change, unheard: boolean, of: number): Reason {
  const { destination, marked, hosts, hits, expected, q } = difference
  const rate = (days: number, all: number) => `${number(days)} of ${number(Math.round(all))} host-days`
  return {
    says: `${number(hits)} of the ${plural(marked.length, 'host')} of this product that began to talk to ${printable(destination, 100)}${unheard ? ', which nobody had talked to before,' : ''} did so after they got the release (of ${plural(hosts, 'host')}; at most ${percent(q)} of such differences are chance). On hosts with the release there was contact on ${rate(rates.before_days, rates.before_of)} before they got it, and on ${rate(rates.after_days, rates.after_of)} after`,
    observed: `${number(hits)} of ${number(marked.length)} hosts`,
    expected: `${expected.toFixed(1)} if the version made no difference`,
    weight: 1 / of,
  }
}

function rest(more: number): readonly Reason[] {
  return more > 0 ? [{ says: `${plural(more, 'more destination')} differ in the same way`, observed: number(more), weight: 0 }] : []
}
