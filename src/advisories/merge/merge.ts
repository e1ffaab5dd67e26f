import { stableId } from '../../base/hash.ts'
import type { Advisory, AdvisoryIndicator, AffectedProduct } from '../advisory.ts'
import { compact } from '../assemble/compact.ts'
import { firstOf } from '../assemble/first-of.ts'
import { strongestRole } from '../assemble/role.ts'
import type { Case } from './case.ts'
import { indicatorDisagreements, productDisagreements } from './disagreements.ts'
import { handlesOf, sameAffair } from './overlap.ts'

const tlpOrder = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'] as const

/** Advisories of one affair as one case: values once, every source kept, disagreements shown. */
export function mergeAdvisories(advisories: readonly Advisory[]): Case {
  const unique = [...new Map(advisories.map((advisory) => [advisory.id, advisory])).values()].sort(
    (a, b) => (a.published ?? '9').localeCompare(b.published ?? '9') || a.id.localeCompare(b.id),
  )
  const byValue = Map.groupBy(
    unique.flatMap((advisory) => advisory.indicators),
    (indicator) => `${indicator.type} ${indicator.value}`,
  )
  const byProduct = Map.groupBy(
    unique.flatMap((advisory) => advisory.products),
    productKey,
  )
  const tlp = tlpOrder.findLast((label) => unique.some((advisory) => advisory.tlp === label))
  return {
    id: `case-${stableId(...unique.map(({ id }) => id).sort())}`,
    title: titleOf(unique),
    tlp,
    advisories: unique.map(({ id, title, publisher, published, tlp: label, format, sha256 }) => ({
      id,
      title,
      publisher,
      published,
      tlp: label,
      format,
      sha256,
    })),
    indicators: [...byValue.values()].map(mergedIndicator),
    products: [...byProduct.values()].map(mergedProduct),
    cves: firstOf(
      unique.flatMap((advisory) => advisory.cves),
      ({ id }) => id,
    ),
    techniques: firstOf(
      unique.flatMap((advisory) => advisory.techniques),
      ({ id }) => id,
    ),
    dates: firstOf(
      unique.flatMap((advisory) => advisory.dates),
      ({ date }) => date,
    ),
    patterns: firstOf(
      unique.flatMap((advisory) => advisory.patterns),
      ({ language, text }) => `${language} ${text}`,
    ),
    disagreements: [...[...byValue.values()].flatMap(indicatorDisagreements), ...[...byProduct.values()].flatMap(productDisagreements)],
  }
}

/** Cases of advisories that came together: those that share an indicator, a CVE or a product are one affair. */
export function casesOf(advisories: readonly Advisory[]): readonly Case[] {
  const groups: { handles: Set<string>; members: Advisory[] }[] = []
  for (const advisory of advisories) {
    const handles = new Set(handlesOf(advisory))
    const met = groups.filter((group) => sameAffair(group.handles, handles))
    const whole = {
      handles: new Set([...met.flatMap((group) => [...group.handles]), ...handles]),
      members: [...met.flatMap((group) => group.members), advisory],
    }
    for (const group of met) groups.splice(groups.indexOf(group), 1)
    groups.push(whole)
  }
  return groups.map((group) => mergeAdvisories(group.members))
}

function mergedIndicator(same: readonly AdvisoryIndicator[]): AdvisoryIndicator {
  const counting = same.filter(({ demoted }) => demoted === undefined)
  const [main] = counting.length > 0 ? counting : same
  if (!main) throw new RangeError('an indicator without an advisory')
  const asPart = same.every(({ partOf }) => partOf !== undefined) ? main.partOf : undefined
  return {
    ...main,
    partOf: asPart,
    role: strongestRole((counting.length > 0 ? counting : same).map(({ role }) => role)),
    sources: same.flatMap(({ sources }) => sources),
  }
}

function productKey({ product, platform, ecosystem }: AffectedProduct): string {
  return JSON.stringify([compact(product), platform ?? '', ecosystem ?? ''])
}

function mergedProduct(same: readonly AffectedProduct[]): AffectedProduct {
  const [main] = same
  if (!main) throw new RangeError('a product without an advisory')
  const all = <T>(pick: (product: AffectedProduct) => readonly T[]) => firstOf(same.flatMap(pick), (value) => JSON.stringify(value))
  return {
    ...main,
    vendor: same.find(({ vendor }) => vendor)?.vendor,
    purl: same.find(({ purl }) => purl)?.purl,
    cpe: same.find(({ cpe }) => cpe)?.cpe,
    codes: all(({ codes }) => codes ?? []),
    hashes: all(({ hashes }) => hashes ?? []),
    remediation: same.find(({ remediation }) => remediation)?.remediation,
    names: all(({ product, names }) => [product, ...names]).filter((name) => name !== main.product),
    versions: all(({ versions }) => versions),
    ranges: all(({ ranges }) => ranges),
    fixed: all(({ fixed }) => fixed),
    unaffected: all(({ unaffected }) => unaffected),
    unclear: same.some(({ unclear }) => unclear) ? true : undefined,
    cves: all(({ cves }) => cves),
    sources: same.flatMap(({ sources }) => sources),
  }
}

/** The title of the first that has one of words; names of files are none. */
function titleOf(advisories: readonly Advisory[]): string {
  return (advisories.find(({ title }) => /\p{L}\s\p{L}/u.test(title)) ?? advisories[0])?.title ?? ''
}
