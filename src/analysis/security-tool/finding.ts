import { stableId } from '../../base/hash.ts'
import { number, percent, plural, printable, some } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Finding } from '../../model/finding.ts'
import { knowledgeReason, whereWords } from '../updates/release-finding.ts'
import type { Missing, Old, Silence } from './judge.ts'

const mostHosts = 1000

/** A tool, its engine or its signatures that stay behind those of other hosts. */
export function oldTool(group: readonly Old[], feeds: string, now: Date): Finding {
  const [first] = group.toSorted((a, b) => b.days - a.days)
  if (!first) throw new RangeError('a finding needs a tool')
  const hosts = [...new Set(group.map(({ host }) => host))].sort()
  const named = printable(first.product, 80)
  return {
    ...common(['old', first.product], first.tool.name, hosts, group, now),
    title: `${named} on ${plural(hosts.length, 'host')} is older than elsewhere, for up to ${plural(first.days, 'day')}`,
    severity: first.tool.kind === 'protection' ? 3 : 2,
    confidence: 0.8,
    because: [
      {
        says: 'Other hosts have had a newer version for days.',
        observed: some(
          group.map(({ host, version, days }) => `${printable(version, 40)} on ${printable(host, 60)}, ${plural(days, 'day')} behind`),
          4,
        ),
        expected: `${printable(first.newest, 40)}, the newest here`,
        weight: 1,
      },
      knowledgeReason(feeds),
    ],
    innocentIf: ['the newer version is a trial on a few hosts', 'the host is seldom on, and updates when it is'],
    advice: [`See why ${named} does not update on ${hostWords(hosts)}: who turned it off, what it cannot reach.`],
  }
}

/** A tool that nearly all of the like have. `bare`: those with no other protection. */
export function missingTool(name: string, { group, having, hosts }: Missing, bare: readonly string[], protects: boolean, feeds: string, now: Date): Finding {
  return {
    ...common(['missing', name, group], name, hosts, [], now),
    title: `${name} is missing on ${plural(hosts.length, 'host')} of ${number(having + hosts.length)} (${printable(group, 60)})`,
    severity: protects && bare.length > 0 ? 3 : 2,
    confidence: 0.8,
    because: [
      {
        says: 'Nearly all of their like have it.',
        observed: `${number(having)} of ${plural(having + hosts.length, 'host')} (${percent(having / (having + hosts.length))}); not ${whereWords(hosts)}`,
        expected: 'the same tools on hosts of the same kind',
        weight: 0.7,
      },
      {
        says: bare.length > 0 ? 'Their inventories name no other protection for some.' : 'Each has another protection.',
        observed: bare.length > 0 ? hostWords(bare) : plural(hosts.length, 'host'),
        weight: 0.3,
      },
      knowledgeReason(feeds),
    ],
    innocentIf: ['the inventory of these hosts is not whole', 'they are kept without it on purpose, and the reason is known'],
    advice: [`Install ${name} on ${hostWords(hosts)}, or note why not.`],
  }
}

/** A tool that others hear of and these do not. */
export function silentTool(name: string, { silent, heard, untold }: Silence, days: number, domains: readonly string[], feeds: string, now: Date): Finding {
  return {
    ...common(['silent', name], name, silent, [], now),
    title: `${name} on ${plural(silent.length, 'host')} has not been in touch with its maker for ${plural(days, 'day')}`,
    severity: 3,
    confidence: 0.6,
    because: [
      { says: 'These hosts go out, but reached none of its domains.', observed: `${whereWords(silent)}; ${some(domains, 4)}`, weight: 0.5 },
      {
        says: 'Other hosts that have it did in these days.',
        observed: `${plural(heard.length, 'host')}${untold.length > 0 ? `; of ${plural(untold.length, 'host')} it cannot be told, since the traffic does not show` : ''}`,
        expected: 'each host with it',
        weight: 0.5,
      },
      knowledgeReason(feeds),
    ],
    innocentIf: ['it updates from a server inside, or from another host', 'its traffic takes a way that is not watched'],
    advice: [`See whether ${name} still runs on ${hostWords(silent)}: a tool that was stopped is the first thing that an intruder leaves behind.`],
    techniques: ['T1562.001'],
  }
}

function common(id: readonly string[], tool: string, hosts: readonly string[], group: readonly Old[], now: Date) {
  const at = now.getTime() / 1000
  const days = Math.max(0, ...group.map((one) => one.days))
  return {
    id: stableId('security-tool', ...id),
    analysis: 'security-tool',
    kind: 'posture' as const,
    first: isoFromSeconds(at - days * 86_400),
    last: isoFromSeconds(at),
    about: [{ kind: 'software' as const, id: tool }, ...hosts.slice(0, mostHosts).map((host) => ({ kind: 'host' as const, id: host }))],
    evidence: group.slice(0, 100).map(({ row: [source, line] }) => ({ table: 'installation', source, line })),
    techniques: [] as readonly string[],
  }
}

function hostWords(hosts: readonly string[]): string {
  return some(
    hosts.map((host) => printable(host, 60)),
    5,
  )
}
