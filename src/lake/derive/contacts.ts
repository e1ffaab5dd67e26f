import { join, raw, type Sql, sql } from '../../base/sql.ts'
import { isHost, within } from './addresses.ts'
import type { HostResolution } from './hosts.ts'

/** The name a request is for. */
export const requestName = raw("if(method = 'CONNECT', lower(replaceRegexpOne(uri, ':[0-9]+$', '')), host)")
/** The request was sent to a proxy: by CONNECT, or with a full URL. */
const isProxied = raw("(method = 'CONNECT' OR match(uri, '^[a-z]+://'))")

/** What names a connection carried: TLS server names, HTTP hosts, targets of CONNECT. One row per uid (hashed) and name. */
const namesByUid = sql`SELECT cityHash64(uid) AS id, name, argMin(basis, rank) AS basis, max(proxied) AS proxied FROM (${namesSeen()})
  WHERE uid != '' AND name != '' GROUP BY id, name`

function namesSeen(): Sql {
  return sql`SELECT uid, server_name AS name, 'tls' AS basis, 1 AS rank, false AS proxied FROM tls_session
    UNION ALL SELECT uid, ${requestName}, 'http', 2, ${isProxied} FROM http_request`
}

/** Connections as they ended, and of those still open the newest snapshot. */
const connections = sql`
  SELECT time, uid, src_ip, dst_ip, dst_port, protocol_name, service, duration, bytes_out, bytes_in, ip_bytes_out, ip_bytes_in, denied, open, source, line
    FROM connection WHERE NOT open
  UNION ALL SELECT min(time), uid, any(src_ip), any(dst_ip), any(dst_port), any(protocol_name), max(service), max(duration), max(bytes_out), max(bytes_in),
    max(ip_bytes_out), max(ip_bytes_in), max(denied), true, max(source), max(line)
    FROM connection WHERE open AND uid NOT IN (SELECT uid FROM connection WHERE NOT open AND uid IN (SELECT uid FROM connection WHERE open))
    GROUP BY uid, if(uid = '', (src_ip, src_port, dst_ip, dst_port), ('', 0, '', 0))`

const columns = raw(
  'time, uid, host, src_ip, dst_ip, dst_port, protocol_name, service, name, domain, destination, direction, basis, duration, bytes_out, bytes_in, ip_bytes_out, ip_bytes_in, denied, open, source, line',
)

export interface Presence {
  /** There are TLS or HTTP rows, which name connections. */
  readonly names: boolean
  readonly connections: boolean
}

/** Statements that fill `contact`: from connections, and from TLS and HTTP records that have no connection. */
export function contactStatements(internal: readonly string[], hosts: HostResolution, present: Presence): readonly Sql[] {
  const fill = (at: Sql) => sql`INSERT INTO contact (${columns}) SELECT ${columns} FROM (${resolved(at, internal, hosts, present.names)}) WHERE direction != ''`
  return [
    ...(present.connections ? [fill(present.names ? namedConnections : unnamedConnections)] : []),
    ...(present.names ? [fill(loneSessions('tls')), fill(loneSessions('http'))] : []),
  ]
}

const unnamedConnections = sql`SELECT *, '' AS name, false AS proxied, 'connection' AS basis FROM (${connections})`

/** One row per connection and name; payload bytes are shared out where a connection carried several names. */
const namedConnections = sql`SELECT c.* EXCEPT (bytes_out, bytes_in),
    intDiv(c.bytes_out, greatest(length(n.names), 1)) AS bytes_out, intDiv(c.bytes_in, greatest(length(n.names), 1)) AS bytes_in,
    known.1 AS name, known.2 AS proxied, known.3 AS basis
  FROM (${connections}) AS c
  LEFT ANY JOIN (SELECT id, arraySort(groupArray(64)((name, proxied, basis))) AS names FROM (${namesByUid}) GROUP BY id) AS n ON cityHash64(c.uid) = n.id
  ARRAY JOIN if(empty(n.names), [('', false, 'connection')], n.names) AS known`

/** TLS sessions and HTTP requests whose connection was not logged. */
function loneSessions(kind: 'tls' | 'http'): Sql {
  const own =
    kind === 'tls'
      ? sql`'ssl' AS service, server_name AS name, false AS proxied, NULL AS bytes_out, NULL AS bytes_in`
      : sql`'http' AS service, ${requestName} AS name, ${isProxied} AS proxied, bytes_out, bytes_in`
  const table = raw(kind === 'tls' ? 'tls_session' : 'http_request')
  return sql`SELECT time, uid, src_ip, dst_ip, dst_port, 'tcp' AS protocol_name, ${own}, NULL AS duration, NULL AS ip_bytes_out, NULL AS ip_bytes_in,
    false AS denied, open, source, line, ${kind} AS basis FROM ${table}
    WHERE cityHash64(uid) NOT IN (SELECT cityHash64(uid) FROM connection WHERE uid != '' AND cityHash64(uid) IN (SELECT cityHash64(uid) FROM ${table}))`
}

/** Adds host, domain, destination and direction to rows of the shape of `connections` with name, proxied and basis. */
function resolved(at: Sql, internal: readonly string[], hosts: HostResolution, named: boolean): Sql {
  const [source, destination] = [raw('at.src_ip'), raw('at.dst_ip')]
  const inside = within(destination, internal)
  const direction = sql`multiIf(NOT ${within(source, internal)} OR NOT ${isHost(source)}, '', at.proxied, 'outward', NOT ${isHost(destination)}, '', ${inside}, 'inside', 'outward')`
  const destinationOf = raw(
    named
      ? "d.domain AS domain, multiIf(d.domain != '', toString(d.domain), at.name != '', at.name, at.dst_ip) AS destination"
      : "'' AS domain, at.dst_ip AS destination",
  )
  const pass = 'time uid src_ip dst_ip dst_port protocol_name service name basis duration bytes_out bytes_in ip_bytes_out ip_bytes_in denied open source line'
  const own = join(pass.split(' ').map((column) => raw(`at.${column} AS ${column}`)))
  return sql`SELECT ${own}, ${hosts.host(source)} AS host, ${destinationOf}, ${direction} AS direction
    FROM (${at}) AS at ${hosts.joins(source, raw('at.time'))} ${named ? raw('LEFT ANY JOIN domain_of AS d ON at.name = d.name') : raw('')}`
}
