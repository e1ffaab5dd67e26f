import { certificateNames as namesIn, parentsOf } from '../../base/questions/names.ts'
import { raw, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import { withContact } from '../statistics/contact-of.ts'
import { groupedByValue, resolvedHost, wanted } from './columns.ts'
import { type Hit, type HitRow, hitOf } from './hit.ts'

/** Every name seen that is, or lies below, a domain of the lists: name → value. The join is over suffixes, not pairs. */
const matchedNames = sql`SELECT DISTINCT name, value FROM domain_of ARRAY JOIN ${parentsOf(raw('name'))} AS value WHERE value IN (${wanted('domain')})`

const contacts = sql`SELECT value, name AS met, host, time, denied, ifNull(bytes_out, 0) AS sent, source, line
  FROM contact INNER JOIN (${matchedNames}) AS known ON contact.name = known.name`

const lookups = resolvedHost(
  sql`SELECT value, query AS met, src_ip, time, source, line FROM dns_query INNER JOIN (${matchedNames}) AS known ON dns_query.query = known.name`,
)

/** Names in server certificates: the subject's common name and the alternative names. */
const certificateNames = sql`SELECT DISTINCT certificate_id, value, name FROM (
    SELECT certificate_id, arrayJoin(${namesIn}) AS name FROM certificate
    WHERE certificate_id != '')
  ARRAY JOIN ${parentsOf(raw('name'))} AS value WHERE value IN (${wanted('domain')})`

/** TLS sessions with such a certificate whose server name does not match already. */
const sessions = sql`SELECT value, name AS met, uid, time, src_ip, dst_ip, source, line
  FROM (SELECT arrayJoin(certificate_ids) AS certificate_id, uid, time, src_ip, dst_ip, server_name, source, line FROM tls_session WHERE notEmpty(certificate_ids)) AS seen
  INNER JOIN (${certificateNames}) AS known ON seen.certificate_id = known.certificate_id
  WHERE server_name NOT IN (SELECT name FROM (${matchedNames}))`

/** Domains of the lists that were contacted, looked up, or named in a server's certificate. */
export async function domainHits(lake: Questions, signal: AbortSignal): Promise<readonly Hit[]> {
  const ask = (query: Parameters<typeof groupedByValue>[0]) => lake.rows<HitRow>(groupedByValue(query), signal)
  const contacted = await ask({ rows: contacts, contacts: raw('1'), denied: raw('denied'), bytesOut: raw('sent') })
  const looked = await ask({ rows: lookups, lookups: raw('1') })
  const certified = await ask({ rows: withContact(sessions), contacts: raw('1') })
  return [
    ...contacted.map((row) => hitOf('domain', 'contact', row)),
    ...looked.map((row) => hitOf('domain', 'dns_query', row)),
    ...certified.map((row) => hitOf('domain', 'tls_session', row)),
  ]
}
