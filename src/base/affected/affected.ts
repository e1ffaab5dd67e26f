import { sameProduct } from '../product-identity/same.ts'
import type { Told } from '../product-identity/told.ts'
import type { Purl } from '../purl.ts'
import { ofDistribution } from './distribution.ts'
import { type Judged, judgeOf, type StatedVersions } from './judge.ts'
import { type Identified, identified } from './keys.ts'

/** One release as an inventory tells of it. */
export interface Held extends Told {
  readonly version: string
}

/** A row of `vulnerability_affects`, as far as matching needs it. */
export interface Affects extends StatedVersions {
  readonly key: string
  readonly type: string
  readonly ecosystem: string
  readonly vendor: string
  readonly product: string
  readonly cpe: string
  readonly platforms: readonly string[]
}

export interface Verdict extends Judged {
  /** What the software was known by, in words. */
  readonly by: string
  /** That it is the software that is meant, 0…1. */
  readonly confidence: number
}

/** Below this it is taken for another software. */
const leastConfidence = 0.3

/**
 * Whether an installed release is affected, not affected, or cannot be told, with the reason; undefined where another software is meant.
 * @param judge the judge of `affects`, where one is at hand: reading it costs more than asking it
 */
export function affectedBy(held: Held, affects: Affects, judge: Judge = judgeOf(affects)): Verdict | undefined {
  return verdictsOn(identified(held), affects, judge)?.(held.version)
}

/** The verdict on any version of a software by one statement; undefined where another software is meant, whatever its version. */
export function verdictsOn(software: Identified, affects: Affects, judge: Judge): ((version: string) => Verdict | undefined) | undefined {
  const verdicts = affects.type === '' ? ofProduct(software.told, affects, judge) : ofPackage(software, affects, judge)
  if (!verdicts || affects.platforms.length === 0) return verdicts
  return (version) => {
    const verdict = verdicts(version)
    return verdict?.state === 'affected' ? onPlatform(software.told, affects, verdict) : verdict
  }
}

type Judge = (version: string) => Judged
type Verdicts = (version: string) => Verdict | undefined

function ofPackage({ told, packages }: Identified, affects: Affects, judge: Judge): Verdicts | undefined {
  for (const { purl, names } of packages) {
    if (purl.type !== affects.type) continue
    const found = names.find(({ key }) => key === affects.key)
    if (!found) continue
    const release = ofDistribution(affects.ecosystem, purl, told.os)
    if (release === false) continue
    const by = found.source ? 'package URL of its source package' : 'package URL'
    return (version) => {
      const judged = judge(found.version || version || purl.version)
      if (release === undefined && isOfDistribution(purl) && judged.state !== 'cannot tell') return { ...unsureRelease(affects, judged), by, confidence: 0.9 }
      return { ...judged, by, confidence: 0.97 }
    }
  }
  return undefined
}

function isOfDistribution(purl: Purl): boolean {
  return ['deb', 'rpm', 'apk'].includes(purl.type)
}

/** Each release of a distribution repairs a flaw in a version of its own. */
function unsureRelease({ ecosystem }: Affects, { because }: Judged): Judged {
  return { state: 'cannot tell', because: `which release of the distribution it is from is not known; in ${ecosystem}, ${because}` }
}

function ofProduct(told: Told, affects: Affects, judge: Judge): Verdicts | undefined {
  const { product, vendor, cpe } = affects
  const same = sameProduct(told, { product, names: [], vendor: vendor || undefined, cpe: cpe || undefined })
  if (!same || same.confidence < leastConfidence) return undefined
  const { by, confidence } = same
  return (version) => {
    const judged = judge(version)
    // The maker has other software: only a version that is named singly makes it this one.
    if (same.loosely && !(judged.state === 'affected' && affects.versions.length > 0 && affects.ranges === '')) return undefined
    return { ...judged, by, confidence }
  }
}

const systems: readonly (readonly [RegExp, RegExp])[] = [
  [/windows/i, /windows/i],
  [/mac\s?os|os x|darwin/i, /mac\s?os|os x|darwin/i],
  [/linux|ubuntu|debian|red hat|rhel|suse|fedora/i, /linux|ubuntu|debian|fedora|centos|red hat|rhel|suse|alpine|arch|rocky|alma/i],
  [/android/i, /android/i],
  [/\bios\b|ipados/i, /\bios\b|ipados/i],
]

/** A flaw of one system alone is none on another; which system a host has may not be known. */
function onPlatform({ os }: Told, { platforms }: Affects, verdict: Verdict): Verdict {
  const wanted = systems.filter(([named]) => platforms.some((platform) => named.test(platform)))
  const all = platforms.length === 0 || wanted.length === 0 || platforms.some((platform) => !systems.some(([named]) => named.test(platform)))
  if (all || wanted.some(([, system]) => system.test(os))) return verdict
  const { fixedIn: _, ...rest } = verdict
  const only = platforms.slice(0, 4).join(', ')
  if (os === '') return { ...rest, state: 'cannot tell', because: `it is affected on ${only} only, and the system of the host is not known` }
  return { ...rest, state: 'not affected', because: `it is affected on ${only} only, and the host runs ${os.slice(0, 60)}` }
}
