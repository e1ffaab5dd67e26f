import { baseNameSql } from '../../base/questions/names.ts'
import { raw, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import { type Account, accountKey, networkOf, type RowRef } from '../statistics/accounts.ts'

/** Somebody who works at a host, and what says so. */
export interface User extends Account {
  readonly host: string
  readonly basis: 'device' | 'address' | 'program'
}

const mostUsers = 20_000

/** Programs that run on hosts, and what they open. */
const acted = raw('(SELECT host, user FROM process_event UNION ALL SELECT host, user FROM host_file_event)')

/** `pc-17` of `PC-17.example.com`: directories and inventories write the names of hosts in their own ways. */
const short = (name: string) => raw(`lower(splitByChar('.', toString(${name}))[1])`)

/**
 * Who works at these hosts: whose sign-ins name the host as their device, come from its fixed address, or whose name its programs
 * run under (by the whole login, else by the part before the @ where only one account has it).
 */
export async function usersOf(lake: Questions, hosts: readonly string[], signal: AbortSignal): Promise<readonly User[]> {
  const wanted = sql`SELECT arrayJoin(${hosts}) AS host, lower(splitByChar('.', host)[1]) AS short`
  const succeeded = sql`SELECT DISTINCT toString(directory) AS directory, ${accountKey} AS name, device, src_ip FROM sign_in WHERE outcome = 'success'`
  return lake.rows<User>(
    sql`SELECT DISTINCT host, directory, name AS account, basis FROM (
        SELECT wanted.host AS host, one.directory AS directory, one.name AS name, 'device' AS basis
          FROM (SELECT *, ${short('device')} AS short FROM (${succeeded}) WHERE device != '') AS one INNER JOIN (${wanted}) AS wanted ON one.short = wanted.short
        UNION ALL SELECT wanted.host, one.directory, one.name, 'address'
          FROM (${succeeded}) AS one
          INNER JOIN (SELECT ip, any(${short('host')}) AS short FROM host_address WHERE isNull(since) GROUP BY ip HAVING uniqExact(host) = 1) AS fixed ON one.src_ip = fixed.ip
          INNER JOIN (${wanted}) AS wanted ON fixed.short = wanted.short
        UNION ALL SELECT wanted.host, known.directory, known.name, 'program'
          FROM (SELECT DISTINCT ${short('host')} AS short, lower(${baseNameSql(raw('toString(user)'))}) AS user FROM ${acted} WHERE user != '') AS ran
          INNER JOIN (${wanted}) AS wanted ON ran.short = wanted.short
          INNER JOIN (SELECT arrayJoin(if(owners = 1, [name, part], [name])) AS user, directory, name FROM (
              SELECT toString(directory) AS directory, account AS name, splitByChar('@', account)[1] AS part, count() OVER (PARTITION BY part) AS owners FROM identity WHERE account != '')) AS known
            ON ran.user = known.user)
      WHERE name != '' ORDER BY host, account, basis LIMIT ${mostUsers}`,
    signal,
  )
}

/** When each host first met one of these destinations, seconds since 1970. */
export async function firstContacts(
  lake: Questions,
  hosts: readonly string[],
  destinations: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, number>> {
  if (destinations.length === 0) return new Map()
  const rows = await lake.rows<{ host: string; first: number }>(
    sql`SELECT toString(host) AS host, toFloat64(min(first)) AS first FROM visit WHERE destination IN ${destinations} AND host IN ${hosts} GROUP BY host`,
    signal,
  )
  return new Map(rows.map(({ host, first }) => [host, first]))
}

/** The first successful sign-in of an account from a network, and when anybody of the organisation first came from there. */
export interface Arrival extends Account {
  readonly time: number
  readonly ip: string
  readonly country: string
  readonly anybody: number
  readonly row: RowRef
}

const mostArrivals = 500_000

/** First sign-ins from networks from which nobody came before `after`. */
export function arrivals(lake: Questions, after: number, signal: AbortSignal): Promise<readonly Arrival[]> {
  return lake.rows<Arrival>(
    sql`SELECT * FROM (SELECT toString(directory) AS directory, name AS account, toFloat64(first) AS time, ip, country, toFloat64(min(first) OVER (PARTITION BY network)) AS anybody, row
        FROM (SELECT directory, ${accountKey} AS name, ${networkOf(raw('src_ip'))} AS network, min(time) AS first, argMin(src_ip, time) AS ip, toString(argMin(country, time)) AS country,
            argMin((source, line), time) AS row
          FROM sign_in WHERE outcome = 'success' AND src_ip != '' AND kind NOT IN ('service', 'workload') GROUP BY directory, name, network))
      WHERE anybody >= ${after} ORDER BY time, directory, account LIMIT ${mostArrivals}`,
    signal,
  )
}

/** When each account first signed in: who has no past cannot come from a new place. */
export async function beginnings(lake: Questions, signal: AbortSignal): Promise<readonly (Account & { readonly first: number })[]> {
  return lake.rows(
    sql`SELECT directory, name AS account, toFloat64(min(time)) AS first FROM (SELECT toString(directory) AS directory, ${accountKey} AS name, time FROM sign_in
      WHERE outcome = 'success' AND src_ip != '' AND kind NOT IN ('service', 'workload')) GROUP BY directory, name LIMIT ${mostArrivals}`,
    signal,
  )
}
