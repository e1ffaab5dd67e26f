import { compareDigits, compareLists, compareLongerLater, compareText, isDigits, type Order, type VersionScheme } from './order.ts'

/** `1.2.3-beta.4+build`, in parts. */
export interface SemanticVersion {
  /** The numbers before any `-` or `+`, one or more. */
  readonly numbers: readonly string[]
  /** Empty for a release. */
  readonly early: readonly string[]
  readonly build: readonly string[]
}

/**
 * Reads more than Semantic Versioning allows: a `v` or `=` before it, any count of numbers, zeros before numbers (as npm does in loose mode).
 * Undefined for ranges, words and what is malformed.
 */
export function parseSemantic(text: string): SemanticVersion | undefined {
  const [, core = '', early, build] = /^\s*=?\s*[vV]?(\d+(?:\.\d+)*)(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?\s*$/.exec(text) ?? []
  if (core === '') return undefined
  const version = { numbers: core.split('.'), early: early?.split('.') ?? [], build: build?.split('.') ?? [] }
  return [...version.early, ...version.build].includes('') ? undefined : version
}

/** A release comes after all its early versions; identifiers by the rule of `compareIdentifiers`. */
export function compareEarly(a: readonly string[], b: readonly string[], ignoreCase = false): Order {
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 0 : a.length === 0 ? 1 : -1
  return compareLongerLater(a, b, (left, right) => compareIdentifiers(left, right, ignoreCase))
}

/** Numbers as numbers and before words; words as text. */
export function compareIdentifiers(a: string, b: string, ignoreCase = false): Order {
  const [left, right] = [isDigits(a), isDigits(b)]
  if (left && right) return compareDigits(a, b)
  if (left !== right) return left ? -1 : 1
  return ignoreCase ? compareText(a.toLowerCase(), b.toLowerCase()) : compareText(a, b)
}

/** Precedence without build; undefined where only a fourth number, which Semantic Versioning does not have, makes a difference. */
export function compareSemantic(a: SemanticVersion, b: SemanticVersion): Order | undefined {
  const order = compareLists(a.numbers.slice(0, 3), b.numbers.slice(0, 3), '0', compareDigits) || compareEarly(a.early, b.early)
  if (order !== 0) return order
  return compareLists(a.numbers.slice(3), b.numbers.slice(3), '0', compareDigits) === 0 ? 0 : undefined
}

/**
 * Semantic Versioning 2.0.0, rule 11: https://semver.org/#spec-item-11. For npm, crates.io, Hex, Swift, Julia and GitHub Actions.
 * Build metadata makes no difference; missing numbers are 0.
 */
export const semantic: VersionScheme = {
  name: 'Semantic Versioning',
  compare(a, b) {
    const [left, right] = [parseSemantic(a), parseSemantic(b)]
    return left && right && compareSemantic(left, right)
  },
}
