import { join, raw, type Sql, sql } from '../base/sql.ts'

/**
 * What is read of a JSON record: a text (numbers and booleans come as their text, objects as JSON), a list of texts, an
 * object, or a list of objects (one in brackets).
 */
export type Shape = 'text' | 'texts' | { readonly [key: string]: Shape } | readonly [{ readonly [key: string]: Shape }]

/** The line as a tuple of the parts of a shape, from one pass; whatever is absent or of another type comes out empty. */
export function jsonRecord(shape: { readonly [key: string]: Shape }, from: Sql = raw('line')): Sql {
  return sql`JSONExtract(${from}, ${typeOf(shape)})`
}

function typeOf(shape: Shape): string {
  if (shape === 'text') return 'String'
  if (shape === 'texts') return 'Array(String)'
  if (Array.isArray(shape)) return `Array(${typeOf(shape[0])})`
  const members = Object.entries(shape).map(([key, inner]) => `\`${key.replace(/[`\\]/g, '\\$&')}\` ${typeOf(inner)}`)
  return `Tuple(${members.join(', ')})`
}

/** A part of a record by its path. */
export function part(of: Sql, ...path: readonly string[]): Sql {
  return path.reduce((value, key) => sql`tupleElement(${value}, ${key})`, of)
}

/** Several texts as the members of a shape. */
export function texts<K extends string>(...keys: readonly K[]): Readonly<Record<K, 'text'>> {
  return Object.fromEntries(keys.map((key) => [key, 'text'])) as Record<K, 'text'>
}

/** The first text that is not empty. */
export function firstText(...choices: readonly Sql[]): Sql {
  return sql`arrayFirst(choice -> choice != '', [${join(choices)}])`
}

/** A value looked up in a table of the format; `otherwise` for one that is not there. */
export function lookUp(key: Sql, table: Readonly<Record<string, string>>, otherwise: Sql): Sql {
  return sql`transform(${key}, ${Object.keys(table)}, ${Object.values(table)}, ${otherwise})`
}

/** What the first pattern that is found in a text stands for. */
export function matching(text: Sql, patterns: readonly (readonly [pattern: string, means: string])[], otherwise: string): Sql {
  return sql`multiIf(${join(patterns.map(([pattern, means]) => sql`match(${text}, ${pattern}), ${means}`))}, ${otherwise})`
}
