import { registeredDomain } from '../../base/domain.ts'
import { plural, printable } from '../../base/text.ts'
import type { Advisory, AffectedProduct, Named, Note, Technique } from '../advisory.ts'
import { sharedServices } from '../demote/public-services.ts'
import { hostOfUrl } from '../demote/special-values.ts'
import type { WarningLists } from '../demote/warning-lists.ts'
import type { Habits } from '../extract/found.ts'
import { currentTechnique } from '../extract/techniques.ts'
import type { Draft, DraftProduct, ReadContext, Reading } from '../format.ts'
import { type Block, inParts } from '../text/block.ts'
import { imprintOf } from './byline.ts'
import { canonicalOf } from './canonical.ts'
import { compact } from './compact.ts'
import { factsOf } from './facts.ts'
import { firstOf } from './first-of.ts'
import { Gathering } from './indicators.ts'
import { titleOf, tlpOf } from './metadata.ts'
import { productsOf } from './products.ts'
import { draftsOf } from './prose.ts'

export interface Identity {
  readonly id: string
  readonly sha256: string
  readonly format: string
}

/** Defanged values that make a habit. */
const leastDefanged = 2

/** What a format read, searched and weighed as a whole. */
export function assemble(identity: Identity, reading: Reading, lists: WarningLists, context: ReadContext): Advisory {
  const notes: Note[] = [...(reading.notes ?? [])]
  const blocks = withinCharacters((reading.blocks ?? []).flatMap(inParts), context.limits.characters, notes)
  const title = reading.title?.trim() || titleOf(blocks)
  const facts = factsOf(blocks)
  const cves = firstOf([...(reading.cves ?? []), ...facts.cves], ({ id }) => id)
  const products = [...(reading.products ?? []), ...withOnlyCve(reading.productsInFields ? [] : productsOf(blocks, title), cves, title)]
  const gathering = gatheringOf(
    identity.id,
    reading.indicators ?? [],
    draftsOf(blocks, habitsOf(blocks, products, title), context),
    context.limits.indicators,
    notes,
  )
  const { publisher, published, modified } = imprintOf(reading, blocks)
  const parties = { publisher: publisherDomains(reading.own ?? [], publisher), vendors: vendorsOf(products, title) }
  return {
    ...identity,
    title: printable(title || 'Advisory without a title', 300),
    publisher,
    published,
    modified,
    tlp: tlpOf(reading.tlp, title, blocks),
    blocks: blocks.map(({ kind, text, marks }) => ({ kind, text, page: marks[0]?.page, line: marks[0]?.line ?? 1 })),
    indicators: gathering.indicators(parties, lists),
    products: products.map((product) => sourced(product, identity.id)),
    cves,
    techniques: firstOf(
      [...(reading.techniques ?? []).map((technique): Technique => ({ ...technique, id: currentTechnique(technique.id) })), ...facts.techniques],
      ({ id }) => id,
    ),
    dates: [...(reading.dates ?? []), ...facts.dates],
    patterns: reading.patterns ?? [],
    relations: reading.relations ?? [],
    references: reading.references ?? [],
    threats: [...new Set(reading.threats ?? [])],
    notes,
    unreadable: reading.unreadable ?? false,
  }
}

/** The only CVE of a text belongs to its only product, or to all of them when the text is called after it. */
function withOnlyCve(products: readonly DraftProduct[], cves: readonly Named[], title: string): readonly DraftProduct[] {
  const [only] = cves
  if (only === undefined || cves.length > 1 || (new Set(products.map(({ product }) => compact(product))).size > 1 && !title.includes(only.id))) return products
  return products.map((product) => (product.cves.length === 0 ? { ...product, cves: [only.id] } : product))
}

function gatheringOf(id: string, structured: readonly Draft[], prose: Iterable<Draft | 'late'>, most: number, notes: Note[]): Gathering {
  const gathering = new Gathering(id, most)
  for (const draft of structured) addStructured(gathering, draft, notes)
  for (const draft of prose) {
    if (draft === 'late') notes.push({ what: 'The time for one advisory ran out: the rest of its text was not searched for indicators.' })
    else gathering.add(draft)
  }
  if (gathering.left > 0) notes.push({ what: `${plural(gathering.left, 'further indicator')} were left out: an advisory may have ${most}.` })
  return gathering
}

function addStructured(gathering: Gathering, draft: Draft, notes: Note[]): void {
  const canonical = canonicalOf(draft.type, draft.value)
  if (canonical) gathering.add({ ...draft, ...canonical })
  else notes.push({ what: `“${printable(draft.value, 80)}” is given as ${draft.type}, but cannot be one: left out.`, place: draft.place })
}

function withinCharacters(blocks: readonly Block[], most: number, notes: Note[]): readonly Block[] {
  let characters = 0
  const index = blocks.findIndex((block) => {
    characters += block.text.length
    return characters > most
  })
  if (index < 0) return blocks
  notes.push({
    what: `The text is longer than ${most} characters: what comes after was not read.`,
    place: { page: blocks[index]?.marks[0]?.page, line: blocks[index]?.marks[0]?.line },
  })
  return blocks.slice(0, index)
}

function habitsOf(blocks: readonly Block[], products: readonly DraftProduct[], title: string): Habits {
  let defanged = 0
  for (const block of blocks) if (block.take === 'all') defanged += block.text.match(/\[\.\]?|\.\]|\[dot\]|\(dot\)|hxxp|\(\.\)|\[:/gi)?.length ?? 0
  return {
    defangs: defanged >= leastDefanged,
    products: new Set([...products.flatMap((product) => [product.product, ...product.names]), title].map((name) => name.toLowerCase())),
  }
}

/** Registered domains of the advisory's own address and of its publisher's name: `kaspersky.com` of Kaspersky. */
function publisherDomains(own: readonly string[], publisher: string | undefined): ReadonlySet<string> {
  const domains = own
    .map((url) => registeredDomain(hostOfUrl(url.includes('@') ? (url.split('@').at(-1) ?? '') : url)))
    .filter((domain) => domain !== '' && !sharedServices.has(domain))
  const name = compact(publisher ?? '')
  return new Set([...domains, ...(name.length > 3 ? [`${name}.com`, `${name}.org`, `${name}.net`] : [])])
}

/** A title with such words names what was attacked or is to be mended; another one names the malware. */
const ofVictim =
  /\b(?:supply[\s\u2010-\u2015-]chain|compromised?|backdoored|trojani[sz]ed|vulnerab\w+|flaws?|updates?|advisory|users|customers|software|installers?)\b/i

/** Names by which a vendor's own site could be called: whole product names, their first word, and words of the title with digits in them that are no part of a domain. */
function vendorsOf(products: readonly DraftProduct[], title: string): ReadonlySet<string> {
  const names = products.flatMap(({ product, vendor, names: others }) =>
    [product, vendor ?? '', ...others].flatMap((name) => [name, name.split(/\s+/)[0] ?? '']),
  )
  const words = ofVictim.test(title) ? (title.match(/(?<![\p{L}\p{N}.])[\p{L}\p{N}]+(?![[(]?\.[\])]?\p{L})/gu) ?? []) : []
  const marked = words.filter((word) => /^(?=.*\p{L})(?=.*\p{N})/u.test(word))
  return new Set([...names, ...marked].map(compact).filter((name) => name.length > 2))
}

function sourced(product: DraftProduct, advisory: string): AffectedProduct {
  return { ...product, sources: [{ advisory, place: product.place, sentence: product.sentence }] }
}
