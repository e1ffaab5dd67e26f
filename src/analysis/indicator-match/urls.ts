import { hostAndPath, requestedUrl } from '../../base/questions/urls.ts'
import { raw, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import { withContact } from '../statistics/contact-of.ts'
import { groupedByValue, wanted } from './columns.ts'
import { type Hit, type HitRow, hitOf } from './hit.ts'

const listed = hostAndPath(raw('value'))
const known = sql`SELECT DISTINCT value, ${listed.host} AS url_host, ${listed.path} AS url_path FROM (${wanted('url')}) WHERE ${listed.host} != ''`

const sent = hostAndPath(requestedUrl)
const requests = sql`SELECT value, value AS met, uid, time, src_ip, dst_ip, source, line FROM (
    SELECT uid, time, src_ip, dst_ip, source, line, ${sent.host} AS seen_host, ${sent.path} AS seen_path FROM http_request WHERE method != 'CONNECT') AS seen
  INNER JOIN (${known}) AS known ON seen.seen_host = known.url_host AND seen.seen_path = known.url_path`

/** The host alone: all that TLS shows of a URL. */
const hostContacts = sql`SELECT url_host AS value, met, host, time, denied, sent, source, line FROM (
    SELECT name, host, time, denied, ifNull(bytes_out, 0) AS sent, source, line FROM contact WHERE name != '' AND basis != 'http') AS seen
  INNER JOIN (SELECT url_host, arrayStringConcat(arraySlice(arraySort(groupUniqArray(value)), 1, 3), ' ') AS met FROM (${known}) GROUP BY url_host) AS listed
    ON seen.name = listed.url_host`

/** URLs of the lists that were requested, and hosts of such URLs that were contacted where the path cannot be seen. */
export async function urlHits(lake: Questions, signal: AbortSignal): Promise<readonly Hit[]> {
  const whole = await lake.rows<HitRow>(groupedByValue({ rows: withContact(requests), contacts: raw('1') }), signal)
  const hosts = await lake.rows<HitRow>(groupedByValue({ rows: hostContacts, contacts: raw('1'), denied: raw('denied'), bytesOut: raw('sent') }), signal)
  return [...whole.map((row) => hitOf('url', 'http_request', row)), ...hosts.map((row) => hitOf('url host', 'contact', row))]
}
