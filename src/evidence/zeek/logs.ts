import type { LineLoad } from '../../base/line-plan.ts'
import { join, raw, type Sql, sql } from '../../base/sql.ts'
import { count, decimal, domainName, type Fields, flag, hostName, lower, mailAddresses, port } from '../fields.ts'

export interface ZeekTimes {
  /** The record's own time. */
  readonly time: Sql
  /** Any other time field's text → time or NULL. */
  readonly timeOf: (text: Sql) => Sql
}

type Columns = (fields: Fields, times: ZeekTimes) => Readonly<Record<string, Sql>>

/** https://docs.zeek.org/en/master/scripts/base/protocols/conn/main.zeek.html: states of attempts that were refused or never answered. */
const refused = ['REJ', 'RSTOS0', 'RSTRH']

function endpoints({ plain }: Fields): Readonly<Record<string, Sql>> {
  return {
    uid: plain('uid'),
    src_ip: plain('id.orig_h'),
    src_port: port(plain('id.orig_p')),
    dst_ip: plain('id.resp_h'),
    dst_port: port(plain('id.resp_p')),
  }
}

const conn: Columns = (fields, { time }) => ({
  time,
  ...endpoints(fields),
  protocol_name: fields.plain('proto'),
  service: fields.text('service'),
  duration: decimal(fields.plain('duration')),
  bytes_out: count(fields.plain('orig_bytes')),
  bytes_in: count(fields.plain('resp_bytes')),
  ip_bytes_out: count(fields.plain('orig_ip_bytes')),
  ip_bytes_in: count(fields.plain('resp_ip_bytes')),
  packets_out: count(fields.plain('orig_pkts')),
  packets_in: count(fields.plain('resp_pkts')),
  conn_state: fields.text('conn_state'),
  denied: sql`${fields.text('conn_state')} IN (${refused})`,
})

const dns: Columns = (fields, { time }) => ({
  time,
  ...endpoints(fields),
  query: domainName(fields.text('query')),
  query_type: fields.text('qtype_name'),
  rcode: fields.text('rcode_name'),
  answers: fields.list('answers'),
})

const http: Columns = (fields, { time }) => ({
  time,
  ...endpoints(fields),
  method: fields.text('method'),
  host: hostName(fields.text('host')),
  uri: fields.text('uri'),
  referrer: fields.text('referrer'),
  user_agent: fields.text('user_agent'),
  status_code: count(fields.plain('status_code')),
  bytes_out: count(fields.plain('request_body_len')),
  bytes_in: count(fields.plain('response_body_len')),
  mime_type: sql`${fields.list('resp_mime_types')}[1]`,
  // Of the script var-extraction-cookies: names only.
  cookies: fields.list('cookie_vars'),
})

const ssl: Columns = (fields, { time }) => ({
  time,
  ...endpoints(fields),
  server_name: domainName(fields.text('server_name')),
  version: fields.text('version'),
  ja3: lower(fields.text('ja3')),
  ja3s: lower(fields.text('ja3s')),
  ja4: fields.text('ja4'),
  subject: fields.text('subject'),
  issuer: fields.text('issuer'),
  validation_status: fields.text('validation_status'),
  // Zeek 5 and newer give fingerprints, older ones file ids.
  certificate_ids: sql`if(empty(${fields.list('cert_chain_fps')}), ${fields.list('cert_chain_fuids')}, ${fields.list('cert_chain_fps')})`,
  established: flag(fields.text('established')),
})

const smtp: Columns = (fields, { time }) => {
  const texts = (...names: readonly string[]) => sql`[${join(names.map((name) => fields.text(name)))}]`
  return {
    time,
    ...endpoints(fields),
    senders: mailAddresses(texts('mailfrom', 'from', 'reply_to')),
    recipients: mailAddresses(sql`arrayConcat(${fields.list('rcptto')}, ${fields.list('to')}, ${fields.list('cc')})`),
    subject: fields.text('subject'),
  }
}

const x509: Columns = (fields, { time, timeOf }) => ({
  time,
  certificate_id: sql`if(${fields.text('fingerprint')} = '', ${fields.text('id')}, ${fields.text('fingerprint')})`,
  subject: fields.text('certificate.subject'),
  issuer: fields.text('certificate.issuer'),
  serial: lower(fields.text('certificate.serial')),
  not_before: timeOf(fields.text('certificate.not_valid_before')),
  not_after: timeOf(fields.text('certificate.not_valid_after')),
  names: fields.list('san.dns'),
})

