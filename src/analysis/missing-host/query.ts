import { sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import { withContact } from '../statistics/contact-of.ts'

/** Requests of one host to one server that named no host. Times are seconds since 1970. */
export interface Nameless {
  readonly host: string
  readonly server: string
  readonly ports: readonly number[]
  readonly requests: number
  readonly answered: number
  readonly sending: number
  readonly methods: readonly string[]
  readonly uris: readonly string[]
  readonly agents: readonly string[]
  readonly first: number
  readonly last: number
  /** Inside hosts that speak to this server so. */
  readonly hosts: number
  readonly rows: readonly (readonly [source: number, line: number])[]
}

/** Methods of RFC 9110 and WebDAV; CONNECT names its target otherwise, and rows without a method are answers without a request. */
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE', 'PROPFIND', 'REPORT', 'SEARCH']

/** Players of Internet radio speak an HTTP of their own (ICY), without Host. */
const radio = '(?i)winamp|nsplayer|icecast|shoutcast|vlc/|lavf/|libmpv|gstreamer|stagefright|itunes/|audacious|mplayer|xmms|foobar'

const nameless = sql`SELECT uid, time, src_ip, dst_ip, dst_port, method, uri, user_agent, status_code, ifNull(bytes_out, 0) AS sent, source, line FROM http_request
  WHERE host = '' AND upper(method) IN ${methods} AND NOT match(uri, '^[A-Za-z]+://')
    AND NOT match(mime_type, '^(audio|video)/') AND NOT match(user_agent, ${radio})`

export function namelessRequests(lake: Questions, most: number, signal: AbortSignal): Promise<readonly Nameless[]> {
  return lake.rows<Nameless>(
    sql`SELECT *, count() OVER (PARTITION BY server) AS hosts FROM (
        SELECT host, dst_ip AS server, arraySlice(arraySort(groupUniqArray(dst_port)), 1, 5) AS ports, count() AS requests, countIf(isNotNull(status_code)) AS answered,
          countIf(sent > 0) AS sending, arraySort(groupUniqArray(toString(upper(method)))) AS methods,
          arraySlice(arrayDistinct(groupArraySorted(64)(substring(uri, 1, 200))), 1, 4) AS uris,
          arraySlice(arrayDistinct(groupArraySorted(64)(substring(toString(user_agent), 1, 200))), 1, 3) AS agents, toFloat64(min(time)) AS first, toFloat64(max(time)) AS last,
          groupArraySorted(3)((source, line)) AS rows
        FROM (${withContact(nameless)}) WHERE direction = 'outward' GROUP BY host, server)
      ORDER BY sending > 0 DESC, requests DESC, host, server LIMIT ${most}`,
    signal,
  )
}
