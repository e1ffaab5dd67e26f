import { raw, type Sql, sql } from '../../base/sql.ts'
import { isHost, within } from './addresses.ts'
import type { HostResolution } from './hosts.ts'

/**
 * Fills `visit` from contacts and DNS look-ups. There may be millions of visits, so each keeps little while they are
 * counted: where it comes from is one number, the source above the line.
 */
export function visitStatement(internal: readonly string[], hosts: HostResolution): Sql {
  return sql`INSERT INTO visit (day, host, destination, direction, first, last, contacts, lookups, bytes_out, bytes_in, denied, source, line)
    SELECT toStartOfDay(time) AS day, host, destination, if(max(direction = 'outward'), 'outward', 'inside'), min(time), max(time),
      sum(1 - lookup), sum(lookup), sum(ifNull(bytes_out, 0)), sum(ifNull(bytes_in, 0)), sum(denied),
      bitShiftRight(min(origin), 40), bitAnd(min(origin), 0xffffffffff)
    FROM (SELECT time, host, destination, direction, 0 AS lookup, bytes_out, bytes_in, denied, bitShiftLeft(source, 40) + line AS origin FROM contact
      UNION ALL ${lookups(internal, hosts)})
    GROUP BY day, host, destination`
}

/** A look-up counts as inside when every address answered is inside. Names without a registered domain are left to the logs. */
function lookups(internal: readonly string[], hosts: HostResolution): Sql {
  const address = raw('at.src_ip')
  const addresses = raw('arrayFilter(answer -> isIPv4String(answer) OR isIPv6String(answer), at.answers)')
  return sql`SELECT at.time AS time, ${hosts.host(address)} AS host, toString(d.domain) AS destination,
      if(notEmpty(${addresses}) AND arrayAll(answer -> ${within(raw('answer'), internal)}, ${addresses}), 'inside', 'outward') AS direction,
      1 AS lookup, 0 AS bytes_out, 0 AS bytes_in, false AS denied, bitShiftLeft(at.source, 40) + at.line AS origin
    FROM dns_query AS at ${hosts.joins(address, raw('at.time'))}
    INNER JOIN (SELECT name, domain FROM domain_of WHERE domain != '' AND NOT endsWith(name, '.arpa')) AS d ON at.query = d.name
    WHERE ${within(address, internal)} AND ${isHost(address)}`
}
