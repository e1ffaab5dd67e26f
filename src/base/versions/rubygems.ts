import { compareDigits, compareLists, compareText, isDigits, type Order, type VersionScheme } from './order.ts'

/**
 * RubyGems: segments of digits and of letters; a word stands for an early version (1.0.b1 < 1.0), `-` for `.pre.`, zeros at the end of the
 * numbers and of the words make no difference. https://docs.ruby-lang.org/en/master/Gem/Version.html
 */
export const rubygems: VersionScheme = {
  name: 'RubyGems',
  compare(a, b) {
    const [left, right] = [segments(a), segments(b)]
    return left && right && compareLists(left, right, '0', compareSegments)
  },
}

function segments(text: string): readonly string[] | undefined {
  const trimmed = text.trim()
  if (!/^\d[0-9A-Za-z]*(?:[.-][0-9A-Za-z]+)*$/.test(trimmed)) return undefined
  const all = trimmed.replaceAll('-', '.pre.').match(/\d+|[A-Za-z]+/g) ?? []
  const words = all.findIndex((segment) => !isDigits(segment))
  return words < 0 ? trimmedZeros(all) : [...trimmedZeros(all.slice(0, words)), ...trimmedZeros(all.slice(words))]
}

function trimmedZeros(segments: readonly string[]): readonly string[] {
  return segments.slice(0, segments.findLastIndex((segment) => !/^0+$/.test(segment)) + 1)
}

function compareSegments(a: string, b: string): Order {
  const [left, right] = [isDigits(a), isDigits(b)]
  if (left && right) return compareDigits(a, b)
  return left === right ? compareText(a, b) : left ? 1 : -1
}
