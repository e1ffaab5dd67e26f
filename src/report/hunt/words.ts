import { number, percent, plural, printable, some } from '../../base/text.ts'
import type { Hunt, HuntedHost, HuntedIndicator, HuntTie, Sighting, SightingWay } from '../../model/hunt.ts'
import type { VerdictWord } from '../../model/status.ts'
import { spanWords } from '../words.ts'

const ways: Readonly<Record<SightingWay, string>> = {
  contacted: 'contacted',
  'looked up': 'looked up in DNS',
  answered: 'given as a DNS answer',
  'called from outside': 'called from outside',
  requested: 'requested over HTTP',
  certificate: 'shown in a server certificate',
  fingerprint: 'sent by a client',
  file: 'seen as a file on the wire',
  ran: 'run as a program',
  loaded: 'loaded into a program',
  written: 'written or deleted on a disk',
  read: 'read by a program',
  installed: 'installed, by the inventory',
  registry: 'found in the registry',
  mutex: 'held as a mutex',
  cookie: 'sent as a cookie',
  mail: 'met in mail',
  alert: "named by a sensor's alert",
  vetted: 'found in a vetted release',
  pattern: 'matched by a pattern',
}

const relations: Readonly<Record<Sighting['relation'], string>> = {
  exact: '',
  below: 'by names below it',
  'in range': 'by addresses of the range',
  'with query': 'with a query behind it',
  'same name': 'by its name alone',
}

/** `contacted by names below it 12 times, all refused` */
export function sightingWords({ way, relation, rows, blocked }: Sighting): string {
  const how = [ways[way], relations[relation]].filter((part) => part !== '').join(' ')
  const refused = blocked === 0 ? '' : blocked >= rows ? ', all refused: blocked is not clean' : `, ${number(blocked)} of them refused`
  return `${how}, ${plural(rows, 'row')}${refused}`
}

export function whenWords({ first, last }: { readonly first?: string; readonly last?: string }): string {
  return first === undefined || last === undefined ? 'at a time that is not known' : spanWords(first, last)
}

export function hostsWords(hosts: readonly string[], most = 4): string {
  if (hosts.length === 0) return 'no host'
  const names = some(
    hosts.map((host) => printable(host, 60)),
    most,
  )
  return hosts.length === 1 ? names : `${plural(hosts.length, 'host')}: ${names}`
}

/** How many of each word, the gravest first: `3 HIT, 1 SEEN, 40 NOT SEEN`. */
export function wordCounts(all: readonly { readonly word: string }[]): string {
  const groups = Map.groupBy(all, ({ word }) => word)
  return ['HIT', 'EXPOSED', 'SEEN', 'CANNOT TELL', 'NOT SEEN']
    .flatMap((word) => (groups.has(word) ? [`${number(groups.get(word)?.length ?? 0)} ${word}`] : []))
    .join(', ')
}

/** What is worth a line of its own: whatever was met. */
export function metIndicators({ indicators }: Hunt): readonly HuntedIndicator[] {
  return indicators.filter(({ word }) => word === 'HIT' || word === 'SEEN')
}

/** `sep-d001; 40 contacts, all refused …; 7 of 7 hosts have an affected version, by chance 0.01 %` */
export function tieWords({ destinations, hosts, contacts, blocked, chance }: HuntTie): string {
  const names = some(
    destinations.map((one) => printable(one, 60)),
    4,
  )
  const refused =
    blocked === 0 ? '' : blocked >= contacts ? ', all refused: blocked is not clean' : `, ${number(blocked)} of them refused: blocked is not clean`
  const share = hosts.length === 1 ? 'the host has an affected version' : `all ${number(hosts.length)} hosts have an affected version`
  return `${names}; ${plural(contacts, 'contact')}${refused}; ${share}, which chance would give ${percent(chance)} of the time`
}

/** Defanged for reading: nothing that a reader could follow by mistake. */
function defanged(value: string): string {
  return value
    .replace(/^h(tt)(ps?:)/i, 'h$1$2')
    .replace(/^http/i, 'hxxp')
    .replaceAll('.', '[.]')
}

const network: ReadonlySet<string> = new Set(['domain', 'host', 'url', 'ipv4', 'ipv6', 'cidr', 'email'])

/** An indicator as it is shown: what leads somewhere is defanged. */
export function shownValue({ type, value }: Pick<HuntedIndicator, 'type' | 'value'>): string {
  return network.has(type) ? defanged(value) : value
}

export function hostsOf(hosts: readonly HuntedHost[], word: VerdictWord): readonly HuntedHost[] {
  return hosts.filter((host) => host.word === word)
}

/** What the word claims of this advisory. */
export const huntMeanings: Readonly<Record<VerdictWord, string>> = {
  HIT: 'The evidence shows what the advisory warns of; contact that was refused counts, for it was tried.',
  EXPOSED: 'An affected version is or was here, and no contact with an indicator was seen. That nobody came in through it is not known.',
  'NOT SEEN': 'This speaks of what the evidence covers, and of what could be looked for. The rest is not known.',
  'CANNOT TELL': 'The evidence, or the advisory, is not enough to say.',
}

export function advisoryWords({ title, publisher, published, file, tlp }: Hunt['advisories'][number]): string {
  const from = [publisher, published.slice(0, 10), tlp === '' ? '' : `TLP:${tlp}`].filter((part) => part !== '').join(', ')
  const bare = title.replace(/^#+\s*/, '')
  return `${printable(bare === file ? 'Advisory' : bare, 160)}${from === '' ? '' : ` (${printable(from, 120)})`}${file === '' ? '' : ` · ${printable(file, 120)}`}`
}

/** `Not read: empty.csv. The file is empty.` for each file of which nothing could be made. */
export function unreadWords({ unread = [] }: Pick<Hunt, 'unread'>): readonly string[] {
  return unread.map(({ file, why }) => `Not read: ${printable(file, 120)}. ${printable(why, 400)}`)
}
