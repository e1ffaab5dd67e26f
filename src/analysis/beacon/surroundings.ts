import { sql } from '../../base/sql.ts'
import type { AnalysisInput } from '../analysis.ts'
import { evidenceSpan } from '../statistics/evidence-span.ts'

/** Destinations asked for in one query, so that its text stays small. */
const perQuery = 1000

export interface Surroundings {
  /** Inside hosts that show in traffic at all. */
  readonly hosts: number
  /** Seconds since 1970: when the evidence of traffic begins. */
  readonly from: number
  readonly destinations: ReadonlyMap<string, Destination>
}

export interface Destination {
  /** Hosts that talked to it or looked it up. */
  readonly hosts: number
  /** Seconds since 1970: first of them. */
  readonly first: number
  /** What a list says an inside address is for, lower case; empty is unknown. */
  readonly role: string
}

/** How usual the destinations are. */
export async function surroundingsOf({ lake, signal }: Pick<AnalysisInput<object>, 'lake' | 'signal'>, destinations: readonly string[]): Promise<Surroundings> {
  const span = await evidenceSpan(lake, signal)
  const found = new Map<string, Destination>()
  for (let start = 0; start < destinations.length; start += perQuery) {
    const some = destinations.slice(start, start + perQuery)
    const rows = await lake.rows<Destination & { destination: string }>(
      sql`SELECT destination, uniqExact(host) AS hosts, toUnixTimestamp(min(first)) AS first, any(known.role) AS role
        FROM visit LEFT ANY JOIN (SELECT ip, max(lower(role)) AS role FROM host_address WHERE ip IN (${some}) GROUP BY ip) AS known ON visit.destination = known.ip
        WHERE destination IN (${some}) GROUP BY destination`,
      signal,
    )
    for (const { destination, hosts, first, role } of rows) found.set(destination, { hosts, first, role })
  }
  return { hosts: span?.hosts ?? 0, from: span?.from ?? 0, destinations: found }
}
