import { type XmlEvent, xmlEvents } from '../../base/xml.ts'
import type { Bom, Component, Property } from './bom.ts'
import { statementsOf } from './vex.ts'
import { XmlVulnerabilities } from './xml-vulnerabilities.ts'

/** No name, version or address is longer. */
const longestText = 8192

type Draft = { -readonly [Key in keyof Component]: Component[Key] } & {
  readonly properties: Property[]
  readonly hashes: string[]
  readonly vendors: Map<string, string>
}

/** Where the reading stands. */
interface Place {
  /** The elements around, with the attribute `name` that properties have. */
  readonly path: { readonly element: string; readonly name: string }[]
  /** The components around, and how long `path` was inside each. */
  readonly open: { readonly draft: Draft; readonly depth: number }[]
  /** Components so far, the subject left out. */
  count: number
}

/** Who stands behind a component, the first given in this order. */
const vendorPaths = ['publisher', 'supplier/name', 'manufacturer/name', 'author', 'authors/author/name']
const textPaths = ['name', 'group', 'version', 'purl', 'cpe', 'scope'] as const

interface Found {
  readonly drafts: Draft[]
  readonly properties: Property[]
  /** By path, as `metadataPaths` names them. */
  readonly metadata: Map<string, string>
  readonly vulnerabilities: XmlVulnerabilities
  serial: string
}

/** Reads the XML writing of CycloneDX in one pass. */
export function bomOfXml(text: string): Bom {
  const place: Place = { path: [], open: [], count: 0 }
  const found: Found = { drafts: [], properties: [], metadata: new Map(), vulnerabilities: new XmlVulnerabilities(), serial: '' }
  const problems: { line: number; why: string }[] = []
  for (const event of xmlEvents(text)) {
    if (event.kind === 'problem') problems.push({ line: event.line, why: event.why })
    else if (event.kind === 'open') opened(place, event, found)
    else closed(place, event.text.slice(0, longestText), found)
  }
  const all = found.drafts.map(finished)
  for (const { line, name } of all) if (name === '') problems.push({ line, why: 'a component without a name' })
  const subject = all.find(({ line }) => line === 0)
  const components = all.filter(({ line, name }) => line > 0 && name !== '')
  const document = asJson(found)
  return {
    timestamp: document.metadata.timestamp,
    subject,
    properties: found.properties,
    components,
    statements: statementsOf(document, subject, components),
    serial: found.serial,
    isInventory: components.length > 0 || document.vulnerabilities.length === 0,
    problems,
  }
}

function opened(place: Place, event: XmlEvent & { kind: 'open' }, found: Found): void {
  if (place.path.length === 0) found.serial = (event.attributes.serialNumber ?? '').slice(0, longestText)
  const draft = enter(place, event)
  if (draft) found.drafts.push(draft)
  if (isInVulnerabilities(place.path)) found.vulnerabilities.enter(event.name)
}

/** The element that is opened or closed lies inside the list of vulnerabilities. */
function isInVulnerabilities(path: Place['path']): boolean {
  return path.length > 2 && path[0]?.element === 'bom' && path[1]?.element === 'vulnerabilities'
}

const metadataPaths = ['timestamp', 'supplier/name', 'manufacturer/name', 'authors/author/name'].map((path) => `bom/metadata/${path}`)

/** What statements are made of, as the JSON writing has it. */
function asJson({ serial: serialNumber, metadata, vulnerabilities }: Found) {
  const [timestamp = '', supplier, manufacturer, author] = metadataPaths.map((path) => metadata.get(path))
  const named = (name: string | undefined) => (name === undefined ? undefined : { name })
  return {
    serialNumber,
    metadata: { timestamp, supplier: named(supplier), manufacturer: named(manufacturer), authors: [named(author)] },
    vulnerabilities: vulnerabilities.asJson(),
  }
}

/** Goes into an element; gives a new component when one begins. */
function enter(place: Place, event: XmlEvent & { kind: 'open' }): Draft | undefined {
  const { path, open } = place
  path.push({ element: event.name, name: (event.attributes.name ?? '').slice(0, longestText) })
  if (event.name !== 'component' || !holdsComponents(path.map(({ element }) => element))) return undefined
  const around = open.at(-1)?.draft
  const isSubject = path.at(-2)?.element === 'metadata'
  if (!isSubject) place.count += 1
  const device = around?.type === 'device' && around.line > 0 ? around.name : (around?.device ?? '')
  const type = (event.attributes.type ?? '').toLowerCase()
  const draft: Draft = {
    line: isSubject ? 0 : place.count,
    ref: (event.attributes['bom-ref'] ?? '').slice(0, longestText),
    type,
    name: '',
    group: '',
    version: '',
    vendor: '',
    purl: '',
    cpe: '',
    hashes: [],
    scope: '',
    device,
    properties: [],
    vendors: new Map(),
  }
  open.push({ draft, depth: path.length })
  return draft
}

/** Leaves an element, and keeps what it says of a component or of the whole document. */
function closed({ path, open }: Place, text: string, { vulnerabilities, metadata, properties }: Found): void {
  if (isInVulnerabilities(path)) vulnerabilities.leave(text)
  const names = path.map(({ element }) => element)
  const property = { name: path.pop()?.name ?? '', value: text }
  const current = open.at(-1)
  if (current?.depth === names.length) open.pop()
  else if (current) take(current.draft, names.slice(current.depth).join('/'), text, property)
  else {
    const about = names.join('/')
    if (about === 'bom/metadata/properties/property') properties.push(property)
    else if (metadataPaths.includes(about) && !metadata.has(about)) metadata.set(about, text)
  }
}

/** Components stand in `components` and in `metadata`; those of tools and of a pedigree are no part of the inventory. */
function holdsComponents(names: readonly string[]): boolean {
  if (names.includes('tools') || names.includes('pedigree')) return false
  return names.at(-2) === 'components' || names.join('/') === 'bom/metadata/component'
}

function take(draft: Draft, inside: string, text: string, property: Property): void {
  const field = textPaths.find((name) => name === inside)
  if (field) draft[field] = field === 'scope' ? text.toLowerCase() : text
  else if (inside === 'properties/property') draft.properties.push(property)
  else if (inside === 'hashes/hash' && draft.hashes.length < 20) draft.hashes.push(text)
  else if (vendorPaths.includes(inside) && !draft.vendors.has(inside)) draft.vendors.set(inside, text)
}

function finished({ vendors, ...draft }: Draft): Component {
  return { ...draft, vendor: vendorPaths.map((name) => vendors.get(name) ?? '').find((name) => name !== '') ?? '' }
}
