import type { Note } from '../../advisory.ts'
import { type Fields, fieldsOf, objectsIn, textOf, textsOf } from '../../text/json.ts'
import { packageOf, releaseOf } from '../package-url.ts'
import { rangeVersions, type StatedVersions, singleVersion } from './versions.ts'

/** What the branches of the tree say of one product id. */
export interface NamedProduct {
  readonly vendor?: string | undefined
  readonly product: string
  readonly platform?: string | undefined
  /** Undefined where it is meant without regard to its version. */
  readonly stated?: StatedVersions | undefined
  /** As OSV names it. */
  readonly ecosystem?: string | undefined
  /** Without version. */
  readonly purl?: string | undefined
  readonly cpe?: string | undefined
  readonly codes?: readonly string[] | undefined
  readonly hashes?: readonly string[] | undefined
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
  for (const { part, whole, product } of relationshipsOf(tree)) {
    const base = names.get(part)
    if (base) add(names, product, { ...base, platform: names.get(whole)?.product ?? base.platform })
  }
  return { names, notes }
}

/** What is part of what: `relationships`, and the paths that CSAF 2.1 has instead. */
function relationshipsOf(tree: Fields): readonly { readonly part: string; readonly whole: string; readonly product: Fields }[] {
  return [
    ...objectsIn(tree.relationships).map((one) => ({
      part: textOf(one.product_reference) ?? '',
      whole: textOf(one.relates_to_product_reference) ?? '',
      product: fieldsOf(one.full_product_name),
    })),
    ...objectsIn(tree.product_paths).map((one) => ({
      part: textOf(one.beginning_product_reference) ?? '',
      whole: textOf(objectsIn(one.subpaths).at(-1)?.next_product_reference) ?? '',
      product: fieldsOf(one.full_product_name),
    })),
  ]
}

/** A relationship says nothing new of what identifies its part. */
function add(names: Map<string, NamedProduct>, product: Fields, known: NamedProduct): void {
  const id = textOf(product.product_id)
  if (id === undefined) return
  const helper = fieldsOf(product.product_identification_helper)
  const purl = textOf(helper.purl) ?? textsOf(helper.purls)[0]
  const [codes, hashes] = [codesOf(helper), hashesOf(helper)]
  names.set(id, {
    ...known,
    ...released(product, known, purl),
    purl: packageOf(purl) ?? known.purl,
    cpe: textOf(helper.cpe) ?? known.cpe,
    codes: codes.length > 0 ? codes : known.codes,
    hashes: hashes.length > 0 ? hashes : known.hashes,
  })
}

/** `curl-0:7.76.1-19.el9.x86_64`: name, epoch, version, release; what it is built for stands in the branch above, too. */
const rpmName = /^([^\s:]{1,200})-((?:\d{1,9}:)?[^\s:-]{1,100}-[^\s:-]{1,100})\.([\w]{2,20})$/

/** Name and version: as the branches have them, else as a package's own name or URL tells. */
function released(product: Fields, known: NamedProduct, purl: string | undefined): Pick<NamedProduct, 'product' | 'stated' | 'ecosystem'> {
  const release = releaseOf(purl)
  const ecosystem = release?.ecosystem ?? known.ecosystem
  const own = textOf(product.name) ?? textOf(product.product_id) ?? ''
  if (known.product !== '') return { product: known.product, stated: known.stated ?? versionOf(release?.version), ecosystem }
  if (release) return { product: release.name, stated: versionOf(release.version), ecosystem }
  const [, name, version, architecture] = rpmName.exec(own) ?? []
  if (name === undefined || architecture !== known.platform) return { product: own, stated: known.stated, ecosystem }
  return { product: name, stated: versionOf(version), ecosystem: ecosystem ?? 'rpm' }
}

function versionOf(version: string | undefined): StatedVersions | undefined {
  return version === undefined || version === '' ? undefined : { versions: [version], ranges: [], except: [] }
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
  if (category === 'product_version') return { ...known, stated: singleVersion(name) }
  if (category === 'product_version_range') return { ...known, stated: rangeVersions(name) }
  return category === 'architecture' || category === 'host_name' || category === 'platform' ? { ...known, platform: name } : known
}
