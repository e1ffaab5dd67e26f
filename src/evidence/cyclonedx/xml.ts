import { type XmlEvent, xmlEvents } from '../../base/xml.ts'
import type { Bom, Component, Property } from './bom.ts'

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

/** Reads the XML writing of CycloneDX in one pass. */
export function bomOfXml(text: string): Bom {
  const place: Place = { path: [], open: [], count: 0 }
  const drafts: Draft[] = []
  const properties: Property[] = []
  const problems: { line: number; why: string }[] = []
  let timestamp = ''
  for (const event of xmlEvents(text)) {
    if (event.kind === 'problem') problems.push({ line: event.line, why: event.why })
    else if (event.kind === 'open') {
      const draft = enter(place, event)
      if (draft) drafts.push(draft)
    } else {
      const inMetadata = leave(place, event.text.slice(0, longestText))
      if (inMetadata === 'timestamp') timestamp = event.text.slice(0, longestText)
      else if (inMetadata) properties.push(inMetadata)
    }
  }
  const components = drafts.map(finished)
  for (const { line, name } of components) if (name === '') problems.push({ line, why: 'a component without a name' })
  return {
    timestamp,
    subject: components.find(({ line }) => line === 0),
    properties,
    components: components.filter(({ line, name }) => line > 0 && name !== ''),
    statements: [],
    serial: '',
    isInventory: true,
    problems,
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

/** Leaves an element; gives what it says of the whole document. */
function leave({ path, open }: Place, text: string): Property | 'timestamp' | undefined {
  const names = path.map(({ element }) => element)
  const property = { name: path.pop()?.name ?? '', value: text }
  const current = open.at(-1)
  if (current?.depth === names.length) open.pop()
  else if (current) take(current.draft, names.slice(current.depth).join('/'), text, property)
  else if (names.join('/') === 'bom/metadata/timestamp') return 'timestamp'
  else if (names.join('/') === 'bom/metadata/properties/property') return property
  return undefined
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
