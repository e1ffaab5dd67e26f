import { sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import { isPrivate } from '../statistics/accounts.ts'

/** Who can reach whom, as the traffic shows it. */
export interface Reach {
  /** Hosts that connections from the outside reached. */
  readonly fromOutside: ReadonlySet<string>
  /** Hosts that go out themselves, and can be lured. */
  readonly goOut: ReadonlySet<string>
  /** Host → hosts that it opened connections to. */
  readonly inside: ReadonlyMap<string, readonly string[]>
}

const mostPairs = 500_000

/** Addresses of hosts of the organisation, by name; an address without a name stands for itself. */
const named = sql`(SELECT ip, any(host) AS host FROM (
    SELECT toString(ip) AS ip, toString(host) AS host FROM host_address WHERE host != ''
    UNION ALL SELECT DISTINCT toString(src_ip), toString(host) FROM contact) GROUP BY ip)`

/** Who can reach whom, as connections that were answered show it; a connection that was refused is no way. */
export async function readReach(lake: Questions, signal: AbortSignal): Promise<Reach> {
  const answered = sql`NOT denied AND (ifNull(bytes_in, 0) > 0 OR ifNull(packets_in, 0) > 0 OR conn_state IN ('SF', 'S1', 'S2', 'S3', 'RSTO', 'RSTR'))`
  const inbound = await lake.rows<{ host: string }>(
    sql`SELECT DISTINCT known.host AS host FROM connection INNER JOIN ${named} AS known ON known.ip = toString(connection.dst_ip)
      WHERE NOT (${isPrivate(sql`toString(connection.src_ip)`)}) AND toString(connection.src_ip) NOT IN (SELECT ip FROM ${named}) AND ${answered} ORDER BY host`,
    signal,
  )
  const outward = await lake.rows<{ host: string }>(
    sql`SELECT DISTINCT toString(host) AS host FROM visit WHERE direction = 'outward' AND contacts > denied ORDER BY host`,
    signal,
  )
  const pairs = await lake.rows<{ host: string; targets: readonly string[] }>(
    sql`SELECT toString(at.host) AS host, arraySort(groupUniqArray(if(known.host = '', toString(at.dst_ip), known.host))) AS targets
      FROM (SELECT DISTINCT host, dst_ip FROM contact WHERE direction = 'inside' AND NOT denied LIMIT ${mostPairs}) AS at
      LEFT JOIN ${named} AS known ON known.ip = toString(at.dst_ip) GROUP BY host ORDER BY host`,
    signal,
  )
  return {
    fromOutside: new Set(inbound.map(({ host }) => host)),
    goOut: new Set(outward.map(({ host }) => host)),
    inside: new Map(pairs.map(({ host, targets }) => [host, targets])),
  }
}
