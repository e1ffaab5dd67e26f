import semver from 'semver'

/** Orders versions of one ecosystem: negative when `a` is the earlier. npm by Semantic Versioning, all others in natural order. */
export function compareVersions(ecosystem: string, a: string, b: string): number {
  if (ecosystem === 'npm' && semver.valid(a) !== null && semver.valid(b) !== null) return semver.compare(a, b)
  return naturalOrder(a, b)
}

/** What comes before the release that it names. */
const early = /^(?:~|dev|a|alpha|b|beta|c|m|milestone|pre|preview|rc|snapshot)$/
const longest = 200

/**
 * Numbers as numbers, letters as letters, `.`, `-`, `_` and `+` only as borders. A missing number is 0 (18.12.407 = 18.12.407.0), and a
 * word for an early state comes before nothing (1.0-rc1 < 1.0).
 */
function naturalOrder(a: string, b: string): number {
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
      .slice(0, longest)
      .toLowerCase()
      .replace(/^v(?=\d)/, '')
      .match(/\d+|[a-z]+|~/g) ?? []
  )
}

function compareParts(a: string | undefined, b: string | undefined): number {
  const [rankA, rankB] = [rankOf(a), rankOf(b)]
  if (rankA !== rankB) return rankA - rankB
  if (rankA === 1) return compareNumbers(a ?? '0', b ?? '0')
  return (a ?? '') < (b ?? '') ? -1 : Number(a !== b)
}

/** Early words · nothing and numbers · other words. */
function rankOf(part: string | undefined): number {
  if (part === undefined || /^\d/.test(part)) return 1
  return early.test(part) ? 0 : 2
}

function compareNumbers(a: string, b: string): number {
  const difference = BigInt(a) - BigInt(b)
  return difference < 0n ? -1 : Number(difference > 0n)
}
