import { type Purl, packageName, parsePurl } from '../../base/purl.ts'
import { plainName } from '../../base/text.ts'
import { compareIn } from '../../base/versions/compare.ts'
import type { ExposedRelease } from '../../knowledge/exposed.ts'

/** One release as an inventory tells of it. */
export interface Told {
  readonly product: string
  readonly vendor: string
  readonly version: string
  /** Empty where the inventory gives none. */
  readonly purl: string
  /** Operating system of the host; empty is unknown. */
  readonly os: string
}

export interface Match {
  readonly release: ExposedRelease
  /** 0…1: how sure it is that the two are the same release. */
  readonly confidence: number
  /** What they were matched by, in words. */
  readonly by: string
  /** What would make it another release after all. */
  readonly unless?: string
}

const systems: Readonly<Record<string, RegExp>> = { windows: /windows/i, macos: /mac\s?os|os x|darwin/i }
const packageTypes: Readonly<Record<string, string>> = { npm: 'npm', pypi: 'pypi', deb: 'deb', rpm: 'rpm' }

/** How the installed release is one of the exposed ones; undefined when it is not. */
export function matchOf(told: Told, release: ExposedRelease): Match | undefined {
  const purl = parsePurl(told.purl)
  if (purl) return byPurl(purl, told, release)
  if (!release.names.some((name) => plainName(name) === plainName(told.product)) || !isVersion(release, told.version)) return undefined
  if (release.ecosystem in systems) return ofSystem(told, release)
  const type = packageTypes[release.ecosystem]
  if (type !== undefined) {
    return {
      release,
      confidence: 0.5,
      by: 'name and version; the inventory does not say what kind of package it is',
      unless: `it is another software of that name, and not the ${type} package`,
    }
  }
  return withVendor(told, release, 'name and version')
}

function ofSystem(told: Told, release: ExposedRelease): Match | undefined {
  const system = systems[release.ecosystem]
  if (told.os === '' || system === undefined) {
    const match = withVendor(told, release, 'name and version; the system of the host is not known')
    return (
      match && {
        ...match,
        confidence: match.confidence - 0.2,
        unless: `the host does not run ${release.ecosystem}, where this version is not known to be affected`,
      }
    )
  }
  return system.test(told.os) ? withVendor(told, release, 'name, version and operating system') : undefined
}

/** The vendor speaks for it, and against it when it is another one. */
function withVendor(told: Told, release: ExposedRelease, by: string): Match | undefined {
  const vendor = plainName(told.vendor)
  if (vendor === '' || release.vendors.length === 0) return { release, confidence: 0.8, by: vendor === '' ? `${by}; the inventory names no vendor` : by }
  const known = release.vendors.some((one) => vendor.includes(plainName(one)))
  if (known) return { release, confidence: 0.95, by: `${by}, and vendor` }
  return { release, confidence: 0.5, by: `${by}, but not vendor`, unless: `it is another software of that name: the inventory calls its vendor ${told.vendor}` }
}

function byPurl(purl: Purl, told: Told, release: ExposedRelease): Match | undefined {
  const version = purl.version === '' ? told.version : purl.version
  if (packageTypes[release.ecosystem] !== purl.type) return undefined
  const same = packageName(purl.type, purl.name) === packageName(purl.type, release.name)
  return same && isVersion(release, version) ? { release, confidence: 0.97, by: 'package URL' } : undefined
}

function isVersion({ ecosystem, versions, upTo }: ExposedRelease, version: string): boolean {
  if (version === '') return false
  if (upTo !== undefined) return (compareIn(ecosystem, version, upTo) ?? 1) <= 0
  return versions.some((one) => one === version || (ecosystem in systems && compareIn(ecosystem, one, version) === 0))
}
