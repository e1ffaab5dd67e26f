import { compareDigits, isDigits, longestVersion, type Order, type VersionScheme } from './order.ts'

/** What a word begins with → its place. `#` stands for any number. */
const words: readonly (readonly [string, number])[] = [
  ['dev', 0],
  ['a', 1],
  ['b', 2],
  ['rc', 3],
  ['#', 4],
  ['p', 5],
]
const ofNumber = 4

/**
 * Packagist: PHP's version_compare (unknown words < dev < alpha < beta < RC < any number < pl) on versions without their `v`, words without regard
 * to case as Composer has them. A longer list of numbers is the later one (1.0 < 1.0.0), which Composer itself pads to be equal.
 * https://www.php.net/version_compare
 */
export const packagist: VersionScheme = {
  name: 'Packagist',
  compare(a, b) {
    const [left, right] = [parts(a), parts(b)]
    return left && right && compareParts(left, right)
  },
}

function parts(text: string): readonly string[] | undefined {
  const version = text.slice(0, longestVersion).trim().toLowerCase().replace(/^v/, '')
  return /^[a-z0-9#][\w#.+/-]*$/.test(version) ? (version.match(/\d+|[^\d._+-]+/g) ?? []) : undefined
}

function compareParts(a: readonly string[], b: readonly string[]): Order | undefined {
  let unknown = false
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const order = comparePart(a[index], b[index])
    if (order === undefined) unknown = true
    else if (order !== 0) return unknown ? undefined : order
  }
  return unknown ? undefined : 0
}

function comparePart(a: string | undefined, b: string | undefined): Order | undefined {
  if (a !== undefined && b !== undefined && isDigits(a) && isDigits(b)) return compareDigits(a, b)
  if (a === undefined || b === undefined) return a === undefined ? compareEnd(b ?? '', -1) : compareEnd(a, 1)
  const difference = rank(a) - rank(b)
  if (difference !== 0) return difference < 0 ? -1 : 1
  return rank(a) < 0 && a !== b ? undefined : 0
}

/** A number that the other has not makes the later version; a word is compared with any number. */
function compareEnd(more: string, later: Order): Order {
  if (isDigits(more)) return later
  const difference = (rank(more) - ofNumber) * later
  return difference < 0 ? -1 : difference > 0 ? 1 : 0
}

function rank(part: string): number {
  return isDigits(part) ? ofNumber : (words.find(([word]) => part.startsWith(word))?.[1] ?? -1)
}
