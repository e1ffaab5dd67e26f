import { sql } from '../base/sql.ts'
import type { Lake } from '../lake/lake.ts'

const perQuestion = 5000

/** Names an address of a day: by a contact of that day, else of any, else by the inventory, else the address stays. */
export type NameHost = (address: string, day: string) => string

export async function hostNames(lake: Lake, addresses: Iterable<string>, signal: AbortSignal): Promise<NameHost> {
  const all = [...new Set(addresses)]
  const days = new Map<string, string>()
  const any = new Map<string, string>()
  for (let from = 0; from < all.length; from += perQuestion) {
    const chunk = all.slice(from, from + perQuestion)
    const listed = await lake.rows<{ ip: string; host: string }>(
      sql`SELECT ip, lower(toString(argMax(host, ifNull(since, toDateTime64(0, 6, 'UTC'))))) AS host FROM host_address WHERE ip IN ${chunk} GROUP BY ip`,
      signal,
    )
    for (const { ip, host } of listed) any.set(ip, host)
    const met = await lake.rows<{ ip: string; day: string; host: string }>(
      sql`SELECT toString(src_ip) AS ip, toString(toDate(time)) AS day, toString(argMax(host, time)) AS host FROM contact WHERE src_ip IN ${chunk} GROUP BY ip, day ORDER BY ip, day`,
      signal,
    )
    for (const { ip, day, host } of met) {
      days.set(`${ip} ${day}`, host)
      any.set(ip, host)
    }
  }
  return (address, day) => days.get(`${address} ${day}`) ?? any.get(address) ?? address
}

/** The name that is shown for a host that events call by its full name. */
export function shownName(host: string, known: ReadonlySet<string>): string {
  const short = host.split('.')[0] ?? host
  return known.has(host) || !known.has(short) ? host : short
}

/** A host of the evidence, and what told of it. */
export interface KnownHost {
  readonly host: string
  readonly os: string
  /** It shows in traffic. */
  readonly seen: boolean
  /** It told its software itself. */
  readonly inventoried: boolean
  /** Events on it are in the evidence. */
  readonly watched: boolean
}

export function knownHosts(lake: Lake, signal: AbortSignal): Promise<readonly KnownHost[]> {
  return lake.rows<KnownHost>(
    sql`SELECT toString(host) AS host, any(toString(os)) AS os, max(seen) AS seen, max(inventoried) AS inventoried, max(watched) AS watched FROM host WHERE host != '' GROUP BY host ORDER BY host`,
    signal,
  )
}
