import { type Sql, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import type { Settings } from './settings.ts'

/** Destinations many hosts send to, and the others: a host's traffic to each is compared with its like. */
export type DestinationClass = 'common' | 'seldom'

/** Bytes that one host sent to one destination on one day. `day` and `began` are seconds since 1970. */
export interface Upload {
  readonly host: string
  readonly destination: string
  readonly kind: DestinationClass
  readonly role: string
  readonly day: number
  readonly bytesOut: number
  readonly bytesIn: number
  /** Inside hosts that contacted the destination. */
  readonly destinationHosts: number
  /** First contact of anybody. */
  readonly began: number
  readonly row: readonly [source: number, line: number]
}

/** Bytes that a host sent to all destinations of a class, by day, for the days with any. */
export interface History {
  readonly host: string
  readonly kind: DestinationClass
  readonly days: readonly (readonly [day: number, bytes: number])[]
}

/** Median and median absolute deviation of log1p(bytes a day), over the host-days of a group. */
export interface Peers {
  readonly role: string
  readonly kind: DestinationClass
  readonly hosts: number
  readonly hostDays: number
  readonly median: number
  readonly deviation: number
}

const roles = sql`SELECT listed.host AS named, toString(listed.role) AS role FROM host AS listed`

/** Destinations with their class: common when many hosts contact them. */
function classes({ commonShare, fewHosts }: Settings): Sql {
  return sql`SELECT destination AS target, uniqExact(host) AS met, toFloat64(min(first)) AS began,
      if(met > ${fewHosts} AND met >= ${commonShare} * (SELECT uniqExact(host) FROM visit), 'common', 'seldom') AS kind
    FROM visit WHERE direction = 'outward' AND contacts > 0 GROUP BY destination`
}

/** Host, class, day and bytes sent, for days with any. */
function daily(settings: Settings): Sql {
  return sql`SELECT host, kind, day, sum(bytes_out) AS sent FROM visit INNER JOIN (${classes(settings)}) AS classed ON visit.destination = classed.target
    WHERE direction = 'outward' AND bytes_out > 0 GROUP BY host, kind, day`
}

/** The largest uploads, largest first; of one host to one destination the ten largest, so that nightly ones leave room for others. */
export function uploads(lake: Questions, settings: Settings, signal: AbortSignal): Promise<readonly Upload[]> {
  return lake.rows<Upload>(
    sql`SELECT toString(from_host) AS host, target AS destination, kind, role, toFloat64(on_day) AS day, bytesOut, bytesIn, met AS destinationHosts, began, row
      FROM (SELECT host AS from_host, destination AS to, day AS on_day, sum(bytes_out) AS bytesOut, sum(bytes_in) AS bytesIn, min((source, line)) AS row FROM visit
        WHERE direction = 'outward' GROUP BY host, destination, day HAVING sum(bytes_out) >= ${settings.leastBytes}) AS sent
      INNER JOIN (${classes(settings)}) AS classed ON sent.to = classed.target
      LEFT ANY JOIN (${roles}) AS roles ON sent.from_host = roles.named
      WHERE bytesOut >= ${settings.leastRatio} * bytesIn
      ORDER BY bytesOut DESC, host, destination, day LIMIT 10 BY host, destination LIMIT 2000`,
    signal,
  )
}

export function histories(lake: Questions, settings: Settings, hosts: readonly string[], signal: AbortSignal): Promise<readonly History[]> {
  return lake.rows<History>(
    sql`SELECT toString(host) AS host, kind, arraySort(groupArray((toFloat64(day), sent))) AS days
      FROM (${daily(settings)}) WHERE host IN ${hosts} GROUP BY host, kind`,
    signal,
  )
}

/** Every day on which one of these hosts sent to one of these destinations: how regular an upload is. */
export function routines(
  lake: Questions,
  uploads: readonly Upload[],
  signal: AbortSignal,
): Promise<readonly { host: string; destination: string; days: readonly (readonly [number, number])[] }[]> {
  const [hosts, destinations] = [[...new Set(uploads.map((one) => one.host))], [...new Set(uploads.map((one) => one.destination))]]
  return lake.rows(
    sql`SELECT toString(host) AS host, destination, arraySort(groupArray((toFloat64(day), bytes_out))) AS days
      FROM visit WHERE direction = 'outward' AND bytes_out > 0 AND host IN ${hosts} AND destination IN ${destinations} GROUP BY host, destination`,
    signal,
  )
}

/** One group per role and class, and one per class over all hosts under the role ''. */
export function peerGroups(lake: Questions, settings: Settings, signal: AbortSignal): Promise<readonly Peers[]> {
  const logs = sql`SELECT host, kind, arrayJoin(arrayDistinct([roles.role, ''])) AS role, log1p(sent) AS value
    FROM (${daily(settings)}) AS by_day LEFT ANY JOIN (${roles}) AS roles ON by_day.host = roles.named`
  const medians = sql`SELECT role, kind, quantileExact(0.5)(value) AS middle FROM (${logs}) GROUP BY role, kind`
  return lake.rows<Peers>(
    sql`SELECT logs.role AS role, logs.kind AS kind, uniqExact(host) AS hosts, count() AS hostDays, any(middle) AS median, quantileExact(0.5)(abs(value - middle)) AS deviation
      FROM (${logs}) AS logs INNER JOIN (${medians}) AS medians ON logs.role = medians.role AND logs.kind = medians.kind GROUP BY role, kind ORDER BY role, kind`,
    signal,
  )
}
