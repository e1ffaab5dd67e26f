import { xmlEvents } from '../../../base/xml.ts'
import type { AdvisoryIndicatorType, Note } from '../../advisory.ts'
import { roleOf } from '../../assemble/role.ts'
import type { Draft } from '../../format.ts'

/** The search terms of OpenIOC and of FireEye HX by what they are here. */
const bySearch: readonly { readonly search: RegExp; readonly type: AdvisoryIndicatorType }[] = [
  { search: /(?:Md5sum|\/md5)$/i, type: 'md5' },
  { search: /(?:Sha1sum|\/sha1)$/i, type: 'sha1' },
  { search: /(?:Sha256sum|\/sha256)$/i, type: 'sha256' },
  { search: /imphash$/i, type: 'imphash' },
  { search: /(?:FileItem\/FileName|ProcessItem\/name|processEvent\/process|fileName|ApplicationFileName)$/i, type: 'file-name' },
  { search: /(?:FullPath|FilePath|ServiceItem\/path|serviceDLL|processEvent\/processPath)$/i, type: 'file-path' },
  { search: /(?:RegistryItem|regKeyEvent)\/(?:Path|KeyPath)$/i, type: 'registry-key' },
  {
    search:
      /(?:Network\/DNS|DnsEntryItem\/(?:Host|RecordName)|(?:UrlHistoryItem|CookieHistoryItem|FormHistoryItem|FileDownloadHistoryItem|dnsLookupEvent|urlMonitorEvent)\/hostname)$/i,
    type: 'domain',
  },
  { search: /(?:remoteIP|remoteIpAddress|Network\/IP|RouteEntryItem\/Destination)$/i, type: 'ipv4' },
  { search: /(?:Network\/URI|UrlHistoryItem\/URL|urlMonitorEvent\/requestUrl|FileDownloadHistoryItem\/SourceURL)$/i, type: 'url' },
  { search: /UserAgent$/i, type: 'user-agent' },
  { search: /(?:Cookie|CookieName|CookieValue)$/i, type: 'cookie' },
  { search: /(?:Email\/From|Email\/ReplyTo)$/i, type: 'email' },
  { search: /(?:CertificateSerial|SerialNumber)$/i, type: 'certificate-serial' },
  { search: /Handle\/Name$|mutex/i, type: 'mutex' },
]
const handleName = /Handle\/Name$/i
const handleType = /Handle\/Type$/i
/** Of handles whose type is not given. */
const mutexLike = /^(?:\\?(?:Sessions\\\d{1,5}\\)?(?:BaseNamedObjects\\)?(?:Global\\|Local\\)?)?[^\\/:]{3,200}$/i

export interface Terms {
  readonly terms: readonly Draft[]
  readonly facts: ReadonlyMap<string, string>
  readonly notes: readonly Note[]
  readonly unread: ReadonlyMap<string, number>
}

/** One level of conditions; what it says together counts only together. */
interface Level {
  readonly operator: string
  readonly above: Level | undefined
  /** Conditions and levels inside, but for the types of handles: those only say what a name is of. */
  members: number
  readonly handleTypes: string[]
}

interface Item {
  search: string
  readonly condition: string
  readonly negated: boolean
  readonly level: Level | undefined
  value: string
  line: number
}

interface State {
  readonly items: Item[]
  readonly facts: Map<string, string>
  readonly notes: Note[]
  item: Item | undefined
  level: Level | undefined
}

/** Conditions that demand equality or containment, as values; negated ones say what is not there, and a fragment that counts only together with others is none. */
export function readTerms(text: string, most: number): Terms {
  const state: State = { items: [], facts: new Map(), notes: [], item: undefined, level: undefined }
  for (const event of xmlEvents(text)) {
    if (event.kind === 'problem') state.notes.push({ what: `${event.why}.`, place: { line: event.line } })
    else if (event.kind === 'open') opened(state, event.name, event.attributes)
    else closed(state, event, most)
  }
  const title = state.facts.get('short_description') ?? ''
  const unread = new Map<string, number>()
  const terms = state.items.flatMap((item) => {
    const type = typeOf(item)
    if (type !== undefined) return [draftOf(item, type, title)]
    if (!handleType.test(item.search)) unread.set(item.search || 'an unnamed field', (unread.get(item.search || 'an unnamed field') ?? 0) + 1)
    return []
  })
  return { terms, facts: state.facts, notes: state.notes, unread }
}

function opened(state: State, name: string, attributes: Readonly<Record<string, string>>): void {
  if (name === 'Indicator') {
    if (state.level) state.level.members += 1
    state.level = { operator: attributes.operator ?? 'OR', above: state.level, members: 0, handleTypes: [] }
  }
  if (name === 'IndicatorItem')
    state.item = { search: '', condition: attributes.condition ?? 'is', negated: attributes.negate === 'true', level: state.level, value: '', line: 0 }
  if (name === 'Context' && state.item) state.item.search = attributes.search ?? ''
  if (name === 'ioc' || name === 'OpenIOC') for (const [key, value] of Object.entries(attributes)) state.facts.set(key, value)
}

function closed(state: State, { name, text, line }: { readonly name: string; readonly text: string; readonly line: number }, most: number): void {
  if (name === 'Indicator') state.level = state.level?.above
  else if (name === 'Content' && state.item) taken(state, state.item, { text, line }, most)
  else if (['short_description', 'description', 'authored_date', 'authored_by'].includes(name) && text !== '') state.facts.set(name, text)
}

function taken(state: State, item: Item, { text, line }: { readonly text: string; readonly line: number }, most: number): void {
  if (state.items.length === most) state.notes.push({ what: `The file has more than ${most} conditions: the rest was not read.`, place: { line } })
  if (state.items.length > most) return
  state.items.push(Object.assign(item, { value: text, line }))
  if (handleType.test(item.search)) item.level?.handleTypes.push(text)
  else if (item.level) item.level.members += 1
  state.item = undefined
}

/** What a condition gives to look for; undefined when it gives nothing by itself. */
function typeOf({ search, condition, negated, value, level }: Item): AdvisoryIndicatorType | undefined {
  const known = bySearch.find((one) => one.search.test(search))
  if (!known || negated || value === '' || !/^(?:is|contains|ends-with|starts-with)$/.test(condition)) return undefined
  if (condition !== 'is' && isTogether(level)) return undefined
  return handleName.test(search) && !isMutex(value, level) ? undefined : known.type
}

function isTogether(level: Level | undefined): boolean {
  for (let at = level; at !== undefined; at = at.above) if (at.operator.toUpperCase() === 'AND' && at.members > 1) return true
  return false
}

/** By the nearest type of handle that is given, else by its look. */
function isMutex(value: string, level: Level | undefined): boolean {
  for (let at = level; at !== undefined; at = at.above) if (at.handleTypes.length > 0) return at.handleTypes.some((type) => /mutant|mutex/i.test(type))
  return mutexLike.test(value) && !/\.(?:exe|dll|sys|dat|tmp|log|txt|ini)$/i.test(value)
}

function draftOf({ search, condition, value, line }: Item, type: AdvisoryIndicatorType, title: string): Draft {
  return { type, value, asWritten: value, place: { line }, sentence: `${title} | ${search} ${condition} ${value}`.slice(0, 400), role: roleOf(type, title, []) }
}
