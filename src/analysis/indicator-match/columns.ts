import { raw, type Sql, sql } from '../../base/sql.ts'

/** Indicators matched of one kind at most; more than these would be a list of everyday values. */
const mostValues = 5000

export interface HitSource {
  /** Rows with `value`, `met` (what exactly was met), `host`, `time`, `source` and `line`. */
  readonly rows: Sql
  /** How each row counts; expressions over `rows`. */
  readonly contacts?: Sql
  readonly denied?: Sql
  readonly lookups?: Sql
  readonly bytesOut?: Sql
}

const none = raw('0')

/** Rows grouped by indicator value, in the shape of `HitRow`. */
export function groupedByValue({ rows, contacts = none, denied = none, lookups = none, bytesOut = none }: HitSource): Sql {
  return sql`SELECT value, arraySlice(arrayDistinct(groupArraySorted(64)(substring(met, 1, 300))), 1, 8) AS names,
      arraySort(groupUniqArray(toString(host))) AS hosts, sum(${contacts}) AS contacts, sum(${denied}) AS denied, sum(${lookups}) AS lookups,
      sum(${bytesOut}) AS bytesOut, toFloat64(min(time)) AS first, toFloat64(max(time)) AS last, groupArraySorted(3)((source, line)) AS rows
    FROM (${rows}) GROUP BY value ORDER BY value LIMIT ${mostValues}`
}

/** Indicator values of these types. */
export function wanted(...types: readonly string[]): Sql {
  return sql`SELECT value FROM indicator WHERE type IN ${types} AND value != ''`
}

/** `at.src_ip` at `at.time` as a host: by a contact of the same day, else of any, else by the inventory, else the address. */
export function resolvedHost(rows: Sql): Sql {
  const named = sql`SELECT src_ip, toDate(time) AS day, toString(argMax(host, time)) AS host FROM contact WHERE src_ip IN (SELECT src_ip FROM (${rows})) GROUP BY src_ip, day`
  const listed = sql`SELECT ip, lower(toString(argMax(host, ifNull(since, toDateTime64(0, 6, 'UTC'))))) AS host FROM host_address WHERE ip IN (SELECT src_ip FROM (${rows})) GROUP BY ip`
  return sql`SELECT at.*, multiIf(sameday.host != '', sameday.host, anyday.host != '', anyday.host, listed.host != '', listed.host, toString(at.src_ip)) AS host
    FROM (${rows}) AS at
    LEFT ANY JOIN (${named}) AS sameday ON at.src_ip = sameday.src_ip AND toDate(at.time) = sameday.day
    LEFT ANY JOIN (SELECT src_ip, argMax(host, day) AS host FROM (${named}) GROUP BY src_ip) AS anyday ON at.src_ip = anyday.src_ip
    LEFT ANY JOIN (${listed}) AS listed ON at.src_ip = listed.ip`
}
