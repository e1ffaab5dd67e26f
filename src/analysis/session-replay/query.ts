import { raw, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import { type Account, accountKey, networkOf, type RowRef } from '../statistics/accounts.ts'

/** One use of a session. */
export interface Use {
  /** Seconds since 1970. */
  readonly time: number
  readonly ip: string
  readonly network: string
  /** The directory's id of the device; empty is unknown. */
  readonly device: string
  readonly agent: string
  readonly country: string
  readonly table: 'sign_in' | 'account_event'
  readonly row: RowRef
}

export interface Session extends Account {
  readonly session: string
  readonly uses: readonly Use[]
}

const mostSessions = 2000
const mostUses = 500

const network = networkOf(raw('src_ip'))
const used = raw("session_id != '' AND src_ip != '' AND outcome NOT IN ('failure', 'blocked')")
/** Sessions of sign-ins and of what was done in them: a stolen one is seldom signed in to again. */
const all = sql`SELECT time, directory, ${accountKey} AS name, session_id, src_ip, ${network} AS network, device_id AS device, user_agent AS agent, toString(country) AS country, 'sign_in' AS at, source, line
    FROM sign_in WHERE ${used}
  UNION ALL SELECT time, directory, if(actor != '', actor, ${accountKey}), session_id, src_ip, ${network}, '', user_agent, '', 'account_event', source, line FROM account_event WHERE ${used}`

/** Sessions that several networks and several devices or programs used, with their uses by time. */
export async function movedSessions(lake: Questions, signal: AbortSignal): Promise<readonly Session[]> {
  type Told = readonly [number, string, string, string, string, string, Use['table'], number, number]
  const rows = await lake.rows<{ directory: string; session: string; name: string; uses: readonly Told[] }>(
    sql`SELECT toString(directory) AS directory, session_id AS session, any(name) AS name,
        groupArraySorted(${mostUses})((toFloat64(time), src_ip, toString(network), device, agent, country, at, source, line)) AS uses
      FROM (${all}) WHERE (directory, session_id) IN (
        SELECT directory, session_id FROM (${all}) GROUP BY directory, session_id
        HAVING uniqExact(network) > 1 AND (uniqExactIf(device, device != '') > 1 OR uniqExactIf(agent, agent != '') > 1)
        ORDER BY directory, session_id LIMIT ${mostSessions})
      GROUP BY directory, session ORDER BY directory, session`,
    signal,
  )
  return rows.map(({ directory, session, name, uses }) => ({
    directory,
    account: name,
    session,
    uses: uses.map(([time, ip, net, device, agent, country, table, source, line]) => ({
      time,
      ip,
      network: net,
      device,
      agent,
      country,
      table,
      row: [source, line] as const,
    })),
  }))
}
