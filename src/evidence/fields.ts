import { raw, type Sql, sql } from '../base/sql.ts'

/** The latest time that the lake can hold: the end of 2299, in seconds. */
const latest = 10_413_791_999

/**
 * SQL expressions for the fields of one record, whatever its shape: a format says how to get a field's text, these
 * turn it into typed values. Empty text is "not there": unknown, never zero.
 */
export interface Fields {
  /** Text of a field, '' when it is unset or absent. */
  text(name: string): Sql
  /** Text of a field that is always set, or that only a number is read from: no number looks like a mark for “unset”. Quicker. */
  plain(name: string): Sql
  /** Elements of a list field. */
  list(name: string): Sql
}

/** Non-negative integer, or NULL. */
export function count(text: Sql): Sql {
  return sql`toUInt64OrNull(${text})`
}

/** Number, or NULL; infinite and not-a-number are NULL. */
export function decimal(text: Sql): Sql {
  return sql`if(isFinite(toFloat64OrNull(${text})), toFloat64OrNull(${text}), NULL)`
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

/** A name as DNS and TLS carry it, as the lake keeps it: lower case, without closing dot. */
export function domainName(text: Sql): Sql {
  return sql`lower(trimRight(${text}, '.'))`
}

/** Bare addresses in lower case, each once, of texts such as `Kim <kim@example.org>`. */
export function mailAddresses(texts: Sql): Sql {
  const found = sql`arrayFlatten(arrayMap(text -> extractAll(lower(text), '[^\\s<>,;:"()]+@[^\\s<>,;:"()]+'), ${texts}))`
  return sql`arraySort(arrayDistinct(${found}))`
}

/** A Host header as the lake keeps it: lower case, without port and closing dot, an IPv6 address without its brackets. */
export function hostName(text: Sql): Sql {
  return domainName(sql`replaceRegexpOne(${text}, '^(?:\\[([^\\]]*)\\]|([^:]*))(?::[0-9]*)?$', '\\1\\2')`)
}

/**
 * Seconds since 1970 → time. What `isEpoch` does not let through becomes 1970, as the engine must not meet infinity. The
 * number is written as there, so that the engine parses it once.
 */
export function epoch(text: Sql): Sql {
  return sql`fromUnixTimestamp64Micro(toInt64(round(if(${isEpoch(text)}, ifNull(toFloat64OrNull(${text}), 0), 0) * 1e6)), 'UTC')`
}

export function epochOrNull(text: Sql): Sql {
  return sql`if(${isEpoch(text)}, ${epoch(text)}, NULL)`
}

export function isEpoch(text: Sql): Sql {
  return sql`ifNull(toFloat64OrNull(${text}) BETWEEN 0 AND ${latest}, false)`
}

/** ISO 8601 with a time of day (UTC where no zone is given) → time, or NULL. The engine itself would also take `5` for a day of this year. */
export function dateOrNull(text: Sql): Sql {
  const parsed = sql`parseDateTime64BestEffortOrNull(${text}, 6, 'UTC')`
  const iso = sql`match(${text}, '^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}')`
  return sql`if(${iso} AND ifNull(${parsed} BETWEEN toDateTime64(0, 6, 'UTC') AND toDateTime64(${latest}, 6, 'UTC'), false), ${parsed}, NULL)`
}

/** The same for rows that `isDate` lets through; 1970 for others. */
export function date(text: Sql): Sql {
  return sql`ifNull(${dateOrNull(text)}, toDateTime64(0, 6, 'UTC'))`
}

export function isDate(text: Sql): Sql {
  return sql`isNotNull(${dateOrNull(text)})`
}

/** `row` as a named tuple of texts, from one pass over a JSON line; keys with dots are kept as they are. */
export function jsonTuple(names: readonly string[]): Sql {
  const members = names.map((name) => `\`${name.replace(/[`\\]/g, '\\$&')}\` String`)
  return sql`JSONExtract(line, ${`Tuple(${members.join(', ')})`})`
}

/** Fields of a JSON record parsed by `jsonTuple`. */
export function jsonFields(names: ReadonlySet<string>, nameOf: (field: string) => string = (field) => field): Fields {
  const text = (field: string) => (names.has(nameOf(field)) ? sql`tupleElement(row, ${nameOf(field)})` : raw("''"))
  return { text, plain: text, list: (field) => sql`JSONExtract(${text(field)}, 'Array(String)')` }
}
