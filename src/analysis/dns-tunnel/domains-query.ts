import { join, raw, type Sql, sql } from '../../base/sql.ts'
import type { AnalysisInput } from '../analysis.ts'
import type { DnsTunnelSettings } from './settings.ts'

/** Days back from the newest evidence, counted from there: the newest day is a whole one. */
const days = 30
const day = 86_400

/** Domains looked at closer, those with the most names. */
const mostDomains = 300

/** Names taken as a sample of a domain's. */
const sampled = 500

/** A registered domain on its busiest day, and what one asker did there. */
export interface BusyDomain extends Names, Asker, Queries {
  /** The asker answers queries itself: it asks for others. */
  readonly forwarded: boolean
  /** Names of that day without the domain, a sample. */
  readonly sample: readonly string[]
  /** Name of the inside host behind most look-ups; empty when none came from inside. */
  readonly host: string
  /** Share of the queries of all days that came from inside hosts, 0 … 1. */
  readonly inside: number
}

interface Names {
  readonly domain: string
  /** Different names below the domain on its busiest day. */
  readonly names: number
}

interface Asker {
  /** The address that asked for the most different names on that day, and how many. */
  readonly asker: string
  readonly askerNames: number
  /** Addresses that asked for at least a tenth as many. */
  readonly askers: number
}

interface Queries {
  /** On that day. */
  readonly queries: number
  /** Share for TXT, NULL, CNAME, MX and other types that carry more than an address, 0 … 1. */
  readonly roomyTypes: number
  /** Different first answers, and queries that were answered at all. */
  readonly answers: number
  readonly answered: number
  /** Seconds since 1970, that day. */
  readonly first: number
  readonly last: number
  readonly source: number
  readonly line: number
}

type Busy = Names & { readonly age: number }

/** Domains with at least `leastNames` different names below them in one day, those with the most first. */
export async function busyDomains({ lake, settings, now, signal }: AnalysisInput<DnsTunnelSettings>): Promise<readonly BusyDomain[]> {
  const until = Math.floor(now.getTime() / 1000)
  const busy = await lake.rows<Busy>(busyQuery(until, settings.leastNames), signal)
  if (busy.length === 0) return []
  const ask = async <R extends { readonly domain: string }>(query: Sql) => new Map((await lake.rows<R>(query, signal)).map((row) => [row.domain, row]))
  const onDay = queriesOf(until, busy)
  const askers = await ask<Asker & Names>(askersQuery(onDay))
  const queries = await ask<Queries & Names>(totalsQuery(onDay))
  const samples = await ask<{ domain: string; sample: string[] }>(sampleQuery(onDay))
  const visits = await ask<{ domain: string; host: string; lookups: number; asked: number }>(insideQuery(until, busy))
  const servers = await lake.rows<{ ip: string }>(
    sql`SELECT DISTINCT dst_ip AS ip FROM dns_query WHERE dst_ip IN (${[...new Set([...askers.values()].map(({ asker }) => asker))]})`,
    signal,
  )
  const forwarders = new Set(servers.map(({ ip }) => ip))
  return busy.flatMap(({ domain, names }) => {
    const [asker, totals, sample, visit] = [askers.get(domain), queries.get(domain), samples.get(domain), visits.get(domain)]
    if (!asker || !totals || !sample) return []
    const inside = visit && visit.asked > 0 ? Math.min(1, visit.lookups / visit.asked) : 0
    return [{ ...asker, ...totals, domain, names, sample: sample.sample, host: visit?.host ?? '', inside, forwarded: forwarders.has(asker.asker) }]
  })
}

/** Queries for names below a registered domain, with the domain and the age in days. */
function queriesBelow(until: number, domains: Sql): Sql {
  return sql`SELECT q.time AS time, toString(q.src_ip) AS src_ip, q.query AS query, q.query_type AS query_type, q.answers AS answers, q.source AS source, q.line AS line,
      toString(d.domain) AS below, intDiv(${until} - toUnixTimestamp(q.time), ${day}) AS age
    FROM dns_query AS q INNER JOIN (SELECT name, domain FROM domain_of WHERE ${domains} AND domain != name AND NOT endsWith(name, '.arpa')) AS d ON q.query = d.name
    WHERE q.time BETWEEN toDateTime(${until - days * day}, 'UTC') AND toDateTime(${until + 1}, 'UTC')`
}

function busyQuery(until: number, leastNames: number): Sql {
  return sql`SELECT below AS domain, argMax(age, (day_names, -age)) AS age, max(day_names) AS names
    FROM (SELECT below, age, uniqExact(query) AS day_names FROM (${queriesBelow(until, raw("domain != ''"))}) GROUP BY below, age HAVING day_names >= ${leastNames})
    GROUP BY below ORDER BY max(day_names) DESC, below LIMIT ${mostDomains}`
}

/** The same for these domains, each on its busiest day. */
function queriesOf(until: number, busy: readonly Busy[]): Sql {
  const pairs = join(busy.map(({ domain, age }) => sql`(${domain}, ${age})`))
  return sql`SELECT * FROM (${queriesBelow(until, sql`domain IN (${busy.map(({ domain }) => domain)})`)}) WHERE (below, age) IN (${pairs})`
}

function askersQuery(onDay: Sql): Sql {
  return sql`SELECT below AS domain, argMax(src_ip, (asked, src_ip)) AS asker, max(asked) AS askerNames, arrayCount(one -> one >= 0.1 * arrayMax(groupArray(asked)), groupArray(asked)) AS askers
    FROM (SELECT below, src_ip, uniqExact(query) AS asked FROM (${onDay}) GROUP BY below, src_ip) GROUP BY below`
}

function totalsQuery(onDay: Sql): Sql {
  return sql`SELECT below AS domain, count() AS queries, countIf(query_type NOT IN ('A', 'AAAA', 'PTR', 'HTTPS', '')) / count() AS roomyTypes,
      uniqExactIf(answers[1], notEmpty(answers)) AS answers, countIf(notEmpty(answers)) AS answered, toUnixTimestamp(min(time)) AS first,
      toUnixTimestamp(max(time)) AS last, argMin(source, (time, line)) AS source, argMin(line, (time, line)) AS line
    FROM (${onDay}) GROUP BY below`
}

/** Sampled by hash: the same names for the same evidence. */
function sampleQuery(onDay: Sql): Sql {
  return sql`SELECT below AS domain, arrayMap(pair -> pair.2, groupArraySorted(${sampled})((cityHash64(query), substring(query, 1, length(query) - length(below) - 1)))) AS sample
    FROM (SELECT DISTINCT below, query FROM (${onDay})) GROUP BY below`
}

/** Who among the inside hosts looked the domains up, against all queries: of all days. */
function insideQuery(until: number, busy: readonly Busy[]): Sql {
  const domains = busy.map(({ domain }) => domain)
  const inside = sql`SELECT destination, argMax(host, (looked, host)) AS host, sum(looked) AS lookups
    FROM (SELECT destination, toString(host) AS host, sum(lookups) AS looked FROM visit WHERE destination IN (${domains}) AND day >= toDateTime(${until - (days + 1) * day}, 'UTC')
      GROUP BY destination, host) GROUP BY destination`
  const all = sql`SELECT below, count() AS asked FROM (${queriesBelow(until, sql`domain IN (${domains})`)}) GROUP BY below`
  return sql`SELECT inside.destination AS domain, inside.host AS host, inside.lookups AS lookups, everybody.asked AS asked
    FROM (${inside}) AS inside INNER JOIN (${all}) AS everybody ON inside.destination = everybody.below`
}
