import { stableId } from '../../base/hash.ts'
import { number, plural, printable, some } from '../../base/text.ts'
import { isoFromSeconds, shortTime } from '../../base/time.ts'
import type { Finding, Severity } from '../../model/finding.ts'
import type { Match } from '../updates/exposed-match.ts'
import type { Installed } from './query.ts'

/** A release on a host, and the exposed one that it is. */
export interface Holding {
  readonly installed: Installed
  readonly match: Match
}

const mostHosts = 1000
const mostEvidence = 100

/** What is said of all hosts with one release; the group is not empty. */
export function finding(group: readonly Holding[], now: Date): Finding {
  const [first] = group.toSorted((a, b) => b.match.confidence - a.match.confidence)
  if (!first) throw new RangeError('a finding needs a host')
  const { release, by } = first.match
  const { product, version } = first.installed
  const hosts = distinct(group.map(({ installed }) => installed.host))
  const current = distinct(group.filter(({ installed }) => installed.until === null).map(({ installed }) => installed.host))
  const named = `${printable(product, 80)} ${printable(version, 40)}`
  const times = group.flatMap(({ installed: { since, until, seen } }) => [since, until ?? seen]).filter((time) => time !== null)
  const unless = distinct(group.flatMap(({ match }) => match.unless ?? []))
  return {
    id: stableId('compromised-release', release.kind, release.name, product, version),
    analysis: 'compromised-release',
    kind: 'posture',
    title: `${plural(current.length || hosts.length, 'host')} ${current.length > 0 ? (current.length === 1 ? 'has' : 'have') : 'had'} ${named}, ${what[release.kind]}`,
    severity: severityOf(first.match, current.length > 0),
    confidence: first.match.confidence,
    first: times.length > 0 ? isoFromSeconds(Math.min(...times)) : now.toISOString(),
    last: times.length > 0 ? isoFromSeconds(Math.max(...times)) : now.toISOString(),
    about: [{ kind: 'release', id: `${product}@${version}` }, ...hosts.slice(0, mostHosts).map((id) => ({ kind: 'host', id }) as const)],
    because: [
      {
        says: `This release is ${release.kind === 'compromised' ? 'known to have been tampered with' : 'known to be exploited'}: ${release.says}.`,
        observed: `${named}, matched by ${by}`,
        expected: `what is known: ${printable(release.name, 80)} ${release.upTo === undefined ? some(release.versions, 8) : `up to ${release.upTo}`} (${release.source})`,
        weight: 0.7,
      },
      {
        says: current.length > 0 ? 'It is there still, as far as the inventory tells.' : 'Another version has taken its place since.',
        observed: presence(group, hosts, current),
        weight: 0.3,
      },
    ],
    innocentIf: [...unless, 'the inventory is wrong or out of date, and the release was never started on these hosts'],
    evidence: group.slice(0, mostEvidence).map(({ installed: { row } }) => ({ table: 'installation', source: row[0], line: row[1] })),
    advice: advice(first.match, current),
    techniques: [release.kind === 'compromised' ? 'T1195.002' : 'T1203'],
  }
}

const what = { compromised: 'which is known to have been tampered with', exploited: 'which attackers are known to come in through' } as const

/** What was tampered with has run the attacker's code; what is exploitable is an open door. A doubtful match is to be looked at. */
function severityOf({ release, confidence }: Match, current: boolean): Severity {
  if (confidence < 0.6) return 2
  if (release.kind === 'exploited') return current ? 3 : 2
  return current ? 5 : 4
}

function presence(group: readonly Holding[], hosts: readonly string[], current: readonly string[]): string {
  const since = group.flatMap(({ installed }) => installed.since ?? []).toSorted((a, b) => a - b)[0]
  const from = since === undefined ? '' : `, the first since ${shortTime(isoFromSeconds(since))} UTC`
  const gone = hosts.length - current.length
  return `${some(
    hosts.map((host) => printable(host, 60)),
    5,
  )}${from}${gone > 0 && current.length > 0 ? `; on ${number(gone)} of them another version has taken its place` : ''}`
}

function advice({ release }: Match, current: readonly string[]): readonly string[] {
  const named = some(
    current.map((host) => printable(host, 60)),
    5,
  )
  if (release.kind === 'exploited') {
    return [
      ...(current.length > 0 ? [`Update or remove it on ${named}.`] : []),
      'Look at what these hosts talked to since the release was installed, and at news of the weakness.',
    ]
  }
  return [
    ...(current.length > 0
      ? [`Isolate ${named}, keep an image of them, and remove the release.`]
      : ['Keep an image of the hosts that had it before anything is removed.']),
    'Renew every credential that was used or stored on these hosts while the release was there.',
    'Look at what these hosts talked to since it was installed: gatehouse assess with the logs of that time.',
  ]
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)]
}
