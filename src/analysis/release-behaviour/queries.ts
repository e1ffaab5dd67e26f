import { type Sql, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import type { EvidenceSpan } from '../statistics/evidence-span.ts'
import type { Pair } from './compare.ts'
import type { ReleaseBehaviourSettings } from './settings.ts'

/** Days of traffic that must lie before an installation, so that a first contact means something, and after it. */
const leastBefore = 7
const leastAfter = 1
const day = 86_400
/** A destination that more of the product's hosts knew before the release is no new behaviour of it. */
const mostKnown = 0.2

function moment(seconds: number): Sql {
  return sql`fromUnixTimestamp64Micro(toInt64(${Math.round(seconds * 1e6)}))`
}

/** First outward contact of each host with each destination. */
const firsts = sql`(SELECT host, destination, min(first) AS began FROM visit WHERE direction = 'outward' GROUP BY host, destination)`

const seen = sql`(SELECT host FROM visit WHERE direction = 'outward')`

/** Hosts that got a release, and when: dated installations with traffic before and after. */
function cohort(span: EvidenceSpan): Sql {
  return sql`(SELECT product, version, host, min(since) AS at FROM installed
    WHERE exact AND version != '' AND since >= ${moment(span.from + leastBefore * day)} AND since < ${moment(span.until - leastAfter * day)} AND host IN ${seen}
    GROUP BY product, version, host)`
}

/**
 * Every host of a product beside every release of it that came to hosts: `(product, version, host, start, since)`, where `start` is
 * the release's first installation anywhere and `since` the host's own in seconds, -1 where it never got it. Hosts on which nobody
 * knows since when they have the release are left out.
 */
function holders(span: EvidenceSpan, { leastHosts }: ReleaseBehaviourSettings): Sql {
  const releases = sql`(SELECT product, version, min(at) AS start FROM ${cohort(span)} GROUP BY product, version HAVING count() >= ${leastHosts})`
  const own = sql`(SELECT product, version, host, min(at) AS at, 1 AS has FROM ${cohort(span)} GROUP BY product, version, host)`
  return sql`(SELECT pairs.product AS product, pairs.version AS version, pairs.host AS host, pairs.start AS start, if(own.has = 1, toInt64(toUnixTimestamp(assumeNotNull(own.at))), -1) AS since
    FROM (SELECT releases.product AS product, releases.version AS version, releases.start AS start, hosts.host AS host
      FROM ${releases} AS releases INNER JOIN (SELECT DISTINCT product, host FROM installed WHERE host IN ${seen}) AS hosts ON releases.product = hosts.product) AS pairs
    LEFT JOIN ${own} AS own ON pairs.product = own.product AND pairs.version = own.version AND pairs.host = own.host
    WHERE own.has = 1 OR (pairs.product, pairs.version, pairs.host) NOT IN (SELECT product, version, host FROM installed))`
}

/** Every pair of release and destination that enough hosts of the product began to talk to within the window. */
export async function readPairs(lake: Questions, span: EvidenceSpan, settings: ReleaseBehaviourSettings, signal: AbortSignal): Promise<readonly Pair[]> {
  const within = sql`firsts.began > hosts.start AND firsts.began <= hosts.start + toIntervalDay(${settings.windowDays})`
  const rows = await lake.rows<{
    product: string
    version: string
    destination: string
    everyone: readonly number[]
    known: readonly number[]
    beginners: readonly (readonly [number, number])[]
  }>(
    sql`SELECT toString(pairs.product) AS product, toString(pairs.version) AS version, destination, everyone, known, beginners
      FROM (SELECT hosts.product AS product, hosts.version AS version, firsts.destination AS destination,
          arraySort(groupArrayIf((toInt64(toUnixTimestamp(firsts.began)), hosts.since), ${within})) AS beginners,
          arraySort(groupArrayIf(hosts.since, firsts.began <= hosts.start)) AS known
        FROM ${holders(span, settings)} AS hosts
        INNER JOIN (SELECT * FROM ${firsts} WHERE destination IN (SELECT destination FROM ${firsts} WHERE began >= ${moment(span.from + leastBefore * day)}
          GROUP BY destination HAVING count() >= ${settings.leastHosts})) AS firsts ON hosts.host = firsts.host
        GROUP BY product, version, destination HAVING length(beginners) >= ${settings.leastHosts}) AS pairs
      INNER JOIN (SELECT product, version, arraySort(groupArray(since)) AS everyone FROM ${holders(span, settings)} GROUP BY product, version) AS sizes
        ON pairs.product = sizes.product AND pairs.version = sizes.version
      WHERE length(known) <= ${mostKnown} * length(everyone)
      ORDER BY length(beginners) DESC, product, version, destination LIMIT ${settings.mostPairs}`,
    signal,
  )
  return rows.map(({ product, version, destination, everyone, known, beginners }) => ({
    product,
    version,
    destination,
    since: without(everyone, known).map(orNull),
    began: beginners.map(([at, since]) => ({ at, since: orNull(since) })),
  }))
}

function orNull(since: number): number | null {
  return since < 0 ? null : since
}

/** Both sorted; one of `all` goes for each of `some`. */
function without(all: readonly number[], some: readonly number[]): readonly number[] {
  let next = 0
  return all.filter((value) => {
    if (value !== some[next]) return true
    next++
    return false
  })
}

/** How the hosts with the release talked to one destination before and after they got it. */
export interface Rates {
  readonly product: string
  readonly version: string
  readonly destination: string
  /** Host-days with contact, and host-days looked at. */
  readonly before_days: number
  readonly before_of: number
  readonly after_days: number
  readonly after_of: number
  /** First contact that anybody had; seconds. */
  readonly since: number
  /** First installation of the release; seconds. */
  readonly installed: number
  readonly last: number
  readonly hosts: readonly string[]
  /** [source, line] of the first visits after the installation. */
  readonly refs: readonly (readonly [number, number])[]
}

export async function readRates(
  lake: Questions,
  span: EvidenceSpan,
  pairs: readonly Pair[],
  settings: ReleaseBehaviourSettings,
  signal: AbortSignal,
): Promise<readonly Rates[]> {
  if (pairs.length === 0) return []
  const products = [...new Set(pairs.map(({ product }) => product))]
  const destinations = [...new Set(pairs.map(({ destination }) => destination))]
  const window = sql`toIntervalDay(${settings.windowDays})`
  const after = sql`visit.first > own.at AND visit.first <= own.at + ${window}`
  return lake.rows<Rates>(
    sql`SELECT toString(contacts.product) AS product, toString(contacts.version) AS version, contacts.destination AS destination, before_days, after_days, since, installed, last, hosts, refs, before_of, after_of
      FROM (SELECT own.product AS product, own.version AS version, visit.destination AS destination,
          countIf(visit.first <= own.at AND visit.first > own.at - ${window}) AS before_days, countIf(${after}) AS after_days,
          toFloat64(max(visit.last)) AS last, arraySort(groupUniqArrayIf(50)(toString(own.host), ${after})) AS hosts,
          arrayMap(one -> (one.2, one.3), arraySlice(arraySort(groupArrayIf((toInt64(toUnixTimestamp64Micro(visit.first)), visit.source, visit.line), ${after})), 1, 4)) AS refs
        FROM ${cohort(span)} AS own INNER JOIN visit ON own.host = visit.host
        WHERE visit.direction = 'outward' AND has(${destinations}, visit.destination) AND has(${products}, toString(own.product))
        GROUP BY product, version, destination) AS contacts
      INNER JOIN (SELECT product, version, toFloat64(min(at)) AS installed,
          sum(least(${settings.windowDays}, (toFloat64(at) - ${span.from}) / ${day})) AS before_of, sum(least(${settings.windowDays}, (${span.until} - toFloat64(at)) / ${day})) AS after_of
        FROM ${cohort(span)} GROUP BY product, version) AS sizes ON contacts.product = sizes.product AND contacts.version = sizes.version
      INNER JOIN (SELECT destination, toFloat64(min(first)) AS since FROM visit WHERE direction = 'outward' GROUP BY destination) AS known ON contacts.destination = known.destination`,
    signal,
  )
}
