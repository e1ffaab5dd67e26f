import type { Notes } from '../format.ts'
import { elements, members, textOf } from '../json-text.ts'

/** A product that a document describes, as the lake keeps it. */
export interface Described {
  readonly product: string
  readonly vendor: string
  /** One version or a range. */
  readonly version: string
  readonly purl: string
  readonly cpe: string
  readonly hashes: readonly string[]
  /** Part of the product that is meant. */
  readonly component: string
}

type Members = Readonly<Record<string, unknown>>

const deepest = 60

/** Every product of the product tree by its id, those that others are parts of included. */
export function productsOf(file: Members, notes: Notes): ReadonlyMap<string, Described> {
  const tree = members(file.product_tree) ?? {}
  const found = new Map<string, Described>()
  for (const one of elements(tree.full_product_names)) add(found, members(one) ?? {}, { product: '', vendor: '', version: '' })
  walk(elements(tree.branches), { product: '', vendor: '', version: '' }, found, notes)
  for (const entry of elements(tree.relationships)) {
    const relationship = members(entry) ?? {}
    const part = found.get(textOf(relationship.product_reference))
    const whole = found.get(textOf(relationship.relates_to_product_reference))
    const id = textOf(members(relationship.full_product_name)?.product_id)
    // “openssl as a part of Example OS 9” is about the package; the system it is part of is what it runs on.
    if (id !== '' && part) found.set(id, { ...part, component: whole ? `on ${whole.product}` : '' })
  }
  return found
}

type Around = Pick<Described, 'product' | 'vendor' | 'version'>

function walk(branches: readonly unknown[], around: Around, found: Map<string, Described>, notes: Notes, depth = 0): void {
  if (depth > deepest) {
    notes.skip(1, `branches of products lie more than ${deepest} deep: those inside were not read`)
    return
  }
  for (const entry of branches) {
    const branch = members(entry) ?? {}
    const name = textOf(branch.name)
    const category = textOf(branch.category)
    const here = {
      vendor: category === 'vendor' ? name : around.vendor,
      product: category === 'product_name' ? name : around.product,
      version: category === 'product_version' || category === 'product_version_range' ? name : around.version,
    }
    const product = members(branch.product)
    if (product) add(found, product, here)
    walk(elements(branch.branches), here, found, notes, depth + 1)
  }
}

function add(found: Map<string, Described>, product: Members, around: Around): void {
  const id = textOf(product.product_id)
  if (id === '') return
  const helper = members(product.product_identification_helper) ?? {}
  const hashes = elements(helper.hashes).flatMap((one) => elements(members(one)?.file_hashes).map((hash) => textOf(members(hash)?.value).toLowerCase()))
  found.set(id, {
    ...around,
    product: around.product || textOf(product.name),
    purl: textOf(helper.purl),
    cpe: textOf(helper.cpe),
    hashes: hashes.filter((hash) => hash !== ''),
    component: '',
  })
}
