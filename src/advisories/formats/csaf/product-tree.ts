import type { Note, VersionRange } from '../../advisory.ts'
import { type Fields, fieldsOf, objectsIn, textOf, textsOf } from '../../text/json.ts'

/** What the branches of the tree say of one product id. */
export interface NamedProduct {
  readonly vendor?: string | undefined
  readonly product: string
  readonly platform?: string | undefined
  readonly version?: string | undefined
  readonly range?: VersionRange | undefined
  readonly purl?: string | undefined
  readonly cpe?: string | undefined
  readonly codes?: readonly string[]
  readonly hashes?: readonly string[]
}

const deepest = 40

/** Product ids by what they are: branches first, then relationships such as “installed on”. */
export function productNames(tree: Fields, most: number): { readonly names: ReadonlyMap<string, NamedProduct>; readonly notes: readonly Note[] } {
  const names = new Map<string, NamedProduct>()
  const notes: Note[] = []
  const walk = (branch: Fields, inherited: NamedProduct, depth: number) => {
    if (depth > deepest || names.size > most) {
      if (notes.length === 0) notes.push({ what: 'The product tree is deeper or larger than any real one: a part of it was not read.' })
      return
    }
    const known = withBranch(inherited, textOf(branch.category) ?? '', textOf(branch.name) ?? '')
    add(names, fieldsOf(branch.product), known)
    for (const child of objectsIn(branch.branches)) walk(child, known, depth + 1)
  }
  for (const branch of objectsIn(tree.branches)) walk(branch, { product: '' }, 0)
  for (const product of objectsIn(tree.full_product_names)) add(names, product, { product: '' })
  for (const relationship of objectsIn(tree.relationships)) {
    const base = names.get(textOf(relationship.product_reference) ?? '')
    const on = names.get(textOf(relationship.relates_to_product_reference) ?? '')
    if (base) add(names, fieldsOf(relationship.full_product_name), { ...base, platform: on?.product ?? base.platform })
  }
  return { names, notes }
}

function add(names: Map<string, NamedProduct>, product: Fields, known: NamedProduct): void {
  const id = textOf(product.product_id)
  if (id === undefined) return
  const helper = fieldsOf(product.product_identification_helper)
  const purl = textOf(helper.purl) ?? textsOf(helper.purls)[0]
  const named = known.product || (textOf(product.name) ?? id)
  names.set(id, { ...known, product: named, purl, cpe: textOf(helper.cpe), codes: codesOf(helper), hashes: hashesOf(helper) })
}

/** Stock keeping units and generic URIs are where makers put the codes of their installers; what holds a place holder names no single product. */
function codesOf(helper: Fields): readonly string[] {
  const uris = objectsIn(helper.x_generic_uris).flatMap(({ uri }) => textOf(uri) ?? [])
  return [...textsOf(helper.skus), ...uris].filter((code) => code.length > 3 && !/[*?]/.test(code)).map((code) => code.toLowerCase())
}

function hashesOf(helper: Fields): readonly string[] {
  return objectsIn(helper.hashes)
    .flatMap((file) => objectsIn(file.file_hashes))
    .flatMap(({ value }) => textOf(value)?.toLowerCase() ?? [])
    .filter((value) => /^[0-9a-f]{32,128}$/.test(value))
}

function withBranch(known: NamedProduct, category: string, name: string): NamedProduct {
  if (category === 'vendor') return { ...known, vendor: name }
  if (category === 'product_name') return { ...known, product: name }
  if (category === 'product_family' && known.product === '') return { ...known, product: name }
  if (category === 'product_version') return { ...known, version: name }
  if (category === 'product_version_range') return { ...known, range: versRange(name) }
  return category === 'architecture' || category === 'host_name' || category === 'platform' ? { ...known, platform: name } : known
}

/** `vers:generic/>=1.0|<2.0`, or `<2.0` as older documents have it. */
function versRange(text: string): VersionRange {
  const constraints = text.replace(/^vers:[a-z0-9._-]+\//i, '').split(/[|,]|\s(?=[<>=])/)
  const range: { from?: string; after?: string; through?: string; before?: string } = {}
  for (const constraint of constraints) {
    const [, operator = '', version = ''] = /^\s*(<=|>=|<|>|=|≤|≥)?\s*v?(\S+)\s*$/.exec(constraint) ?? []
    if (version === '' || version === '*') continue
    const plain = decode(version)
    if (operator === '<=' || operator === '≤') range.through = plain
    else if (operator === '<') range.before = plain
    else if (operator === '>=' || operator === '≥') range.from = plain
    else if (operator === '>') range.after = plain
    else Object.assign(range, { from: plain, through: plain })
  }
  return range
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
