import { join, name, raw, type Sql, sql } from '../../base/sql.ts'
import type { Lake } from '../lake.ts'

/** Hosts that events on hosts are told of. */
const watched = join(
  (['process_event', 'module_event', 'host_file_event', 'registry_event', 'kernel_event'] as const).map(
    (table) => sql`SELECT DISTINCT toString(host) AS host FROM ${name(table)}`,
  ),
  ' UNION ALL ',
)

/**
 * Every name a host goes by → the one shown: lower case, and the short name instead of the full one where the short
 * name is in use itself and belongs to one full name only.
 */
const canonical = sql`
  WITH names AS (SELECT DISTINCT lower(host) AS host FROM host_address UNION DISTINCT SELECT DISTINCT lower(host) FROM installation
      UNION DISTINCT SELECT DISTINCT lower(host) FROM (${watched})),
    full AS (SELECT splitByChar('.', host)[1] AS short, any(host) AS only, count() AS owners FROM names
      WHERE position(host, '.') > 0 AND NOT isIPv4String(host) GROUP BY short)
  SELECT names.host AS host, if(full.owners = 1 AND full.short IN (SELECT host FROM names), full.short, names.host) AS shown
  FROM names LEFT ANY JOIN full ON names.host = full.only`

/** How addresses become hosts: by DHCP lease at that time, else by the list of hosts, else the address stands for itself. */
export interface HostResolution {
  /** Joins to put after a table or subquery aliased `at`, which must have the columns named. */
  joins(address: Sql, time: Sql): Sql
  /** The host, given those joins. */
  host(address: Sql): Sql
}

/** Looks at what is known of hosts, so that queries carry only the joins they need. */
export async function hostResolution(lake: Lake): Promise<HostResolution> {
  const [known] = await lake.rows<{ leases: number; fixed: number }>(
    sql`SELECT countIf(isNotNull(since)) AS leases, countIf(isNull(since)) AS fixed FROM host_address`,
  )
  const leases = (known?.leases ?? 0) > 0
  const fixed = (known?.fixed ?? 0) > 0
  return {
    joins: (address, time) => join([...(leases ? [leaseJoin(address, time)] : []), ...(fixed ? [fixedJoin(address)] : [])], '\n'),
    host: (address) => {
      const choices = [...(leases ? [raw("if(lease.until >= at.time, lease.host, '')")] : []), ...(fixed ? [raw('fixed.host')] : []), address]
      return choices.slice(0, -1).reduceRight((rest, choice) => sql`if(${choice} != '', ${choice}, ${rest})`, address)
    },
  }
}

function leaseJoin(address: Sql, time: Sql): Sql {
  return sql`ASOF LEFT JOIN (SELECT ip, assumeNotNull(since) AS since, ifNull(until, toDateTime64('2299-12-31 00:00:00', 6, 'UTC')) AS until, names.shown AS host
    FROM host_address INNER JOIN (${canonical}) AS names ON lower(host_address.host) = names.host WHERE isNotNull(since)) AS lease
    ON ${address} = lease.ip AND ${time} >= lease.since`
}

function fixedJoin(address: Sql): Sql {
  return sql`LEFT ANY JOIN (SELECT ip, min(names.shown) AS host
    FROM host_address INNER JOIN (${canonical}) AS names ON lower(host_address.host) = names.host WHERE isNull(since) GROUP BY ip) AS fixed
    ON ${address} = fixed.ip`
}

/** The name shown for a host that a list calls by name; needs `at` to have `host`. */
export const namedHost = {
  join: sql`LEFT ANY JOIN (${canonical}) AS named ON lower(at.host) = named.host`,
  host: raw("if(named.shown != '', named.shown, lower(at.host))"),
}

/** One row per inside host. Runs after `visit` and `installed` are made. */
export const hostTable = sql`INSERT INTO host (host, role, os, seen, inventoried, watched)
  SELECT host, max(role), max(os), max(seen), max(inventoried), max(watched) FROM (
    SELECT ${namedHost.host} AS host, role, os, false AS seen, false AS inventoried, false AS watched FROM host_address AS at ${namedHost.join}
    UNION ALL SELECT DISTINCT host, '', '', true, false, false FROM visit
    UNION ALL SELECT DISTINCT host, '', '', false, basis = 'inventory', false FROM installed
    UNION ALL SELECT ${namedHost.host}, '', '', false, false, true FROM (${watched}) AS at ${namedHost.join})
  WHERE host != '' GROUP BY host`
