import { type Sql, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import type { EvidenceSpan } from '../statistics/evidence-span.ts'
import { moment, outwardHosts } from '../statistics/installed-software.ts'
import type { Firsts, Pair } from './pairs.ts'
import type { ReleaseBehaviourSettings } from './settings.ts'

const day = 86_400

/** First contacts of the destinations that enough hosts began to talk to after `from`, and that were not half the organisation's before. */
export async function readFirsts(lake: Questions, from: number, settings: ReleaseBehaviourSettings, signal: AbortSignal): Promise<readonly Firsts[]> {
  const start = Math.round(from)
  return lake.rows<Firsts>(
    sql`SELECT destination, arraySort(groupArray((number, at))) AS contacts FROM (
        SELECT visit.destination AS destination, hosts.number AS number, toUnixTimestamp(min(visit.first)) AS at
        FROM visit INNER JOIN ${outwardHosts} AS hosts ON visit.host = hosts.host WHERE visit.direction = 'outward' GROUP BY destination, number)
      GROUP BY destination
      HAVING countIf(at >= ${start}) >= ${settings.leastHosts} AND 2 * countIf(at < ${start}) <= (SELECT uniqExact(host) FROM visit WHERE direction = 'outward')
      ORDER BY countIf(at >= ${start}) DESC, destination LIMIT ${settings.mostDestinations}`,
    signal,
  )
}

/** Installations count from here to here, so that there is traffic before and after; seconds. */
export interface Period {
  readonly from: number
  readonly until: number
}

/** Hosts that got a release, and when. */
function cohort({ from, until }: Period): Sql {
  return sql`(SELECT product, version, host, min(since) AS at FROM installed
    WHERE exact AND version != '' AND since >= ${moment(from)} AND since < ${moment(until)} AND host IN (SELECT host FROM visit WHERE direction = 'outward')
    GROUP BY product, version, host)`
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
  period: Period,
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
        FROM ${cohort(period)} AS own INNER JOIN visit ON own.host = visit.host
        WHERE visit.direction = 'outward' AND has(${destinations}, visit.destination) AND has(${products}, toString(own.product))
        GROUP BY product, version, destination) AS contacts
      INNER JOIN (SELECT product, version, toFloat64(min(at)) AS installed,
          sum(least(${settings.windowDays}, (toFloat64(at) - ${span.from}) / ${day})) AS before_of, sum(least(${settings.windowDays}, (${span.until} - toFloat64(at)) / ${day})) AS after_of
        FROM ${cohort(period)} GROUP BY product, version) AS sizes ON contacts.product = sizes.product AND contacts.version = sizes.version
      INNER JOIN (SELECT destination, toFloat64(min(first)) AS since FROM visit WHERE direction = 'outward' GROUP BY destination) AS known ON contacts.destination = known.destination`,
    signal,
  )
}
