import type { VersionRange } from '../../advisory.ts'
import type { DraftProduct } from '../../format.ts'
import { type Fields, fieldsOf, objectsIn, textOf, textsOf } from '../../text/json.ts'
import type { NamedProduct } from './product-tree.ts'

type Status = 'affected' | 'fixed' | 'unaffected'

const statuses: Readonly<Record<string, Status>> = {
  known_affected: 'affected',
  first_affected: 'affected',
  last_affected: 'affected',
  under_investigation: 'affected',
  fixed: 'fixed',
  first_fixed: 'fixed',
  recommended: 'fixed',
  known_not_affected: 'unaffected',
}

interface Collected {
  readonly named: NamedProduct
  readonly versions: Set<string>
  readonly ranges: Map<string, VersionRange>
  readonly fixed: Set<string>
  readonly unaffected: Set<string>
  readonly cves: Set<string>
  readonly remediations: Set<string>
  /** Of the affected releases only. */
  readonly codes: Set<string>
  readonly hashes: Set<string>
}

/** One entry a product (vendor, name, platform) with what all vulnerabilities say of its versions. */
export function productsOf(vulnerabilities: readonly Fields[], names: ReadonlyMap<string, NamedProduct>): readonly DraftProduct[] {
  const found = new Map<string, Collected>()
  for (const vulnerability of vulnerabilities) {
    const remedies = remediesOf(vulnerability)
    for (const [status, ids] of Object.entries(fieldsOf(vulnerability.product_status))) {
      for (const id of textsOf(ids)) takeStatus(found, names.get(id) ?? { product: id }, status, textOf(vulnerability.cve), remedies.get(id) ?? [])
    }
  }
  return [...found.values()].map(productOf)
}

function takeStatus(found: Map<string, Collected>, named: NamedProduct, status: string, cve: string | undefined, remedies: readonly string[]): void {
  const meaning = statuses[status]
  if (meaning === undefined) return
  const collected = collectedOf(found, named)
  if (meaning !== 'affected') {
    const version = named.version ?? named.range?.from
    if (version) collected[meaning].add(version)
    return
  }
  affect(collected, named, status)
  for (const code of named.codes ?? []) collected.codes.add(code)
  for (const hash of named.hashes ?? []) collected.hashes.add(hash)
  if (cve) collected.cves.add(cve)
  for (const remedy of remedies) collected.remediations.add(remedy)
}

function affect({ versions, ranges }: Collected, { version, range }: NamedProduct, status: string): void {
  if (version && status === 'first_affected') ranges.set(`from ${version}`, { from: version })
  else if (version && status === 'last_affected') ranges.set(`through ${version}`, { through: version })
  else if (version) versions.add(version)
  // A product without any version is affected in all of them.
  else ranges.set(JSON.stringify(range ?? {}), range ?? {})
}

function collectedOf(found: Map<string, Collected>, named: NamedProduct): Collected {
  const key = JSON.stringify([named.vendor, named.product, named.platform])
  const known = found.get(key)
  if (known) return known
  const made = {
    named,
    versions: new Set<string>(),
    ranges: new Map<string, VersionRange>(),
    fixed: new Set<string>(),
    unaffected: new Set<string>(),
    cves: new Set<string>(),
    remediations: new Set<string>(),
    codes: new Set<string>(),
    hashes: new Set<string>(),
  }
  found.set(key, made)
  return made
}

function remediesOf(vulnerability: Fields): ReadonlyMap<string, readonly string[]> {
  const remedies = new Map<string, string[]>()
  for (const remediation of objectsIn(vulnerability.remediations)) {
    const text = [textOf(remediation.category)?.replaceAll('_', ' '), textOf(remediation.details), textOf(remediation.url)].filter((part) => part).join(': ')
    for (const id of textsOf(remediation.product_ids)) remedies.set(id, [...(remedies.get(id) ?? []), text])
  }
  return remedies
}

function productOf({ named, versions, ranges, fixed, unaffected, cves, remediations, codes, hashes }: Collected): DraftProduct {
  return {
    vendor: named.vendor,
    product: named.product,
    names: [],
    purl: named.purl?.replace(/@[^/]*$/, ''),
    cpe: named.cpe,
    codes: [...codes],
    hashes: [...hashes],
    platform: named.platform,
    versions: [...versions],
    ranges: [...ranges.values()],
    fixed: [...fixed],
    unaffected: [...unaffected],
    cves: [...cves],
    remediation: [...remediations].join(' ').slice(0, 2000) || undefined,
    place: {},
    sentence: '',
  }
}
