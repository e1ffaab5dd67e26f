import { bytesOf, parseTime } from './literal.ts'
import type { Comparison, Literal, ObjectPath, Operator, Step } from './pattern.ts'
import { PatternError } from './pattern-error.ts'
import type { Reader } from './reader.ts'

/** What stands between `[` and `]`. AND binds tighter than OR. */
export function comparisonOf(reader: Reader): Comparison {
  let left = conjunction(reader)
  while (reader.takeWord('OR')) left = { kind: 'or', left, right: conjunction(reader) }
  return left
}

function conjunction(reader: Reader): Comparison {
  const at = reader.at
  let left = test(reader)
  while (reader.takeWord('AND')) {
    left = { kind: 'and', left, right: test(reader) }
    if (typesOf(left).size === 0) throw new PatternError('AND joins tests of one object: these are of different types', at)
  }
  return left
}

/** Types of object that can satisfy it: of AND those that both sides allow. */
function typesOf(comparison: Comparison): ReadonlySet<string> {
  if (comparison.kind === 'test') return new Set([comparison.path.type])
  const [left, right] = [typesOf(comparison.left), typesOf(comparison.right)]
  return comparison.kind === 'or' ? left.union(right) : left.intersection(right)
}

function test(reader: Reader): Comparison {
  if (reader.takeMark('(')) {
    const inner = reader.nested(() => comparisonOf(reader))
    reader.needMark(')')
    return inner
  }
  const before = reader.takeWord('NOT')
  if (reader.takeWord('EXISTS')) return { kind: 'test', path: pathOf(reader), operator: 'EXISTS', negated: before, literals: [] }
  if (before) throw new PatternError('NOT stands before EXISTS or after the path', reader.at)
  const path = pathOf(reader)
  const negated = reader.takeWord('NOT')
  const operator = operatorOf(reader)
  return { kind: 'test', path, operator, negated, literals: operator === 'IN' ? setOf(reader) : [literalOf(reader, operator)] }
}

const signs: Readonly<Record<string, Operator>> = { '=': '=', '==': '=', '!=': '!=', '<>': '!=', '>': '>', '<': '<', '>=': '>=', '<=': '<=' }
const words: readonly Operator[] = ['IN', 'LIKE', 'MATCHES', 'ISSUBSET', 'ISSUPERSET']

function operatorOf(reader: Reader): Operator {
  const at = reader.at
  const sign = reader.take('mark')
  const operator = sign ? signs[sign.text] : words.find((word) => reader.takeWord(word))
  if (!operator) throw new PatternError('a comparison such as = or LIKE is needed here', at)
  return operator
}

function setOf(reader: Reader): readonly Literal[] {
  reader.needMark('(')
  const literals = [literalOf(reader, 'IN')]
  while (reader.takeMark(',')) literals.push(literalOf(reader, 'IN'))
  reader.needMark(')')
  return literals
}

function literalOf(reader: Reader, operator: Operator): Literal {
  const at = reader.at
  const text = reader.take('text')
  if (text) return { kind: 'text', value: text.text }
  if (operator === 'LIKE' || operator === 'MATCHES' || operator === 'ISSUBSET' || operator === 'ISSUPERSET') {
    throw new PatternError(`${operator} needs a text`, at)
  }
  const number = reader.take('number')
  if (number) return { kind: 'number', value: Number(number.text) }
  const time = reader.take('time')
  if (time) return { kind: 'time', value: parseTime(time.text, at) }
  const bytes = reader.take('bytes')
  if (bytes) return { kind: 'bytes', value: bytesOf(bytes.text, bytes.prefix ?? 'h', at) }
  for (const value of [true, false]) if (reader.takeWord(String(value)) || reader.takeWord(String(value).toUpperCase())) return { kind: 'boolean', value }
  throw new PatternError('a value is needed here', at)
}

function pathOf(reader: Reader): ObjectPath {
  const type = reader.need('word', 'a type of object').text
  reader.needMark(':')
  const steps: Step[] = [{ key: keyOf(reader) }]
  for (;;) {
    if (reader.takeMark('.')) steps.push({ key: keyOf(reader) })
    else if (reader.takeMark('[')) steps.push(indexOf(reader))
    else return { type, steps }
  }
}

function keyOf(reader: Reader): string {
  return (reader.take('text') ?? reader.need('word', 'the name of a property')).text
}

function indexOf(reader: Reader): Step {
  const at = reader.at
  const step: Step = reader.takeMark('*') ? { every: true } : { index: reader.number() }
  if ('index' in step && !(Number.isInteger(step.index) && step.index >= 0)) throw new PatternError('an index is a whole number', at)
  reader.needMark(']')
  return step
}
