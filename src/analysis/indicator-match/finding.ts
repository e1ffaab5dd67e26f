import { stableId } from '../../base/hash.ts'
import { bytes, number, plural, printable, some } from '../../base/text.ts'
import { isoFromSeconds, shortTime } from '../../base/time.ts'
import type { Entity } from '../../model/entity.ts'
import type { Finding, Reason } from '../../model/finding.ts'
import type { Hit, Matched } from './hit.ts'
import type { Origin } from './origin.ts'
import { confidenceOf, type Reach, reachOf, severityOf } from './weigh.ts'

export interface Match {
  readonly hit: Hit
  readonly origin: Origin
  /** The list of everyday values that names it. */
  readonly list?: string
  /** There is evidence of connections, so that a look-up alone means something. */
  readonly connections: boolean
}

export function findingOf(match: Match): Finding {
  const { hit, list } = match
  const reach = reachOf(hit, match.connections)
  return {
    id: stableId('indicator-match', hit.type, hit.value),
    analysis: 'indicator-match',
    kind: 'known',
    title: titleOf(hit, reach, list),
    severity: severityOf(hit, reach, list),
    confidence: confidenceOf(hit, reach, list),
    first: isoFromSeconds(hit.first),
    last: isoFromSeconds(hit.last),
    about: [entityOf(hit), ...hit.hosts.slice(0, 100).map((host) => ({ kind: 'host' as const, id: host }))],
    because: reasons(match, reach),
    innocentIf: innocentIf(hit, reach, list),
    evidence: hit.evidence,
    advice: adviceOf(hit, reach, list),
    techniques: techniques[hit.type],
  }
}

const nouns: Record<Matched, string> = {
  domain: 'domain',
  ip: 'address',
  cidr: 'address range',
  url: 'URL',
  'url host': 'host of a URL',
  md5: 'file',
  sha1: 'file',
  sha256: 'file',
  ja3: 'TLS client fingerprint',
  user_agent: 'user agent',
}

const techniques: Record<Matched, readonly string[]> = {
  domain: ['T1071'],
  ip: ['T1071'],
  cidr: ['T1071'],
  url: ['T1071.001'],
  'url host': ['T1071.001'],
  md5: ['T1105'],
  sha1: ['T1105'],
  sha256: ['T1105'],
  ja3: ['T1071.001'],
  user_agent: ['T1071.001'],
}

const isFile = (hit: Hit) => hit.type === 'md5' || hit.type === 'sha1' || hit.type === 'sha256'
const isClient = (hit: Hit) => hit.type === 'ja3' || hit.type === 'user_agent'

function titleOf(hit: Hit, reach: Reach, list: string | undefined): string {
  const value = printable(hit.value, 100)
  const hosts = some(hit.hosts, 2)
  if (list !== undefined) return `${value} is on an indicator list, but is widely used for good ends`
  if (isFile(hit)) return `A file known from an indicator list reached ${hosts}: ${printable(hit.names[0] ?? value, 80)}`
  if (isClient(hit)) return `A ${nouns[hit.type]} known from an indicator list was used by ${hosts}`
  const did: Record<Reach, string> = {
    contacted: 'was contacted by',
    blocked: 'was tried, and refused on the way, by',
    'looked up': 'was looked up, but not contacted, by',
    unknown: 'was looked up by',
  }
  return `The known ${nouns[hit.type]} ${value} ${did[reach]} ${hosts}`
}

function entityOf(hit: Hit): Entity {
  if (isFile(hit)) return { kind: 'file', id: hit.value }
  if (isClient(hit)) return { kind: 'destination', id: hit.names[0] ?? hit.value }
  return { kind: 'destination', id: hit.type === 'cidr' ? (hit.names[0] ?? hit.value) : hit.value }
}

