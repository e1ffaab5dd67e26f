import { stableId } from '../../base/hash.ts'
import { percent, plural, printable, some } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Entity } from '../../model/entity.ts'
import type { Finding, Severity } from '../../model/finding.ts'
import { knowledgeReason } from '../updates/release-finding.ts'
import type { Chain, Hop } from './graph.ts'

/** The fewest updates that break chains: how many, and the first of them. */
export interface Cut {
  readonly count: number
  readonly updates: readonly { readonly host: string; readonly release: string }[]
}

/** All ways together, and the fewest updates that break them. */
export function cutFinding(chains: readonly Chain[], targets: readonly Chain[], cut: Cut, feeds: string, now: Date): Finding {
  const [likeliest] = chains
  const releases = [...Map.groupBy(cut.updates, ({ release }) => release)].map(
    ([release, updates]) =>
      `${release} on ${some(
        updates.map(({ host }) => printable(host, 60)),
        4,
      )}`,
  )
  const all = targets.length === chains.length
  return {
    id: stableId('chain', 'cut'),
    analysis: 'chain',
    kind: 'posture',
    title: `Chains of weaknesses lead from the outside to ${plural(chains.length, 'host')}; ${plural(cut.count, 'update')} ${cut.count === 1 ? 'breaks' : 'break'} ${all ? 'them all' : `those to the ${targets.length} likeliest`}`,
    severity: severityOf(likeliest?.likelihood ?? 0),
    confidence: 0.6,
    ...moment(now),
    about: entities(cut.updates.map(({ host }) => host)),
    because: [
      {
        says: 'Each of these hosts is reached over two weaknesses or more, one giving what the next one asks for.',
        observed: some(
          chains.map(({ hops }) => printable(hops.at(-1)?.host ?? '', 60)),
          6,
        ),
        weight: 0.5,
      },
      { says: 'The fewest updates after which no chain is whole any more.', observed: some(releases, 6), expected: 'no way in', weight: 0.5 },
      knowledgeReason(feeds),
    ],
    innocentIf: [
      'the service with the weakness is not the one that others reach: traffic shows hosts, not which program answered',
      'what CVSS calls a whole loss of secrecy and integrity gives no rights of a program here',
    ],
    evidence: [],
    advice: releases.slice(0, 5).map((release) => `Update ${release} first: it breaks the most.`),
    techniques: ['T1190', 'T1068', 'T1210'],
  }
}

/** One way, step by step, rated by its weakest link. */
export function chainFinding({ to, hops, likelihood }: Chain, feeds: string, now: Date): Finding {
  const last = hops.at(-1)
  const host = printable(last?.host ?? '', 60)
  const weakest = hops.reduce<Hop | undefined>((least, hop) => (least && least.likelihood <= hop.likelihood ? least : hop), undefined)
  return {
    id: stableId('chain', to),
    analysis: 'chain',
    kind: 'posture',
    title: `From the outside to ${last?.gains === 'all' ? 'all rights' : "a user's rights"} on ${host} in ${plural(hops.length, 'step')}, over ${some(
      [...new Set(hops.map(({ release }) => release))],
      3,
    )}`,
    severity: severityOf(likelihood),
    confidence: 0.5,
    ...moment(now),
    about: entities(hops.map((hop) => hop.host).reverse()),
    because: [
      ...hops.map((hop, index) => ({
        says: `Step ${index + 1}: ${printable(hop.vulnerability, 40)} in ${hop.release} on ${printable(hop.host, 60)} ${asks[hop.from]}${hop.account && hop.from === 'network' ? ', with an account' : ''}, and gives ${hop.gains === 'all' ? 'all rights' : "a user's rights"} there.`,
        observed: index === 0 ? wayIn[hop.from] : way(hops[index - 1], hop),
        weight: 0.8 / hops.length,
      })),
      {
        says: 'A chain is as strong as its weakest link.',
        observed: `${printable(weakest?.vulnerability ?? '', 40)}: ${likelihood >= 1 ? 'known to be exploited' : `probability of exploitation within 30 days ${percent(likelihood)}`}`,
        weight: 0.2,
      },
      knowledgeReason(feeds),
    ],
    innocentIf: [
      'one of the steps does not work here: the service is not the one that is reached, or the part with the weakness is not used',
      'the connections between these hosts are filtered to services that have no weakness',
    ],
    evidence: [],
    advice: [`Update ${weakest ? `${weakest.release} on ${printable(weakest.host, 60)}` : host}, or any other step of it: a chain breaks with one link.`],
    techniques: [
      'T1190',
      ...(hops.some(({ from }) => from === 'host') ? ['T1068'] : []),
      ...(hops.length > 1 && hops.some((hop, index) => index > 0 && hop.from === 'network') ? ['T1210'] : []),
    ],
  }
}

const asks: Readonly<Record<Hop['from'], string>> = {
  network: 'can be used over the network',
  lure: 'needs somebody there to open what is prepared',
  host: 'needs a program that runs there already',
}

const wayIn: Readonly<Record<Hop['from'], string>> = {
  network: 'connections from the outside reach the host',
  lure: 'the host goes out to the internet',
  host: 'it runs there already',
}

function way(before: Hop | undefined, hop: Hop): string {
  return before?.host === hop.host ? 'the step before runs programs on the host' : `${printable(before?.host ?? '', 60)} opens connections to it`
}

/** By the weakest link: known to be used, likely, shown, else only possible. */
function severityOf(likelihood: number): Severity {
  if (likelihood >= 1) return 4
  if (likelihood >= 0.1) return 3
  return likelihood >= 0.05 ? 2 : 1
}

function entities(hosts: readonly string[]): readonly Entity[] {
  return [...new Set(hosts)].slice(0, 100).map((id) => ({ kind: 'host', id }))
}

function moment(now: Date): Pick<Finding, 'first' | 'last'> {
  const at = isoFromSeconds(now.getTime() / 1000)
  return { first: at, last: at }
}
