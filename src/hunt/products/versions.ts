import type { AffectedProduct } from '../../advisories/advisory.ts'
import { compareIn } from '../../base/versions/compare.ts'
import { contains } from '../../base/versions/ranges/range.ts'
import { statedRange } from '../../base/versions/ranges/stated.ts'
import { intervalWords } from '../../base/versions/ranges/words.ts'

export interface Judged {
  readonly state: 'affected' | 'not affected' | 'unknown'
  readonly because: string
}

/** What an advisory says of one version. A version that is not known, or that its ecosystem cannot order, is never "not affected". */
export function judgeVersion(product: AffectedProduct, version: string): Judged {
  const { ecosystem = '', versions, ranges, fixed, unaffected } = product
  const order: Ordering = (a, b) => compareIn(ecosystem, a, b)
  if (affectsAll(product)) return { state: 'affected', because: 'every version is named as affected' }
  if (version === '' || !/\d/.test(version)) return { state: 'unknown', because: 'the inventory gives no version' }
  if (unaffected.some((one) => order(one, version) === 0)) return { state: 'not affected', because: `${version} is named as not affected` }
  const single = versions.find((one) => order(one, version) === 0)
  if (single !== undefined) return { state: 'affected', because: `version ${single} is named as affected` }
  const range = ranges.find((one) => contains({ kind: 'intervals', ecosystem, intervals: [one] }, version))
  if (range) return { state: 'affected', because: `it is ${intervalWords(range)}` }
  if (fixed.some((one) => order(one, version) === 0)) return { state: 'not affected', because: `${version} is named as repaired` }
  const judged = unnamed(product, version, order)
  if (product.unclear && judged.state === 'not affected')
    return {
      state: 'unknown',
      because: `${version} is none of the versions that are named, but the advisory says something of others that could not be read with certainty`,
    }
  return judged
}

/** A version that is not named itself. */
function unnamed(product: AffectedProduct, version: string, order: Ordering): Judged {
  const stated = statedRange(product)
  if (!stated) return byFixed(product.fixed, version, order)
  if (contains(stated, version) === undefined) return { state: 'unknown', because: `${version} cannot be ordered among the versions that are named` }
  return { state: 'not affected', because: `${version} is none of the versions that are named` }
}

type Ordering = (a: string, b: string) => number | undefined

/** Only what is repaired is named: what came before the repair is affected. */
function byFixed(fixed: readonly string[], version: string, order: Ordering): Judged {
  if (fixed.length === 0) return { state: 'unknown', because: 'the advisory names no versions' }
  const orders = fixed.map((one) => order(version, one))
  const named = fixed.slice(0, 3).join(' and ')
  if (orders.includes(undefined)) return { state: 'unknown', because: `${version} cannot be ordered against ${named}` }
  if (orders.every((one) => one === -1)) return { state: 'affected', because: `it is before ${named}, which repairs it` }
  if (orders.every((one) => one === 1)) return { state: 'not affected', because: `it is after ${named}, which repairs it` }
  return { state: 'unknown', because: `it lies between the repaired versions ${named}, of different branches` }
}

/** A range without bounds stands for every version. */
function affectsAll({ ranges }: AffectedProduct): boolean {
  return ranges.some(({ from, after, through, before }) => (from ?? after ?? through ?? before) === undefined)
}

/** The versions that are meant, in words. */
export function affectedWords(product: AffectedProduct): string {
  if (affectsAll(product)) return 'every version'
  const named = [...product.versions, ...product.ranges.map((range) => `versions ${intervalWords(range)}`)]
  if (named.length > 0) return named.slice(0, 12).join(', ') + (named.length > 12 ? ` and ${named.length - 12} more` : '')
  return product.fixed.length > 0 ? `versions before ${product.fixed.slice(0, 6).join(', ')}` : 'versions that the advisory does not name'
}
