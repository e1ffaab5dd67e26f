import { sql } from '../../base/sql.ts'
import { type SecurityTool, securityToolOf, securityTools } from '../../knowledge/security-tools.ts'
import type { Questions } from '../analysis.ts'

/** A security tool, or a part of it, on a host. */
export interface Held {
  readonly tool: SecurityTool
  readonly product: string
  readonly version: string
  readonly host: string
  /** When the host got this version, seconds since 1970; null is unknown. */
  readonly since: number | null
  readonly row: readonly [source: number, line: number]
}

/** A host that told its software itself. */
export interface Told {
  readonly host: string
  /** Role and system of the host, of those that are known. */
  readonly group: string
}

export async function heldTools(lake: Questions, signal: AbortSignal): Promise<readonly Held[]> {
  const products = await lake.rows<{ product: string; vendor: string }>(
    sql`SELECT DISTINCT toString(product) AS product, toString(vendor) AS vendor FROM installed WHERE basis = 'inventory' AND isNull(until) ORDER BY product, vendor`,
    signal,
  )
  const tools = new Map(
    products.flatMap(({ product, vendor }) => {
      const found = securityToolOf(product, vendor)
      return found ? [[JSON.stringify([product, vendor]), found] as const] : []
    }),
  )
  const names = [...new Set([...tools.keys()].map((key) => (JSON.parse(key) as [string])[0]))]
  if (names.length === 0) return []
  const rows = await lake.rows<Omit<Held, 'tool'> & { readonly vendor: string }>(
    sql`SELECT toString(product) AS product, toString(vendor) AS vendor, toString(version) AS version, toString(host) AS host, toFloat64(since) AS since, (source, line) AS row
      FROM installed WHERE basis = 'inventory' AND isNull(until) AND product IN ${names} ORDER BY product, host, version`,
    signal,
  )
  return rows.flatMap(({ vendor, ...row }) => {
    const tool = tools.get(JSON.stringify([row.product, vendor]))
    return tool ? [{ ...row, tool }] : []
  })
}

/** Hosts with an inventory, of which it can be told what they have not. */
export function toldHosts(lake: Questions, signal: AbortSignal): Promise<readonly Told[]> {
  return lake.rows<Told>(
    sql`SELECT toString(host) AS host, arrayStringConcat(arrayFilter(one -> one != '', [toString(role), toString(os)]), ', ') AS \`group\`
      FROM host WHERE inventoried ORDER BY host`,
    signal,
  )
}

/** When a host went out, and to which of the tools' domains. Seconds since 1970. */
export interface Outings {
  readonly host: string
  readonly first: number
  readonly last: number
  /** Last look-up or connection, by domain. */
  readonly reached: readonly (readonly [domain: string, last: number])[]
}

export function outings(lake: Questions, signal: AbortSignal): Promise<readonly Outings[]> {
  const domains = [...new Set(securityTools.flatMap((tool) => tool.domains))]
  return lake.rows<Outings>(
    sql`SELECT toString(host) AS host, toFloat64(min(first)) AS first, toFloat64(max(last)) AS last,
        arraySort(groupUniqArrayIf((destination, newest), destination IN ${domains})) AS reached
      FROM (SELECT host, destination, min(visit.first) AS first, max(visit.last) AS last, toFloat64(max(visit.last)) AS newest FROM visit
        WHERE direction = 'outward' AND contacts + lookups > denied GROUP BY host, destination)
      GROUP BY host ORDER BY host`,
    signal,
  )
}
