import { xmlEvents } from '../../../base/xml.ts'
import type { AdvisoryIndicatorType, Note } from '../../advisory.ts'
import { roleOf } from '../../assemble/role.ts'
import type { Draft } from '../../format.ts'

/** The search terms of OpenIOC by what they are here. */
const bySearch: readonly { readonly search: RegExp; readonly type: AdvisoryIndicatorType }[] = [
  { search: /Md5sum$/i, type: 'md5' },
  { search: /Sha1sum$/i, type: 'sha1' },
  { search: /Sha256sum$/i, type: 'sha256' },
  { search: /(?:FileItem\/FileName|ProcessItem\/name|fileName|ApplicationFileName)$/i, type: 'file-name' },
  { search: /(?:FullPath|FilePath|ServiceItem\/path|serviceDLL)$/i, type: 'file-path' },
  { search: /RegistryItem\/(?:Path|KeyPath)$/i, type: 'registry-key' },
  { search: /(?:Network\/DNS|DnsEntryItem\/(?:Host|RecordName)|UrlHistoryItem\/HostName|DnsLookupEvent\/hostname)$/i, type: 'domain' },
  { search: /(?:remoteIP|Network\/IP|RouteEntryItem\/Destination)$/i, type: 'ipv4' },
  { search: /(?:Network\/URI|UrlHistoryItem\/URL)$/i, type: 'url' },
  { search: /UserAgent$/i, type: 'user-agent' },
  { search: /(?:Email\/From|Email\/ReplyTo)$/i, type: 'email' },
  { search: /(?:CertificateSerial|SerialNumber)$/i, type: 'certificate-serial' },
  { search: /Handle\/Name$|mutex/i, type: 'mutex' },
]

export interface Terms {
  readonly terms: readonly Draft[]
  readonly facts: ReadonlyMap<string, string>
  readonly notes: readonly Note[]
  readonly unread: ReadonlyMap<string, number>
}

interface Item {
  search: string
  readonly condition: string
  readonly negated: boolean
}

interface State {
  readonly terms: Draft[]
  readonly facts: Map<string, string>
  readonly notes: Note[]
  readonly unread: Map<string, number>
  item: Item | undefined
}

/** Conditions that demand equality or containment, as values; negated ones say what is not there. */
export function readTerms(text: string, most: number): Terms {
  const state: State = { terms: [], facts: new Map(), notes: [], unread: new Map(), item: undefined }
  for (const event of xmlEvents(text)) {
    if (event.kind === 'problem') state.notes.push({ what: `${event.why}.`, place: { line: event.line } })
    else if (event.kind === 'open') opened(state, event.name, event.attributes)
    else if (event.name === 'Content' && state.item && state.terms.length < most) takeTerm(state, state.item, event.text, event.line)
    else if (['short_description', 'description', 'authored_date'].includes(event.name) && event.text !== '') state.facts.set(event.name, event.text)
  }
  return state
}

function opened(state: State, name: string, attributes: Readonly<Record<string, string>>): void {
  if (name === 'IndicatorItem') state.item = { search: '', condition: attributes.condition ?? 'is', negated: attributes.negate === 'true' }
  if (name === 'Context' && state.item) state.item.search = attributes.search ?? ''
  if (name === 'ioc' || name === 'OpenIOC') for (const [key, value] of Object.entries(attributes)) state.facts.set(key, value)
}

function takeTerm({ terms, unread, facts }: State, item: Item, text: string, line: number): void {
  const known = bySearch.find(({ search }) => search.test(item.search))
  if (!known || item.negated || !/^(?:is|contains|ends-with|starts-with)$/.test(item.condition) || text === '') {
    const name = item.search || 'an unnamed field'
    unread.set(name, (unread.get(name) ?? 0) + 1)
    return
  }
  const title = facts.get('short_description') ?? ''
  terms.push({
    type: known.type,
    value: text,
    asWritten: text,
    place: { line },
    sentence: `${title} | ${item.search} ${item.condition} ${text}`.slice(0, 400),
    role: roleOf(known.type, title, []),
  })
}
