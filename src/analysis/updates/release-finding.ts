import type { Software } from '../../base/questions/software.ts'
import { number, plural, printable, some } from '../../base/text.ts'
import { isoFromSeconds } from '../../base/time.ts'
import type { Finding, Reason } from '../../model/finding.ts'
import type { Weakness } from './weakness.ts'

const mostHosts = 1000

/** What a finding about one release says of where it is: the fields that do not depend on what is wrong with it. */
export function aboutRelease(group: readonly Weakness[], now: Date): Pick<Finding, 'kind' | 'first' | 'last' | 'about' | 'evidence' | 'confidence'> {
  const held = distinctSoftware(group)
  const [first] = held
  const hosts = hostsOf(held)
  const published = group.flatMap(({ published: time }) => time ?? [])
  const at = now.getTime() / 1000
  return {
    kind: 'posture',
    first: isoFromSeconds(Math.min(at, ...published)),
    last: isoFromSeconds(at),
    about: [{ kind: 'release', id: `${first?.product}@${first?.version}` }, ...hosts.slice(0, mostHosts).map((id) => ({ kind: 'host', id }) as const)],
    evidence: held.slice(0, 100).map(({ row: [source, line] }) => ({ table: 'installation', source, line })),
    confidence: Math.max(...group.map(({ verdict }) => verdict.confidence)),
  }
}

export function hostsOf(held: readonly Software[]): readonly string[] {
  return [...new Set(held.flatMap(({ hosts }) => hosts))].sort()
}

export function distinctSoftware(group: readonly Weakness[]): readonly Software[] {
  return [...new Set(group.map(({ software }) => software))]
}

/** `Cedar Editor 5.1`, safe to print. */
export function releaseName({ product, version }: Pick<Software, 'product' | 'version'>): string {
  return `${printable(product, 80)} ${version === '' ? 'of unknown version' : printable(version, 40)}`
}

/** `3 hosts (desk-1, desk-2 and desk-3)` */
export function whereWords(hosts: readonly string[]): string {
  return `${plural(hosts.length, 'host')} (${some(
    hosts.map((host) => printable(host, 60)),
    3,
  )})`
}

/** The versions that repair a group of weaknesses, as named; empty where none is. */
export function repairsOf(group: readonly Weakness[]): readonly string[] {
  return [...new Set(group.flatMap(({ verdict }) => verdict.fixedIn ?? []))].slice(0, 5).map((version) => printable(version, 40))
}

/** The last reason of every finding that rests on reference knowledge: of which day it is. It proves nothing by itself. */
export function knowledgeReason(feeds: string): Reason {
  return { says: 'It is as good as the reference knowledge that was read.', observed: feeds, weight: 0 }
}

/** What to do about a release with weaknesses. */
export function updateAdvice(group: readonly Weakness[]): readonly string[] {
  const held = distinctSoftware(group)
  const hosts = hostsOf(held)
  const repairs = repairsOf(group)
  const [first] = held
  if (!first) return []
  const where = some(
    hosts.map((host) => printable(host, 60)),
    5,
  )
  if (repairs.length === 0) {
    return [`No repaired version is named: look for the maker's advice on ${releaseName(first)}, or take it off ${where}.`]
  }
  return [
    `Update ${releaseName(first)} to ${repairs.length === 1 ? repairs[0] : `a version that has all of ${some(repairs, 5)}`} or later on ${where}${hosts.length > 5 ? ` (${number(hosts.length)} in all)` : ''}; see the finding on its update for whether it is safe to take.`,
  ]
}
