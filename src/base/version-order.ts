import { compareIn } from './versions/compare.ts'
import { naturalOrder } from './versions/natural.ts'
import { compareText } from './versions/order.ts'

/**
 * Sorts versions of one ecosystem: negative when `a` is the earlier. What the ecosystem cannot order stands in natural order, and 0 is then only
 * for the same text. To judge a version, use `compareIn` or `contains` of base/versions, which say when it cannot be told.
 */
export function compareVersions(ecosystem: string, a: string, b: string): number {
  return compareIn(ecosystem, a, b) ?? (naturalOrder(a, b) || compareText(a, b))
}
