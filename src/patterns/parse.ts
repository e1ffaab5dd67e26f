import { comparisonOf } from './parse-comparison.ts'
import type { Pattern, Qualifier } from './pattern.ts'
import { PatternError } from './pattern-error.ts'
import { Reader } from './reader.ts'
import { tokensOf } from './tokens.ts'

/**
 * Reads a STIX pattern (STIX 2.1, chapter 9; 2.0 patterns are the same but for START and STOP as plain texts, which are
 * read too). AND binds tighter than OR, OR tighter than FOLLOWEDBY; all three are left-associative, as in the
 * specification's grammar. Throws PatternError with the place.
 */
export function parsePattern(text: string): Pattern {
  const reader = new Reader(tokensOf(text), text.length)
  const pattern = followedBy(reader)
  reader.end()
  return pattern
}

function followedBy(reader: Reader): Pattern {
  return chain(reader, 'FOLLOWEDBY', 'followed-by', (each) => chain(each, 'OR', 'or', (inner) => chain(inner, 'AND', 'and', qualified)))
}

function chain(reader: Reader, word: string, kind: 'and' | 'or' | 'followed-by', operand: (reader: Reader) => Pattern): Pattern {
  let left = operand(reader)
  while (reader.takeWord(word)) left = { kind, left, right: operand(reader) }
  return left
}

function qualified(reader: Reader): Pattern {
  let pattern = observation(reader)
  for (let qualifier = qualifierOf(reader); qualifier; qualifier = qualifierOf(reader)) pattern = { kind: 'qualified', pattern, qualifier }
  return pattern
}

function observation(reader: Reader): Pattern {
  return reader.nested((): Pattern => {
    if (reader.takeMark('(')) {
      const inner = followedBy(reader)
      reader.needMark(')')
      return inner
    }
    reader.needMark('[')
    const comparison = comparisonOf(reader)
    reader.needMark(']')
    return { kind: 'observation', comparison }
  })
}

function qualifierOf(reader: Reader): Qualifier | undefined {
  if (reader.takeWord('WITHIN')) {
    const seconds = positive(reader)
    reader.needWord('SECONDS')
    return { kind: 'within', seconds }
  }
  if (reader.takeWord('REPEATS')) {
    const at = reader.at
    const times = positive(reader)
    if (!Number.isInteger(times)) throw new PatternError('REPEATS needs a whole number', at)
    reader.needWord('TIMES')
    return { kind: 'repeats', times }
  }
  if (!reader.takeWord('START')) return undefined
  const start = reader.moment()
  reader.needWord('STOP')
  const at = reader.at
  const stop = reader.moment()
  if (stop <= start) throw new PatternError('STOP must be after START', at)
  return { kind: 'between', start, stop }
}

function positive(reader: Reader): number {
  const at = reader.at
  const value = reader.number()
  if (!(value > 0)) throw new PatternError('a number above zero is needed', at)
  return value
}
