import { isRange } from '../../base/net.ts'
import { isAddressSql } from '../../base/questions/addresses.ts'
import { join, raw, type Sql, sql } from '../../base/sql.ts'
import type { Comparison, Literal, ObjectPath } from '../../patterns/pattern.ts'
import type { PatternSource } from './source.ts'

/** SQL that is true for every row that can match, and for few others; true and false where no column is needed to tell. */
export type Condition = Sql | boolean

/** Rows of a source that a comparison may be true of. What SQL cannot say exactly is said more widely: the objects are judged afterwards. */
export function conditionOf(comparison: Comparison, source: PatternSource): Condition {
  if (comparison.kind !== 'test') {
    const [left, right] = [conditionOf(comparison.left, source), conditionOf(comparison.right, source)]
    return comparison.kind === 'and' ? both(left, right) : either(left, right)
  }
  const { path, operator, negated, literals } = comparison
  if (!source.types.includes(path.type)) return false
  const columns = source.columns[`${path.type}:${pathText(path)}`]
  if (columns === undefined) return isLoose(path, source) || (operator === 'EXISTS' && negated)
  if (negated || operator === 'EXISTS' || operator === '!=') return true
  const tests = columns.map((column) => testOf(raw(column), operator, literals))
  return tests.reduce(either)
}

function both(left: Condition, right: Condition): Condition {
  if (left === false || right === false) return false
  if (left === true) return right
  return right === true ? left : sql`(${left} AND ${right})`
}

function either(left: Condition, right: Condition): Condition {
  if (left === true || right === true) return true
  if (left === false) return right
  return right === false ? left : sql`(${left} OR ${right})`
}

function pathText({ steps }: ObjectPath): string {
  return steps.map((step) => ('key' in step ? step.key : '*')).join('.')
}

function isLoose({ type, steps }: ObjectPath, { loose }: PatternSource): boolean {
  const [first] = steps
  return first !== undefined && 'key' in first && loose.includes(`${type}:${first.key}`)
}

function testOf(column: Sql, operator: string, literals: readonly Literal[]): Condition {
  const values = literals.flatMap((literal): readonly (string | number)[] =>
    literal.kind === 'text' ? plainText(literal.value) : literal.kind === 'number' ? [literal.value] : [],
  )
  if (values.length < literals.length) return true
  const [value] = values
  if (operator === '=' || operator === 'IN') return anyOf(column, values)
  if (typeof value === 'number' && ['>', '<', '>=', '<='].includes(operator)) return sql`(toFloat64OrZero(toString(${column})) ${raw(operator)} ${value})`
  if (typeof value !== 'string') return true
  if (operator === 'LIKE') return value.includes('\\') ? true : sql`(toString(${column}) LIKE ${value})`
  if (operator === 'ISSUBSET' && isRange(value)) return inRange(column, value)
  return true
}

/** The engine refuses to judge what is no address. */
function inRange(column: Sql, range: string): Sql {
  const address = sql`toString(${column})`
  const known = isAddressSql(address)
  return sql`(${known} AND isIPAddressInRange(if(${known}, ${address}, '::'), ${range}))`
}

function anyOf(column: Sql, values: readonly (string | number)[]): Sql {
  const texts = values.filter((value) => typeof value === 'string')
  const numbers = values.filter((value) => typeof value === 'number')
  return sql`(${join(
    [
      ...(texts.length > 0 ? [sql`toString(${column}) IN ${texts}`] : []),
      ...(numbers.length > 0 ? [sql`toFloat64OrNull(toString(${column})) IN ${numbers}`] : []),
    ],
    ' OR ',
  )})`
}

/** Texts whose normal form is the text itself: the engine compares bytes. */
function plainText(value: string): readonly string[] {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII is what has one form only
  return /^[\x00-\x7f]*$/.test(value) ? [value] : []
}