function reasons({ hit, origin, list }: Match, reach: Reach): readonly Reason[] {
  const role = origin.role === '' ? '' : ` as “${printable(origin.role, 80)}”`
  const lists = origin.lists.length === 0 ? 'an indicator list' : some(origin.lists.map((one) => printable(one, 60)))
  const met = hit.names.filter((name) => name !== hit.value).map((name) => printable(name, 80))
  return [
    {
      says: `The ${nouns[hit.type]} is published as an indicator.`,
      observed: `${printable(hit.value, 200)}, listed by ${lists}${role}${met.length > 0 ? `; met as ${some(met)}` : ''}`,
      weight: 0.6,
    },
    {
      says: reachWords[reach],
      observed: `${traffic(hit)}; ${plural(hit.hosts.length, 'host')}: ${some(hit.hosts, 8)}; first ${shortTime(isoFromSeconds(hit.first))}, last ${shortTime(isoFromSeconds(hit.last))} UTC`,
      expected: 'none',
      weight: 0.4,
    },
    ...(list === undefined
      ? []
      : [{ says: 'A warning list names it as an everyday value, so it proves nothing alone.', observed: `on the list “${printable(list, 100)}”`, weight: 0 }]),
  ]
}

const reachWords: Record<Reach, string> = {
  contacted: 'It was met, and not refused.',
  blocked: 'Every attempt was refused on the way. What tried is still there: blocked is not clean.',
  'looked up': 'Its name was asked for, and no connection followed in the evidence.',
  unknown: 'Its name was asked for; there is no evidence of connections that could say whether one followed.',
}

function traffic(hit: Hit): string {
  const parts = [
    hit.contacts > 0 ? plural(hit.contacts, isFile(hit) ? 'transfer' : hit.type === 'url' ? 'request' : 'connection') : '',
    hit.denied > 0 ? `${number(hit.denied)} refused` : '',
    hit.lookups > 0 ? plural(hit.lookups, 'look-up') : '',
    hit.bytesOut > 0 ? `${bytes(hit.bytesOut)} sent` : '',
  ]
  return parts.filter((part) => part !== '').join(', ')
}

function innocentIf(hit: Hit, reach: Reach, list: string | undefined): readonly string[] {
  const all: readonly (string | false)[] = [
    list !== undefined && 'The indicator list took a shared service for the intruder’s own: the host alone says nothing, a full URL does.',
    (hit.type === 'ip' || hit.type === 'cidr') &&
      'The address has changed hands: addresses are re-used within weeks, and one address serves many names. Compare the date of the list.',
    hit.type === 'url host' && 'Another page of the same host was asked for: the path is encrypted and not seen.',
    isClient(hit) && 'A harmless program with the same library or the same text: fingerprints and user agents are shared.',
    (reach === 'looked up' || reach === 'unknown') &&
      'A mail or web filter, a resolver that asks for others, or somebody who read the warning looked the name up.',
    isFile(hit) && 'The file was fetched for examination.',
    'The indicator list is wrong, or the host is a research machine.',
  ]
  return all.filter((one) => one !== false)
}

function adviceOf(hit: Hit, reach: Reach, list: string | undefined): readonly string[] {
  if (list !== undefined) return ['Look for the full URL or the file named beside it in the same warning before acting on this.']
  const hosts = some(hit.hosts, 5)
  return [
    isFile(hit)
      ? `Find the file on ${hosts} and keep a copy before it is removed.`
      : `Keep ${hosts} as it is (memory first), and find the program that ${reach === 'looked up' ? 'asked for the name' : 'made the connections'}.`,
    'Search the other indicators of the same warning on the same hosts.',
    ...(reach === 'blocked' ? ['Do not stop at the block: look for other ways out that the same hosts used in these days.'] : []),
  ]
}

/** Matches beyond the cap, so that nothing is dropped in silence. */
export function remainder(matches: readonly Match[]): Finding {
  const hits = matches.map(({ hit }) => hit)
  const values = hits.map((hit) => printable(hit.value, 60))
  return {
    id: stableId('indicator-match', 'remainder'),
    analysis: 'indicator-match',
    kind: 'known',
    title: `${plural(matches.length, 'more indicator')} matched, none graver than those shown`,
    severity: 1,
    confidence: 0.5,
    first: isoFromSeconds(Math.min(...hits.map((hit) => hit.first))),
    last: isoFromSeconds(Math.max(...hits.map((hit) => hit.last))),
    about: [],
    because: [{ says: 'Only the gravest matches are shown one by one.', observed: some(values, 20), weight: 1 }],
    innocentIf: ['The lists hold everyday values: a list that matches so much names too much.'],
    evidence: [],
    advice: ['Check the lists that were given, or raise analyses.indicator-match.mostFindings.'],
    techniques: [],
  }
}