/** Until Zeek 5 the ends of a transfer were sets, `tx_hosts` and `rx_hosts`; since then they are those of the connection. */
const files: Columns = (fields, { time }) => {
  const receives = sql`${fields.text('is_orig')} IN ('F', 'false')`
  const [opener, answerer] = [fields.text('id.orig_h'), fields.text('id.resp_h')]
  return {
    time,
    uid: sql`if(${fields.text('uid')} = '', ${fields.list('conn_uids')}[1], ${fields.text('uid')})`,
    src_ip: sql`if(${opener} = '', ${fields.list('rx_hosts')}[1], if(${receives}, ${opener}, ${answerer}))`,
    dst_ip: sql`if(${opener} = '', ${fields.list('tx_hosts')}[1], if(${receives}, ${answerer}, ${opener}))`,
    protocol_name: fields.text('source'),
    file_name: fields.text('filename'),
    mime_type: fields.text('mime_type'),
    size: sql`coalesce(${count(fields.plain('total_bytes'))}, ${count(fields.plain('seen_bytes'))})`,
    md5: lower(fields.text('md5')),
    sha1: lower(fields.text('sha1')),
    sha256: lower(fields.text('sha256')),
  }
}

const software: Columns = (fields, { time }) => {
  const parts = ['version.major', 'version.minor', 'version.minor2', 'version.minor3'].map((part) => fields.text(part))
  const numbered = sql`arrayStringConcat(arrayFilter(part -> part != '', [${join(parts)}]), '.')`
  return { host: fields.text('host'), product: fields.text('name'), version: numbered, seen_at: time, basis: raw("'passive'") }
}

const dhcp: Columns = (fields, { time }) => ({
  ip: leased(fields),
  host: domainName(sql`if(${fields.text('client_fqdn')} != '', ${fields.text('client_fqdn')}, ${fields.text('host_name')})`),
  since: time,
  // A day where the lease is unknown, a year at most.
  until: sql`addSeconds(${time}, toInt64(least(ifNull(${decimal(fields.plain('lease_time'))}, 86400), 31536000)))`,
  basis: raw("'dhcp'"),
})

/** The address that was leased; older Zeek calls it `assigned_ip`. */
function leased(fields: Fields): Sql {
  const names = ['assigned_addr', 'client_addr', 'assigned_ip'].map((name) => fields.text(name))
  return sql`arrayFirst(address -> address != '', [${join(names)}])`
}

interface Log {
  readonly table: LineLoad['table']
  readonly columns: Columns
  /** Which records carry something for the table. */
  readonly keep?: (fields: Fields) => Sql
}

const open =
  (columns: Columns): Columns =>
  (fields, times) => ({ ...columns(fields, times), open: raw('true') })

const logs: Readonly<Record<string, Log>> = {
  conn: { table: 'connection', columns: conn },
  dns: { table: 'dns_query', columns: dns },
  http: { table: 'http_request', columns: http },
  smtp: { table: 'mail', columns: smtp },
  ssl: { table: 'tls_session', columns: ssl },
  x509: { table: 'certificate', columns: x509 },
  files: { table: 'file_event', columns: files },
  software: { table: 'installation', columns: software },
  dhcp: { table: 'host_address', columns: dhcp, keep: (fields) => sql`${named(fields)} AND ${leased(fields)} != ''` },
  open_conn: { table: 'connection', columns: open(conn) },
  open_http: { table: 'http_request', columns: open(http) },
  open_ssl: { table: 'tls_session', columns: open(ssl) },
}

function named(fields: Fields): Sql {
  return sql`(${fields.text('client_fqdn')} != '' OR ${fields.text('host_name')} != '')`
}

/** The streams that tables are made from. */
export const streams: readonly string[] = Object.keys(logs)

/** Tables that Zeek logs fill. */
export const zeekTables = [...new Set(Object.values(logs).map((log) => log.table))]

/** Every field name that is read, for the one pass over a JSON line. */
export const fieldNames: readonly string[] = collectNames()

function collectNames(): readonly string[] {
  const names = new Set(['ts'])
  const note = (name: string) => {
    names.add(name)
    return raw("''")
  }
  const watch: Fields = { text: note, plain: note, list: note }
  const times: ZeekTimes = { time: raw("''"), timeOf: (text) => text }
  for (const log of Object.values(logs)) {
    log.columns(watch, times)
    log.keep?.(watch)
  }
  return [...names]
}

/** The loads of one stream; none for a stream that no table is made from. `whole` says which lines are complete records. */
export function loadsOf(stream: string, fields: Fields, times: ZeekTimes, whole: Sql): readonly LineLoad[] {
  const log = logs[stream]
  if (!log) return []
  return [{ table: log.table, where: whole, columns: log.columns(fields, times), ...(log.keep && { keep: log.keep(fields) }) }]
}
