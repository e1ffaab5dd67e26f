import type { AffectedProduct, VersionRange } from '../../advisories/advisory.ts'
import { compareVersions } from '../../base/version-order.ts'

export interface Judged {
  readonly state: 'affected' | 'not affected' | 'unknown'
  readonly because: string
}

/** What an advisory says of one version. A version that is not known is never "not affected". */
export function judgeVersion(product: AffectedProduct, version: string): Judged {
  const { ecosystem = '', versions, ranges, fixed, unaffected } = product
  const order = (a: string, b: string) => compareVersions(ecosystem, a, b)
  if (affectsAll(product)) return { state: 'affected', because: 'every version is named as affected' }
  if (version === '' || !/\d/.test(version)) return { state: 'unknown', because: 'the inventory gives no version' }
  if (unaffected.some((one) => order(one, version) === 0)) return { state: 'not affected', because: `${version} is named as not affected` }
  const single = versions.find((one) => order(one, version) === 0)
  if (single !== undefined) return { state: 'affected', because: `version ${single} is named as affected` }
  const range = ranges.find((one) => isWithin(one, version, order))
  if (range) return { state: 'affected', because: `it is ${rangeWords(range)}` }
  if (versions.length > 0 || ranges.length > 0) return { state: 'not affected', because: `${version} is none of the versions that are named` }
  return byFixed(fixed, version, order)
}

/** Only what is repaired is named: what came before the repair is affected. */
function byFixed(fixed: readonly string[], version: string, order: (a: string, b: string) => number): Judged {
  if (fixed.length === 0) return { state: 'unknown', because: 'the advisory names no versions' }
  if (fixed.some((one) => order(one, version) === 0)) return { state: 'not affected', because: `${version} is named as repaired` }
  const sorted = fixed.toSorted(order)
  const [earliest = '', latest = ''] = [sorted[0], sorted.at(-1)]
  if (order(version, earliest) < 0) return { state: 'affected', because: `it is before ${earliest}, which repairs it` }
  if (order(version, latest) > 0) return { state: 'not affected', because: `it is after ${latest}, which repairs it` }
  return { state: 'unknown', because: `it lies between the repaired versions ${earliest} and ${latest}, of different branches` }
}

/** A range without bounds stands for every version. */
function affectsAll({ ranges }: AffectedProduct): boolean {
  return ranges.some(({ from, after, through, before }) => (from ?? after ?? through ?? before) === undefined)
}

function isWithin({ from, after, through, before }: VersionRange, version: string, order: (a: string, b: string) => number): boolean {
  if (from !== undefined && order(version, from) < 0) return false
  if (after !== undefined && order(version, after) <= 0) return false
  if (through !== undefined && order(version, through) > 0) return false
  return before === undefined || order(version, before) < 0
}

function rangeWords({ from, after, through, before }: VersionRange): string {
  const words = [
    from !== undefined && `from ${from} on`,
    after !== undefined && `after ${after}`,
    through !== undefined && `not after ${through}`,
    before !== undefined && `before ${before}`,
  ]
  return words.filter((word) => word !== false).join(' and ')
}

/** The versions that are meant, in words. */
export function affectedWords(product: AffectedProduct): string {
  if (affectsAll(product)) return 'every version'
  const named = [...product.versions, ...product.ranges.map((range) => `versions ${rangeWords(range)}`)]
  if (named.length > 0) return named.slice(0, 12).join(', ') + (named.length > 12 ? ` and ${named.length - 12} more` : '')
  return product.fixed.length > 0 ? `versions before ${product.fixed.slice(0, 6).join(', ')}` : 'versions that the advisory does not name'
}
