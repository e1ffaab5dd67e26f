import { raw, sql } from '../../base/sql.ts'
import type { AnalysisInput } from '../analysis.ts'
import type { StrobeSettings } from './settings.ts'

/** Days back from the newest evidence, counted from there: the newest day is a whole one. */
const days = 30
const day = 86_400

/** A host that opens connections to one target without end. */
export interface Strobe {
  readonly host: string
  readonly target: string
  readonly destination: string
  readonly direction: 'outward' | 'inside'
  /** Connections of its busiest day, how many of them were refused, and days as busy as the threshold. */
  readonly connections: number
  readonly denied: number
  readonly days: number
  /** A few of the ports, and how many there were. */
  readonly ports: readonly number[]
  readonly portCount: number
  /** Payload bytes sent on that day. */
  readonly bytes: number
  /** Seconds since 1970. */
  readonly first: number
  readonly last: number
  readonly source: number
  readonly line: number
}

/** Channels with at least `leastPerDay` connections in 24 hours, the busiest first. */
export async function strobes({ lake, settings, now, signal }: AnalysisInput<StrobeSettings>): Promise<readonly Strobe[]> {
  const until = Math.floor(now.getTime() / 1000)
  const recent = sql`time BETWEEN toDateTime(${until - days * day}, 'UTC') AND toDateTime(${until + 1}, 'UTC')`
  const id = sql`cityHash64(host, ${target})`
  const enough = sql`SELECT ${id} FROM contact WHERE ${recent} GROUP BY ${id} HAVING count() >= ${settings.leastPerDay}`
  const daily = sql`SELECT toString(host) AS host, ${target} AS target, intDiv(${until} - toUnixTimestamp(time), ${day}) AS age, any(destination) AS destination,
      toString(any(direction)) AS direction, count() AS connections, sum(denied) AS denied, arraySort(groupUniqArray(4)(dst_port)) AS ports,
      uniq(dst_port) AS portCount, sum(ifNull(bytes_out, 0)) AS bytes, toUnixTimestamp(min(time)) AS first, toUnixTimestamp(max(time)) AS last,
      any(source) AS source, min(line) AS line
    FROM contact WHERE ${recent} AND ${id} IN (${enough})
    GROUP BY host, ${target}, age HAVING count() >= ${settings.leastPerDay}`
  return lake.rows<Strobe>(
    sql`SELECT host, target, any(destination) AS destination, any(direction) AS direction, max(connections) AS connections,
        argMax(denied, connections) AS denied, count() AS days, argMax(ports, connections) AS ports, argMax(portCount, connections) AS portCount,
        argMax(bytes, connections) AS bytes, min(first) AS first, max(last) AS last, argMax(source, connections) AS source, argMax(line, connections) AS line
      FROM (${daily}) GROUP BY host, target ORDER BY max(connections) DESC, host, target`,
    signal,
  )
}

const target = raw("if(name != '', name, dst_ip)")
