import type { AffectedProduct } from '../../advisories/advisory.ts'
import { packageName, parsePurl } from '../../base/purl.ts'
import { plainName } from '../../base/text.ts'

/** Software as an inventory tells of it. */
export interface Told {
  readonly product: string
  readonly vendor: string
  /** Empty where the inventory gives none. */
  readonly purl: string
  /** Operating system of the host; empty is unknown. */
  readonly os: string
}

export interface SameProduct {
  /** 0…1 */
  readonly confidence: number
  /** What they were matched by, in words. */
  readonly by: string
  /** Only a version that is named singly makes it the one that is meant: the maker has other software. */
  readonly loosely?: true
}

const systems: Readonly<Record<string, RegExp>> = {
  windows: /windows/i,
  macos: /mac\s?os|os x|darwin/i,
  linux: /linux|ubuntu|debian|fedora|centos|red hat|rhel|suse|alpine|arch/i,
}

/** OSV's ecosystems by the type of their package URLs. */
const packageTypes: Readonly<Record<string, string>> = {
  npm: 'npm',
  pypi: 'pypi',
  go: 'golang',
  'crates.io': 'cargo',
  maven: 'maven',
  nuget: 'nuget',
  rubygems: 'gem',
  packagist: 'composer',
  debian: 'deb',
  ubuntu: 'deb',
}

/** What inventories add to a name: bits, languages, versions in brackets or at the end. */
function bareName(name: string): string {
  return name
    .slice(0, 300)
    .replace(/\([^()]{0,80}\)/g, ' ')
    .replace(/\b(?:x64|x86|64-?bit|32-?bit|win(?:32|64)|amd64|arm64|[a-z]{2}-[A-Z]{2})\b/g, ' ')
    .replace(/\bv?\d+(?:\.\d+)+\b/g, ' ')
}

/** Whether an installed software is the one that is meant; undefined when it is another. */
export function sameProduct(told: Told, product: AffectedProduct): SameProduct | undefined {
  const type = product.ecosystem === undefined ? undefined : packageTypes[product.ecosystem.toLowerCase().split(':')[0] ?? '']
  const purl = parsePurl(told.purl)
  if (purl && (product.purl !== undefined || type !== undefined)) return byPackage(purl, product, type)
  const system = product.platform === undefined ? undefined : systems[product.platform.toLowerCase()]
  if (system && told.os !== '' && !system.test(told.os)) return undefined
  const name = byName(told, product)
  if (!name) return undefined
  const unsure = system && told.os === '' ? { less: 0.2, words: '; the system of the host is not known' } : { less: 0, words: '' }
  if (type !== undefined) return name.loosely ? undefined : { confidence: 0.5, by: `${name.by}; the inventory does not say what kind of package it is` }
  return { ...name, confidence: Math.max(0.1, name.confidence - unsure.less), by: name.by + unsure.words }
}

function byPackage(purl: NonNullable<ReturnType<typeof parsePurl>>, product: AffectedProduct, type: string | undefined): SameProduct | undefined {
  const meant = product.purl === undefined ? undefined : parsePurl(product.purl)
  const [wantedType, wantedName] = meant ? [meant.type, meant.name] : [type ?? '', product.product]
  const same = purl.type === wantedType && packageName(purl.type, purl.name) === packageName(wantedType, wantedName)
  return same ? { confidence: 0.97, by: 'package URL' } : undefined
}

function byName(told: Told, { product, names, vendor = '' }: AffectedProduct): SameProduct | undefined {
  const all = [product, ...names].filter((name) => plainName(name).length > 1)
  const meant = new Set(all.map(plainName))
  const owner = plainName(vendor)
  const toldOwner = plainName(told.vendor)
  const owned = owner !== '' && toldOwner !== '' ? toldOwner.includes(owner) || owner.includes(toldOwner) : undefined
  const name = plainName(told.product)
  const bare = plainName(bareName(told.product))
  const signed = (confidence: number, by: string): SameProduct => {
    if (owned === true) return { confidence: Math.min(0.95, confidence + 0.15), by: `${by} and vendor` }
    if (owned === false) return { confidence: confidence - 0.3, by: `${by}, but the inventory calls the vendor ${told.vendor.slice(0, 80)}` }
    return { confidence, by: `${by}; ${toldOwner === '' ? 'the inventory' : 'the advisory'} names no vendor` }
  }
  if (meant.has(name)) return signed(0.8, 'name')
  if (meant.has(bare)) return signed(0.75, 'name without what the inventory adds')
  const withVendor = owner !== '' && [...meant].some((one) => bare === owner + one || (one === owner + bare && owned === true))
  if (withVendor) return signed(0.75, 'name with that of the vendor')
  const maker = [...meant].some((one) => one.length > 2 && one === toldOwner && name.startsWith(one))
  return maker ? { confidence: 0.5, by: 'the maker and the exact version; the advisory names the software by its maker alone', loosely: true } : undefined
}
