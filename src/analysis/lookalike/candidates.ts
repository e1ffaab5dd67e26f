import { type Sql, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'

/** What the visits tell of one outside destination. Times are seconds since 1970. */
export interface Candidate {
  readonly destination: string
  readonly first: number
  readonly last: number
  /** Inside hosts that contacted it or looked it up. */
  readonly hosts: number
  readonly contacts: number
  readonly denied: number
  readonly lookups: number
  /** Where the first of it is told. */
  readonly row: readonly [source: number, line: number]
}

const perPage = 50_000

/** All outside destinations that have a name, a page at a time, so that memory does not grow with their number. */
export async function* destinations(lake: Questions, signal: AbortSignal): AsyncGenerator<readonly Candidate[]> {
  const named = sql`direction = 'outward' AND NOT isIPv4String(destination) AND NOT isIPv6String(destination)`
  const [count] = await lake.rows<{ n: number }>(sql`SELECT uniq(destination) AS n FROM visit WHERE ${named}`, signal)
  const pages = Math.ceil((count?.n ?? 0) / perPage)
  for (let page = 0; page < pages; page++) {
    signal.throwIfAborted()
    yield await lake.rows<Candidate>(pageQuery(sql`${named} AND cityHash64(destination) % ${pages} = ${page}`), signal)
  }
}

function pageQuery(where: Sql): Sql {
  return sql`SELECT destination, toFloat64(min(first)) AS first, toFloat64(max(last)) AS last, uniqExact(host) AS hosts,
      sum(contacts) AS contacts, sum(denied) AS denied, sum(lookups) AS lookups,
      argMin((source, line), (first, source, line)) AS row
    FROM visit WHERE ${where} GROUP BY destination`
}

/** The hosts that met each of these, at most fifty: domain → hosts. */
export async function hostsOf(lake: Questions, domains: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, readonly string[]>> {
  if (domains.length === 0) return new Map()
  const rows = await lake.rows<{ destination: string; hosts: readonly string[] }>(
    sql`SELECT destination, arraySlice(arraySort(groupUniqArray(toString(host))), 1, 50) AS hosts FROM visit
      WHERE direction = 'outward' AND destination IN ${domains} GROUP BY destination`,
    signal,
  )
  return new Map(rows.map((row) => [row.destination, row.hosts]))
}

/** Domains among these that a list of well-known names holds, itself or a parent: domain → list. */
export async function listed(lake: Questions, domains: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  if (domains.length === 0) return new Map()
  const rows = await lake.rows<{ domain: string; list: string }>(
    sql`SELECT domain, min(list) AS list FROM (
        SELECT arrayJoin(${domains}) AS domain, arrayJoin(arrayMap(from -> arrayStringConcat(arraySlice(splitByChar('.', domain), from), '.'),
          range(1, length(splitByChar('.', domain)) + 1))) AS parent) AS asked
      INNER JOIN (SELECT trim(LEADING '.' FROM value) AS value, type, toString(list) AS list FROM warning_value WHERE type IN ('hostname', 'string')) AS known
        ON asked.parent = known.value
      WHERE type = 'hostname' OR parent = domain GROUP BY domain`,
    signal,
  )
  return new Map(rows.map((row) => [row.domain, row.list]))
}
