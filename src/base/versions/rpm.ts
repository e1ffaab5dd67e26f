import { compareDigits, compareText, isDigits, type Order, type VersionScheme } from './order.ts'

/**
 * RPM: epoch, version, release; runs of digits and of ASCII letters, everything else only a border; digits after letters, `~` before the end,
 * `^` after the end but before anything else. What has no release comes before what has one.
 * https://rpm-software-management.github.io/rpm/manual/dependencies.html#versioning
 */
export const rpm: VersionScheme = {
  name: 'RPM',
  compare(a, b) {
    const [left, right] = [parse(a), parse(b)]
    if (!left || !right) return undefined
    return compareDigits(left.epoch, right.epoch) || compareSegments(left.version, right.version) || compareReleases(left.release, right.release)
  },
}

function parse(text: string) {
  const [, epoch = '0', rest = ''] = /^\s*(?:(\d+):)?(\S+)\s*$/.exec(text) ?? []
  if (rest === '') return undefined
  const dash = rest.lastIndexOf('-')
  return dash < 0 ? { epoch, version: rest, release: undefined } : { epoch, version: rest.slice(0, dash), release: rest.slice(dash + 1) }
}

function compareReleases(a: string | undefined, b: string | undefined): Order {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1
  return compareSegments(a, b)
}

function compareSegments(a: string, b: string): Order {
  const [left, right] = [segments(a), segments(b)]
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [one, other] = [left[index], right[index]]
    const order = compareRanks(one, other) || (isDigits(one ?? '') ? compareDigits(one ?? '', other ?? '') : compareText(one ?? '', other ?? ''))
    if (order !== 0) return order
  }
  return 0
}

function segments(text: string): readonly string[] {
  return text.match(/\d+|[A-Za-z]+|[~^]/g) ?? []
}

function compareRanks(a: string | undefined, b: string | undefined): Order {
  const difference = rank(a) - rank(b)
  return difference < 0 ? -1 : difference > 0 ? 1 : 0
}

/** ~ · end · ^ · letters · digits */
function rank(segment: string | undefined): number {
  if (segment === '~') return 0
  if (segment === undefined) return 1
  if (segment === '^') return 2
  return isDigits(segment) ? 4 : 3
}
