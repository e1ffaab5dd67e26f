import { stableId } from '../base/hash.ts'
import { formatPurl, parsePurl } from '../base/purl.ts'
import type { HuntedProduct } from '../model/hunt.ts'

/** A release in the product tree of a CSAF document. */
interface Release {
  /** Empty where nobody names it. */
  readonly vendor: string
  readonly product: string
  readonly version: string
  readonly id: string
  readonly purl?: string
}

/** Releases that an inventory has and an advisory calls affected, and those that it calls repaired. */
export interface Releases {
  readonly affected: readonly Release[]
  readonly fixed: readonly Release[]
}

export function releasesOf(products: readonly HuntedProduct[]): Releases {
  // One inventory names the maker where another does not.
  const makers = new Map(products.flatMap(({ installations }) => installations.flatMap((one) => (one.vendor === '' ? [] : [[one.product, one.vendor]]))))
  const all = products.map(({ vendor, fixed = [], installations }) => {
    // A release of unknown version cannot be named.
    const affected = installations.filter(({ state, version }) => state === 'affected' && version !== '')
    return affected.map(({ product, vendor: told, version, purl }) => {
      const maker = vendor || told || makers.get(product) || ''
      // Go writes v1.2.3 where advisories write 1.2.3: what is not written alike would name a package that there is not.
      const alike = /^\d/.test(version) ? purl : undefined
      return { affected: release(maker, product, version, purl), fixed: fixed.map((one) => release(maker, product, one, alike)) }
    })
  })
  const affected = onlyOnce(all.flat().map((one) => one.affected))
  const ids = new Set(affected.map(({ id }) => id))
  return { affected, fixed: onlyOnce(all.flat().flatMap((one) => one.fixed)).filter(({ id }) => !ids.has(id)) }
}

function release(vendor: string, product: string, version: string, purl: string | undefined): Release {
  const parsed = purl === undefined ? undefined : parsePurl(purl)
  return { vendor, product, version, id: `release-${stableId(vendor, product, version)}`, ...(parsed && { purl: formatPurl({ ...parsed, version }) }) }
}

function onlyOnce(releases: readonly Release[]): readonly Release[] {
  return [...new Map(releases.map((one) => [one.id, one])).values()]
}

/** The product tree: makers, what they make, and its releases; what has no known maker stands beside them. */
export function branchesOf(releases: readonly Release[]): readonly object[] {
  return [...Map.groupBy(onlyOnce(releases), ({ vendor }) => vendor)].flatMap(([vendor, ofVendor]) => {
    const products = [...Map.groupBy(ofVendor, ({ product }) => product)].map(([product, ofProduct]) => ({
      category: 'product_name',
      name: product,
      branches: ofProduct.map(versionBranch),
    }))
    return vendor === '' ? products : [{ category: 'vendor', name: vendor, branches: products }]
  })
}

function versionBranch({ vendor, product, version, id, purl }: Release): object {
  const named = product.toLowerCase().startsWith(vendor.toLowerCase()) ? product : `${vendor} ${product}`
  return {
    category: 'product_version',
    name: version,
    product: { name: `${named} ${version}`, product_id: id, ...(purl !== undefined && { product_identification_helper: { purl } }) },
  }
}
