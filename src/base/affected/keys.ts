import { packageKey } from '../ecosystem.ts'
import { namesOf } from '../product-identity/name.ts'
import type { Told } from '../product-identity/told.ts'
import { type Purl, parsePurl } from '../purl.ts'

/** A name under which a package is known to those who warn of it. */
export interface NamedPackage {
  /** What it is looked up by. */
  readonly key: string
  /** Where it differs from the package's own; '' otherwise. */
  readonly version: string
  /** It is the name of the source package. */
  readonly source: boolean
}

/** Software with its package URLs read, to be looked at with many statements. */
export interface Identified {
  readonly told: Told
  readonly packages: readonly { readonly purl: Purl; readonly names: readonly NamedPackage[] }[]
}

export function identified(told: Told): Identified {
  const purls = told.purls.flatMap((text) => parsePurl(text) ?? [])
  return { told, packages: purls.map((purl) => ({ purl, names: namesOfPackage(purl) })) }
}

/**
 * A package by its own name and by that of its source package, which the lists of Debian, Ubuntu and Alpine go by: `libssl3` is built from `openssl`.
 * Scanners give it as qualifier `upstream`, with a version where that differs.
 */
function namesOfPackage(purl: Purl): readonly NamedPackage[] {
  const own = { key: packageKey(purl.type, purl.name), version: '', source: false }
  const upstream = purl.qualifiers.upstream ?? ''
  if (upstream === '') return [own]
  const [name = '', version = ''] = upstream.split('@')
  return [{ key: packageKey(purl.type, name), version, source: true }, own]
}

/** Everything that an installed software may be looked up by in the column `key`, with the type of package; '' for products. */
export function keysOf({ told, packages }: Identified): readonly { readonly key: string; readonly type: string }[] {
  const named = packages.flatMap(({ purl, names }) => names.map(({ key }) => ({ key, type: purl.type })))
  return [...named, ...namesOf(told).map((key) => ({ key, type: '' }))]
}
