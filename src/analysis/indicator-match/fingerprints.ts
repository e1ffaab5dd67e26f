import { raw, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import { withContact } from '../statistics/contact-of.ts'
import { groupedByValue, resolvedHost, wanted } from './columns.ts'
import { type Hit, type HitRow, hitOf } from './hit.ts'

const hashes = ['sha256', 'sha1', 'md5'] as const

/** Hashes of the lists among files seen on the wire. A file known by several of its hashes is told of once, by the strongest. */
export async function fileHits(lake: Questions, signal: AbortSignal): Promise<readonly Hit[]> {
  const found: Hit[] = []
  const told: string[] = []
  for (const hash of hashes) {
    const column = raw(hash)
    const files = sql`SELECT ${column} AS value, if(file_name != '', file_name, ${column}) AS met, uid, time, src_ip, dst_ip, source, line,
        arrayFilter(one -> one != '', [sha256, sha1, md5]) AS others FROM file_event WHERE ${column} != '' AND ${column} IN (${wanted(hash)})`
    const rows = await lake.rows<HitRow & { readonly others: readonly string[] }>(
      sql`SELECT grouped.*, others FROM (${groupedByValue({ rows: resolvedHost(files), contacts: raw('1') })}) AS grouped
        INNER JOIN (SELECT value, groupUniqArrayArray(others) AS others FROM (${files}) GROUP BY value) AS hashes ON grouped.value = hashes.value`,
      signal,
    )
    for (const { others, ...row } of rows.filter((one) => !told.includes(one.value))) {
      found.push(hitOf(hash, 'file_event', row))
      told.push(...others)
    }
  }
  return found
}

/** Fingerprints of TLS clients and user agents of the lists. */
export async function clientHits(lake: Questions, signal: AbortSignal): Promise<readonly Hit[]> {
  const sessions = sql`SELECT toString(ja3) AS value, if(server_name != '', server_name, dst_ip) AS met, uid, time, src_ip, dst_ip, source, line
    FROM tls_session WHERE ja3 != '' AND lower(toString(ja3)) IN (${wanted('ja3')})`
  const requests = sql`SELECT lower(toString(user_agent)) AS value, if(host != '', host, dst_ip) AS met, uid, time, src_ip, dst_ip, source, line
    FROM http_request WHERE user_agent != '' AND lower(toString(user_agent)) IN (SELECT lower(value) FROM (${wanted('user_agent')}))`
  const clients = await lake.rows<HitRow>(groupedByValue({ rows: withContact(sessions), contacts: raw('1') }), signal)
  const agents = await lake.rows<HitRow>(groupedByValue({ rows: withContact(requests), contacts: raw('1') }), signal)
  return [...clients.map((row) => hitOf('ja3', 'tls_session', row)), ...agents.map((row) => hitOf('user_agent', 'http_request', row))]
}
