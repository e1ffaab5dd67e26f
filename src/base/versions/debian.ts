import { compareDigits, compareText, longestVersion, type Order, type VersionScheme } from './order.ts'

interface DebianVersion {
  readonly epoch: string
  readonly upstream: string
  readonly revision: string
}

/**
 * Debian and Ubuntu: epoch, upstream version, revision; within them letters before other signs, `~` before everything and before the end.
 * https://www.debian.org/doc/debian-policy/ch-controlfields.html#version
 */
export const debian: VersionScheme = {
  name: 'Debian',
  compare(a, b) {
    const [left, right] = [parse(a), parse(b)]
    if (!left || !right) return undefined
    return compareDigits(left.epoch, right.epoch) || comparePart(left.upstream, right.upstream) || comparePart(left.revision, right.revision)
  },
}

function parse(text: string): DebianVersion | undefined {
  const [, epoch = '0', rest = ''] = /^\s*(?:(\d+):)?(.+?)\s*$/.exec(text.slice(0, longestVersion)) ?? []
  const dash = rest.lastIndexOf('-')
  const [upstream, revision] = dash < 0 ? [rest, '0'] : [rest.slice(0, dash), rest.slice(dash + 1)]
  return /^[A-Za-z0-9.+~:-]+$/.test(upstream) && /^[A-Za-z0-9.+~]+$/.test(revision) ? { epoch, upstream, revision } : undefined
}

/** Non-digits and digits by turns. */
function comparePart(a: string, b: string): Order {
  const [left, right] = [turns(a), turns(b)]
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [one, other] = [left[index] ?? '', right[index] ?? '']
    const order = index % 2 === 0 ? compareSigns(one, other) : compareDigits(one, other)
    if (order !== 0) return order
  }
  return 0
}

/** `1.2a` → ['', '1', '.', '2', 'a']: even places are non-digits. */
function turns(text: string): readonly string[] {
  return text.split(/(\d+)/)
}

function compareSigns(a: string, b: string): Order {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const order = rank(a[index]) - rank(b[index])
    if (order !== 0) return order < 0 ? -1 : 1
    const same = compareText(a[index] ?? '', b[index] ?? '')
    if (same !== 0) return same
  }
  return 0
}

function rank(sign: string | undefined): number {
  if (sign === '~') return 0
  if (sign === undefined) return 1
  return /[A-Za-z]/.test(sign) ? 2 : 3
}
