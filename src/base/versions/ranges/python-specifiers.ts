import { compareDigits, compareLists } from '../order.ts'
import { comparePython, type PythonVersion, parsePython } from '../python.ts'

const mostClauses = 100

/**
 * `>=1.0,<2.0,!=1.5.*`: every clause has to hold. https://packaging.python.org/en/latest/specifications/version-specifiers/#version-specifiers
 * Early versions count as any other. Undefined if a clause or the version is none of PEP 440.
 */
export function containsSpecifiers(text: string, version: string): boolean | undefined {
  const clauses = text.split(',').map((clause) => clause.trim())
  if (clauses.length > mostClauses) return undefined
  const answers = clauses.filter((clause) => clause !== '').map((clause) => holds(clause, version))
  return answers.includes(undefined) ? undefined : !answers.includes(false)
}

function holds(clause: string, text: string): boolean | undefined {
  const [, operator = '', wanted = ''] = /^(===|~=|==|!=|<=|>=|<|>)\s*(\S+)$/.exec(clause) ?? []
  if (operator === '===') return text.trim().toLowerCase() === wanted.toLowerCase()
  const version = parsePython(text)
  if (!version || operator === '') return undefined
  if (wanted.endsWith('.*')) return matchesPrefix(operator, version, wanted.slice(0, -2))
  const bound = parsePython(wanted)
  return bound && byOperator(operator, version, bound)
}

function matchesPrefix(operator: string, version: PythonVersion, wanted: string): boolean | undefined {
  const prefix = parsePython(wanted)
  if (!prefix || hasSuffix(prefix) || (operator !== '==' && operator !== '!=')) return undefined
  return hasPrefix(version, prefix) === (operator === '==')
}

function byOperator(operator: string, version: PythonVersion, bound: PythonVersion): boolean | undefined {
  if (operator === '==' || operator === '!=') return isSame(version, bound) === (operator === '==')
  if (bound.local.length > 0) return undefined
  const order = comparePython(publicPart(version), bound)
  if (operator === '<=') return order <= 0
  if (operator === '>=') return order >= 0
  if (operator === '<') return order < 0 && !(isEarly(version) && !isEarly(bound) && sameRelease(version, bound))
  if (operator === '>') return order > 0 && !(version.post !== undefined && bound.post === undefined && sameRelease(version, bound))
  const prefix = { ...bound, release: bound.release.slice(0, -1) }
  return prefix.release.length === 0 ? undefined : order >= 0 && hasPrefix(version, prefix)
}

/** A local version counts only where the bound has one. */
function isSame(version: PythonVersion, bound: PythonVersion): boolean {
  return comparePython(bound.local.length > 0 ? version : publicPart(version), bound) === 0
}

function publicPart(version: PythonVersion): PythonVersion {
  return { ...version, local: [] }
}

function hasPrefix(version: PythonVersion, prefix: PythonVersion): boolean {
  const start = prefix.release.map((_, index) => version.release[index] ?? '0')
  return compareDigits(version.epoch, prefix.epoch) === 0 && compareLists(start, prefix.release, '0', compareDigits) === 0
}

function sameRelease(a: PythonVersion, b: PythonVersion): boolean {
  return compareDigits(a.epoch, b.epoch) === 0 && compareLists(a.release, b.release, '0', compareDigits) === 0
}

function isEarly({ early, dev }: PythonVersion): boolean {
  return early !== undefined || dev !== undefined
}

function hasSuffix({ early, post, dev, local }: PythonVersion): boolean {
  return (early ?? post ?? dev) !== undefined || local.length > 0
}
