import { join, raw, type Sql, sql } from '../base/sql.ts'

/** The latest time that the lake can hold: the end of 2299, in seconds. */
const latest = 10_413_791_999

/**
 * SQL expressions for the fields of one record, whatever its shape: a format says how to get a field's text, these
 * turn it into typed values. Empty text is "not there": unknown, never zero.
 */
export interface Fields {
  /** Text of a field, '' when it is unset or absent. */
  text(name: string): Sql
  /** Elements of a list field. */
  list(name: string): Sql
}

/** Non-negative integer, or NULL. */
export function count(text: Sql): Sql {
  return sql`toUInt64OrNull(${text})`
}

/** Number, or NULL; infinite and not-a-number are NULL. */
export function decimal(text: Sql): Sql {
  return sql`nullIf(if(isFinite(toFloat64OrZero(${text})), toFloat64OrNull(${text}), NULL), NULL)`
}

export function port(text: Sql): Sql {
  return sql`toUInt16OrZero(${text})`
}

/** Yes, no or NULL from `T`/`F` and `true`/`false`. */
export function flag(text: Sql): Sql {
  return sql`multiIf(${text} IN ('T', 'true', '1'), true, ${text} IN ('F', 'false', '0'), false, NULL)`
}

export function lower(text: Sql): Sql {
  return sql`lower(${text})`
}

/** A host name as the lake keeps it: lower case, without closing dot and port. */
export function hostName(text: Sql): Sql {
  return sql`lower(trimRight(replaceRegexpOne(${text}, '^(\\[[^\\]]*\\]|[^:]*):[0-9]+$', '\\1'), '.'))`
}

/** Seconds since 1970 → time. Only for rows that `isEpoch` lets through. */
export function epoch(text: Sql): Sql {
  return sql`fromUnixTimestamp64Micro(toInt64(round(toFloat64OrZero(${text}) * 1e6)), 'UTC')`
}

export function epochOrNull(text: Sql): Sql {
  return sql`if(${isEpoch(text)}, ${epoch(text)}, NULL)`
}

export function isEpoch(text: Sql): Sql {
  return sql`ifNull(toFloat64OrNull(${text}) BETWEEN 0 AND ${latest}, false)`
}

/** ISO 8601 and the like → time; only for rows that `isDate` lets through. */
export function date(text: Sql): Sql {
  return sql`ifNull(parseDateTime64BestEffortOrNull(${text}, 6, 'UTC'), toDateTime64(0, 6, 'UTC'))`
}

export function isDate(text: Sql): Sql {
  return sql`isNotNull(parseDateTime64BestEffortOrNull(${text}, 6, 'UTC'))`
}

/** `row` as a named tuple of texts, from one pass over a JSON line; keys with dots are kept as they are. */
export function jsonTuple(names: readonly string[]): Sql {
  const members = names.map((name) => `\`${name.replace(/[`\\]/g, '\\$&')}\` String`)
  return sql`JSONExtract(line, ${`Tuple(${members.join(', ')})`})`
}

/** Fields of a JSON record parsed by `jsonTuple`. */
export function jsonFields(names: ReadonlySet<string>, nameOf: (field: string) => string = (field) => field): Fields {
  const text = (field: string) => (names.has(nameOf(field)) ? sql`tupleElement(row, ${nameOf(field)})` : raw("''"))
  return { text, list: (field) => sql`JSONExtract(${text(field)}, 'Array(String)')` }
}

/** A path inside the JSON line itself, for nested records: `json('tls', 'sni')`. */
export function json(...path: readonly string[]): Sql {
  return sql`JSONExtract(line, ${join(path.map((part) => sql`${part}`))}, 'String')`
}
