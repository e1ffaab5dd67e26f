import { purlTypeOf } from '../ecosystem.ts'
import { packageName, parsePurl } from '../purl.ts'
import { sameName } from './name.ts'
import type { Meant, Told } from './told.ts'
import { beginsWith, makerOf, sameMaker, wordsOf } from './vendor.ts'

export interface SameProduct {
  /** 0…1 */
  readonly confidence: number
  /** What they were matched by, in words. */
  readonly by: string
  /** Only a version that is named singly (`long version`: of three numbers or more) makes it the one that is meant: there is other software of that name. */
  readonly loosely?: 'version' | 'long version'
}

export const matchedByPackage = 'package URL'

const systems: Readonly<Record<string, RegExp>> = {
  windows: /windows/i,
  macos: /mac\s?os|os x|darwin/i,
  linux: /linux|ubuntu|debian|fedora|centos|red hat|rhel|suse|alpine|arch/i,
}

/**
 * Whether an installed software is the one that is meant: by the hash of its file, its product code or bundle id, its package URL, its signer and
 * name, its name, and its CPE last. Undefined when it is another.
 */
export function sameProduct(told: Told, product: Meant): SameProduct | undefined {
  if (told.hashes.some((hash) => product.hashes?.includes(hash))) return { confidence: 0.99, by: 'hash of its file' }
  if (told.code !== '' && product.codes?.includes(told.code)) return { confidence: 0.97, by: 'product code' }
  const type = product.ecosystem === undefined ? undefined : purlTypeOf(product.ecosystem)
  if (told.purls.length > 0 && (product.purl !== undefined || type !== undefined)) return byPackage(told.purls, product, type)
  const system = product.platform === undefined ? undefined : systems[product.platform.toLowerCase()]
  if (system && told.os !== '' && !system.test(told.os)) return undefined
  const name = sameName(told, product)
  const named = (name && signed(name, told, product)) ?? byCpe(told, product)
  if (!named) return undefined
  const unsure = system && told.os === '' ? { less: 0.2, words: '; the system of the host is not known' } : { less: 0, words: '' }
  if (type !== undefined) return named.loosely ? undefined : { confidence: 0.5, by: `${named.by}; the inventory does not say what kind of package it is` }
  return { ...named, confidence: Math.max(0.1, named.confidence - unsure.less), by: named.by + unsure.words }
}

function byPackage(purls: readonly string[], product: Meant, type: string | undefined): SameProduct | undefined {
  const meant = product.purl === undefined ? undefined : parsePurl(product.purl)
  const [wantedType, wantedName] = meant ? [meant.type, meant.name] : [type ?? '', product.product]
  const same = purls.map(parsePurl).some((purl) => purl?.type === wantedType && packageName(purl.type, purl.name) === packageName(wantedType, wantedName))
  return same ? { confidence: 0.97, by: matchedByPackage } : undefined
}

/** A signature that bears the maker's name makes a whole name sure. */
function signed(name: SameProduct, { signer, vendor: toldVendor, product: toldName }: Told, { vendor = '' }: Meant): SameProduct {
  if (signer === '' || name.loosely) return name
  const own =
    vendor === '' ? beginsWith(wordsOf(toldName), wordsOf(makerOf(signer))) || sameMaker(signer, toldVendor) === true : sameMaker(signer, vendor) === true
  return own ? { confidence: 0.96, by: `signer (${signer.slice(0, 80)}) and name` } : name
}

/** `cpe:2.3:a:vendor:product:…` and `cpe:/a:vendor:product:…`: vendor and product have to be the same words. */
function byCpe({ cpe }: Told, product: Meant): SameProduct | undefined {
  const [told, meant] = [cpeProduct(cpe), cpeProduct(product.cpe ?? '')]
  return told !== undefined && told === meant ? { confidence: 0.85, by: 'CPE' } : undefined
}

/** Vendor and product of a CPE, whatever its version; undefined where it names none. */
export function cpeProduct(cpe: string): string | undefined {
  const [, vendor = '', product = ''] = /^cpe:(?:2\.3:|\/)[aoh]:((?:\\.|[^:\\]){1,200}):((?:\\.|[^:\\]){1,200})(?::|$)/i.exec(cpe) ?? []
  return vendor === '' || ['*', '-'].includes(vendor) || ['*', '-'].includes(product) ? undefined : `${vendor} ${product}`.toLowerCase()
}
