import { plainNumbers } from './number-lists.ts'
import { compareDigits, compareText, longestVersion, type Order, type VersionScheme } from './order.ts'

/** What comes before the release that it names. */
const early = /^(?:~|dev|a|alpha|b|beta|c|m|milestone|pre|preview|rc|snapshot)$/

/**
 * For what has no rule of its own. Numbers as numbers, letters as letters without regard to case, every other sign only a border. A missing
 * number is 0 (18.12.407 = 18.12.407.0), a word for an early state comes before nothing (1.0-rc1 < 1.0), another word after it (1.0 < 1.0b-sp).
 */
export const natural: VersionScheme = {
  name: 'natural order',
  compare(a, b) {
    return [a, b].every((text) => /\d/.test(text)) ? naturalOrder(a, b) : undefined
  },
}

/** Windows file and product versions: plain numbers; with anything else in them, the natural order. */
export const windows: VersionScheme = {
  name: 'Windows',
  compare: (a, b) => plainNumbers.compare(a, b) ?? natural.compare(a, b),
}

/** The natural order of any two texts. */
export function naturalOrder(a: string, b: string): Order {
  const [left, right] = [partsOf(a), partsOf(b)]
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const order = compareParts(left[index], right[index])
    if (order !== 0) return order
  }
  return 0
}

function partsOf(version: string): readonly string[] {
  return (
    version
      .slice(0, longestVersion)
      .trim()
      .toLowerCase()
      .replace(/^v(?=\d)/, '')
      .match(/\d+|[a-z]+|~/g) ?? []
  )
}

function compareParts(a: string | undefined, b: string | undefined): Order {
  const [rankA, rankB] = [rankOf(a), rankOf(b)]
  if (rankA !== rankB) return rankA < rankB ? -1 : 1
  return rankA === 1 ? compareDigits(a ?? '', b ?? '') : compareText(a ?? '', b ?? '')
}

/** Early words · nothing and numbers · other words. */
function rankOf(part: string | undefined): number {
  if (part === undefined || /^\d/.test(part)) return 1
  return early.test(part) ? 0 : 2
}
