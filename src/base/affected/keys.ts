import { packageKey } from '../ecosystem.ts'
import { namesOf } from '../product-identity/name.ts'
import type { Told } from '../product-identity/told.ts'
import { type Purl, parsePurl } from '../purl.ts'

/** A name under which a package is known to those who warn of it. */
export interface NamedPackage {
  readonly name: string
  /** Where it differs from the package's own; '' otherwise. */
  readonly version: string
  /** It is the name of the source package. */
  readonly source: boolean
}

/**
 * A package by its own name and by that of its source package, which the lists of Debian, Ubuntu and Alpine go by: `libssl3` is built from `openssl`.
 * Scanners give it as qualifier `upstream`, with a version where that differs.
 */
export function packagesOf(purl: Purl): readonly NamedPackage[] {
  const own = { name: purl.name, version: '', source: false }
  const upstream = purl.qualifiers.upstream ?? ''
  if (upstream === '') return [own]
  const [name = '', version = ''] = upstream.split('@')
  return [{ name, version, source: true }, own]
}

/** Everything that an installed software may be looked up by in the column `key`, with the type of package; '' for products. */
export function keysOf(told: Told): readonly { readonly key: string; readonly type: string }[] {
  const packages = told.purls.flatMap((text) => {
    const purl = parsePurl(text)
    return purl ? packagesOf(purl).map(({ name }) => ({ key: packageKey(purl.type, name), type: purl.type })) : []
  })
  return [...packages, ...namesOf(told).map((key) => ({ key, type: '' }))]
}
