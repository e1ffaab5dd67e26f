import type { Note, VersionRange } from '../../advisory.ts'
import type { DraftProduct } from '../../format.ts'
import { type Fields, fieldsOf, objectsIn, textOf, textsOf } from '../../text/json.ts'
import type { NamedProduct } from './product-tree.ts'

type Status = 'affected' | 'fixed' | 'unaffected' | 'unknown'

const statuses: Readonly<Record<string, Status>> = {
  known_affected: 'affected',
  first_affected: 'affected',
  last_affected: 'affected',
  under_investigation: 'unknown',
  unknown: 'unknown',
  fixed: 'fixed',
  first_fixed: 'fixed',
  recommended: 'fixed',
  known_not_affected: 'unaffected',
}

interface Collected {
  readonly named: NamedProduct
  readonly said: Set<Status>
  readonly versions: Set<string>
  readonly ranges: Map<string, VersionRange>
  readonly fixed: Set<string>
  readonly unaffected: Set<string>
  readonly cves: Set<string>
  readonly remediations: Set<string>
  /** Of the affected releases only. */
  readonly codes: Set<string>
  readonly hashes: Set<string>
  unclear: boolean
}

interface Statements {
  readonly found: Map<string, Collected>
  /** What could not be read, with how often. */
  readonly unread: Map<string, number>
}

/** One entry a product (vendor, name, platform) with what all vulnerabilities say of its versions. Products that are only said not to be affected are none that are. */
export function productsOf(
  vulnerabilities: readonly Fields[],
  names: ReadonlyMap<string, NamedProduct>,
): { readonly products: readonly DraftProduct[]; readonly notes: readonly Note[] } {
  const statements: Statements = { found: new Map(), unread: new Map() }
  for (const vulnerability of vulnerabilities) {
    const remedies = remediesOf(vulnerability)
    for (const [status, ids] of Object.entries(fieldsOf(vulnerability.product_status))) {
      for (const id of textsOf(ids)) takeStatus(statements, names.get(id), { id, status, cve: textOf(vulnerability.cve), remedies: remedies.get(id) ?? [] })
    }
  }
  const all = [...statements.found.values()]
  const products = all.filter(({ said }) => said.has('affected') || said.has('fixed') || said.has('unknown'))
  return { products: products.map(productOf), notes: [...[...statements.unread].map(noteOf), ...products.flatMap(openNote), ...unaffectedNote(all)] }
}

interface Statement {
  readonly id: string
  readonly status: string
  readonly cve: string | undefined
  readonly remedies: readonly string[]
}

function takeStatus({ found, unread }: Statements, named: NamedProduct | undefined, { id, status, cve, remedies }: Statement): void {
  const meaning = statuses[status]
  if (meaning === undefined || named === undefined) {
    const what =
      meaning === undefined ? `under “${status.slice(0, 60)}”, a status that is not known` : `on ${id.slice(0, 100)}, which the product tree does not describe`
    unread.set(what, (unread.get(what) ?? 0) + 1)
    return
  }
  const collected = collectedOf(found, named)
  collected.said.add(meaning)
  if (cve && meaning !== 'fixed' && meaning !== 'unaffected') collected.cves.add(cve)
  if (meaning === 'unknown') collected.unclear = true
  else if (meaning === 'affected') {
    affect(collected, named, status)
    for (const remedy of remedies) collected.remediations.add(remedy)
  } else for (const version of namedVersions(named)) collected[meaning].add(version)
}

/** Single versions, and where ranges begin: what is repaired is so from there on. */
function namedVersions({ stated }: NamedProduct): readonly string[] {
  return [...(stated?.versions ?? []), ...(stated?.ranges ?? []).flatMap(({ from }) => from ?? [])]
}

function affect(collected: Collected, { stated, codes = [], hashes = [] }: NamedProduct, status: string): void {
  const { versions, ranges, unaffected } = collected
  const addRange = (range: VersionRange) => ranges.set(JSON.stringify(range), range)
  for (const code of codes) collected.codes.add(code)
  for (const hash of hashes) collected.hashes.add(hash)
  for (const version of stated?.versions ?? []) {
    if (status === 'first_affected') addRange({ from: version })
    else if (status === 'last_affected') addRange({ through: version })
    else versions.add(version)
  }
  // A product without any version is affected in all of them.
  for (const range of stated?.ranges ?? [{}]) addRange(range)
  for (const version of stated?.except ?? []) unaffected.add(version)
  if (stated?.unclear) collected.unclear = true
}

function collectedOf(found: Map<string, Collected>, named: NamedProduct): Collected {
  const key = JSON.stringify([named.vendor, named.product, named.platform])
  const known = found.get(key)
  if (known) return known
  const made = {
    named,
    said: new Set<Status>(),
    versions: new Set<string>(),
    ranges: new Map<string, VersionRange>(),
    fixed: new Set<string>(),
    unaffected: new Set<string>(),
    cves: new Set<string>(),
    remediations: new Set<string>(),
    codes: new Set<string>(),
    hashes: new Set<string>(),
    unclear: false,
  }
  found.set(key, made)
  return made
}

function remediesOf(vulnerability: Fields): ReadonlyMap<string, readonly string[]> {
  const remedies = new Map<string, string[]>()
  for (const remediation of objectsIn(vulnerability.remediations)) {
    const text = [textOf(remediation.category)?.replaceAll('_', ' '), textOf(remediation.details), textOf(remediation.url)].filter((part) => part).join(': ')
    for (const id of textsOf(remediation.product_ids)) {
      const known = remedies.get(id)
      if (known) known.push(text)
      else remedies.set(id, [text])
    }
  }
  return remedies
}

function productOf({ named, versions, ranges, fixed, unaffected, cves, remediations, codes, hashes, unclear }: Collected): DraftProduct {
  return {
    vendor: named.vendor,
    product: named.product,
    names: [],
    ecosystem: named.ecosystem,
    purl: named.purl,
    cpe: named.cpe,
    codes: [...codes],
    hashes: [...hashes],
    platform: named.platform,
    versions: [...versions],
    ranges: [...ranges.values()],
    fixed: [...fixed],
    unaffected: [...unaffected],
    ...(unclear && { unclear: true }),
    cves: [...cves],
    remediation: [...remediations].join(' ').slice(0, 2000) || undefined,
    place: {},
    sentence: '',
  }
}

function noteOf([what, count]: readonly [string, number]): Note {
  return { what: `${count} of the statements were not read: they are ${what}.` }
}

function openNote({ named, said, unclear }: Collected): readonly Note[] {
  if (said.has('unknown')) return [{ what: `Whether ${named.product} is affected is not known to the publisher yet, or not in all its versions.` }]
  return unclear ? [{ what: `What the file says of the versions of ${named.product} could not be read in full: silence on a version means nothing.` }] : []
}

function unaffectedNote(all: readonly Collected[]): readonly Note[] {
  const count = all.filter(({ said }) => said.size === 1 && said.has('unaffected')).length
  return count === 0 ? [] : [{ what: `${count} of the products are only said not to be affected, and not looked for.` }]
}
