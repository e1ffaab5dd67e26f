import { raw, sql } from '../../base/sql.ts'
import type { AnalysisInput } from '../analysis.ts'

/** Days back from the newest evidence. */
const days = 30

/** Channels handed on at most, the longest of them. */
const mostChannels = 2000

/** Connections of one host to one name (else address) and port. */
export interface LongChannel {
  readonly host: string
  readonly target: string
  readonly port: number
  readonly destination: string
  /** Empty where the sensor recognised no protocol. */
  readonly service: string
  /** The day with the most, by when the connections began: its start, and the seconds of all connections together. */
  readonly day: number
  readonly daySeconds: number
  /** Seconds: all days together, and the longest single connection. */
  readonly totalSeconds: number
  readonly longest: number
  readonly connections: number
  /** With IP headers, both ways. */
  readonly bytes: number
  /** Some were still going on when the evidence ends. */
  readonly stillOpen: boolean
  /** Only the address is known. */
  readonly nameless: boolean
  /** Seconds since 1970. */
  readonly first: number
  readonly last: number
  /** Hosts that talk to the destination at all. */
  readonly hosts: number
  /** Where the longest connection lies in the evidence. */
  readonly source: number
  readonly line: number
}

/** Channels to the outside that were held open for at least `leastHours` of one day, the longest first. */
export async function longChannels(
  { lake, now, signal }: Pick<AnalysisInput<object>, 'lake' | 'now' | 'signal'>,
  { leastHours }: { readonly leastHours: number },
): Promise<readonly LongChannel[]> {
  const until = Math.ceil(now.getTime() / 1000)
  const recent = sql`direction = 'outward' AND NOT denied AND time BETWEEN toDateTime(${until - days * 86_400}, 'UTC') AND toDateTime(${until}, 'UTC')`
  const id = sql`cityHash64(host, ${target}, dst_port)`
  // Most channels are short: adding them up first keeps the rest small.
  const enough = sql`SELECT ${id} FROM contact WHERE ${recent} GROUP BY ${id} HAVING sum(ifNull(duration, 0)) >= ${leastHours * 3600}`
  const daily = sql`SELECT toString(host) AS host, ${target} AS target, dst_port AS port, toStartOfDay(time) AS day, any(destination) AS destination,
      max(toString(service)) AS service, sum(ifNull(duration, 0)) AS seconds, max(ifNull(duration, 0)) AS longest, count() AS connections,
      sum(ifNull(ip_bytes_out, 0) + ifNull(ip_bytes_in, 0)) AS bytes, max(open) AS stillOpen, max(name) = '' AS nameless,
      toUnixTimestamp(min(time)) AS first, max(toFloat64(time) + ifNull(duration, 0)) AS last,
      argMax(source, ifNull(duration, 0)) AS source, argMax(line, ifNull(duration, 0)) AS line
    FROM contact WHERE ${recent} AND ${id} IN (${enough})
    GROUP BY host, ${target}, dst_port, day`
  const channels = sql`SELECT host, target, port, any(destination) AS destination, max(service) AS service,
      toUnixTimestamp(argMax(day, seconds)) AS day, max(seconds) AS daySeconds, sum(seconds) AS totalSeconds, max(longest) AS longest,
      sum(connections) AS connections, sum(bytes) AS bytes, max(stillOpen) AS stillOpen, min(nameless) AS nameless, min(first) AS first, max(last) AS last,
      argMax(source, longest) AS source, argMax(line, longest) AS line
    FROM (${daily}) GROUP BY host, target, port HAVING max(seconds) >= ${leastHours * 3600}
    ORDER BY max(seconds) DESC, host, target, port LIMIT ${mostChannels}`
  const prevalence = sql`SELECT destination, uniqExact(host) AS hosts FROM visit GROUP BY destination`
  return lake.rows<LongChannel>(
    sql`SELECT channels.*, greatest(known.hosts, 1) AS hosts FROM (${channels}) AS channels LEFT ANY JOIN (${prevalence}) AS known ON channels.destination = known.destination
      ORDER BY daySeconds DESC, host, target, port`,
    signal,
  )
}

const target = raw("if(name != '', name, dst_ip)")
