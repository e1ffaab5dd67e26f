import { raw, type Sql, sql } from '../sql.ts'

/** A name, and everything it lies below: `a.b.c` → `a.b.c`, `b.c`, `c`. */
export function parentsOf(name: Sql): Sql {
  return sql`arrayMap(from -> arrayStringConcat(arraySlice(splitByChar('.', ${name}), from), '.'), range(1, length(splitByChar('.', ${name})) + 1))`
}

/** Names in a server certificate, lower case and without wildcard: the subject's common name and the alternative names. */
export const certificateNames = raw("arrayMap(one -> lower(replaceRegexpOne(one, '^\\\\*\\\\.', '')), arrayPushBack(names, extract(subject, 'CN=([^,/]+)')))")

/** The last part of a path of Windows or POSIX, or of an account with its domain before it. */
export function baseNameSql(path: Sql): Sql {
  return sql`arrayElement(splitByRegexp('[\\\\\\\\/]', ${path}), -1)`
}
