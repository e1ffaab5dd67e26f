import type { LineLoad } from '../../base/line-plan.ts'
import { raw, type Sql, sql } from '../../base/sql.ts'
import { count, date, dateOrNull, decimal, domainName, hostName, isDate, lower, mailAddresses, port } from '../fields.ts'
import { firstOfLookup, isAnswer, lookupAnswers, lookupCode, queryName, queryType } from './dns.ts'
import { connectionState, protocol, refusedStates, service } from './flow.ts'
import { contentType } from './magic.ts'
import { address, field, fieldsOf, hexadecimal } from './record.ts'

/** The parsed line: first member of the plan's `row`. */
const record = raw('tupleElement(row, 1)')

const top = fieldsOf(record, '')
const flow = fieldsOf(record, 'flow')
const http = fieldsOf(record, 'http')
const tls = fieldsOf(record, 'tls')
const file = fieldsOf(record, 'fileinfo')
const alert = fieldsOf(record, 'alert')

const time = date(top.text('timestamp'))
const uid = top.text('flow_id')

const endpoints = {
  uid,
  src_ip: address(top.text('src_ip')),
  src_port: port(top.text('src_port')),
  dst_ip: address(top.text('dest_ip')),
  dst_port: port(top.text('dest_port')),
}

/** The ends swapped where `backwards` says that the event is told from the answering side. */
function endpointsUnless(backwards: Sql): typeof endpoints {
  const pick = (forward: Sql, backward: Sql) => sql`if(${backwards}, ${backward}, ${forward})`
  return {
    uid,
    src_ip: pick(endpoints.src_ip, endpoints.dst_ip),
    src_port: pick(endpoints.src_port, endpoints.dst_port),
    dst_ip: pick(endpoints.dst_ip, endpoints.src_ip),
    dst_port: pick(endpoints.dst_port, endpoints.src_port),
  }
}

interface Event {
  readonly table: LineLoad['table']
  readonly columns: LineLoad['columns']
  readonly keep?: Sql
}

function flowEvent(): Event {
  const start = sql`ifNull(${dateOrNull(flow.text('start'))}, ${time})`
  const lasted = sql`(toUnixTimestamp64Micro(${date(flow.text('end'))}) - toUnixTimestamp64Micro(${date(flow.text('start'))})) / 1e6`
  const state = connectionState(record)
  return {
    table: 'connection',
    columns: {
      time: start,
      ...endpoints,
      protocol_name: protocol(record),
      service: service(record),
      duration: sql`if(${isDate(flow.text('start'))} AND ${isDate(flow.text('end'))} AND ${lasted} >= 0, ${lasted}, ${decimal(flow.text('age'))})`,
      // Whole captured packets: the closest there is. Payload bytes stay unknown.
      ip_bytes_out: count(flow.text('bytes_toserver')),
      ip_bytes_in: count(flow.text('bytes_toclient')),
      packets_out: count(flow.text('pkts_toserver')),
      packets_in: count(flow.text('pkts_toclient')),
      conn_state: state,
      denied: sql`${flow.text('action')} = 'drop' OR ${state} IN (${refusedStates})`,
    },
  }
}

function dnsEvent(): Event {
  // A response of version 3 is told from the server's side; so are answers of some older sensors.
  const fromServer = sql`${field(record, 'dns', 'type')} = 'response' OR (${isAnswer(record)} AND ${top.text('src_port')} = '53' AND ${top.text('dest_port')} != '53')`
  return {
    table: 'dns_query',
    keep: firstOfLookup,
    columns: {
      time,
      ...endpointsUnless(fromServer),
      query: domainName(queryName(record)),
      query_type: queryType(record),
      rcode: lookupCode,
      answers: sql`arrayMap(answer -> ${address(raw('answer'))}, ${lookupAnswers})`,
    },
  }
}

/** Logged as a field of its own (`custom: [cookie]`), or with all headers. */
const cookieHeader = sql`if(${http.text('cookie')} != '', ${http.text('cookie')},
  arrayFirst(header -> lower(header.1) = 'cookie', ${http.list('request_headers')}).2)`
const cookies = sql`arrayFilter(one -> one != '', arrayMap(one -> trimBoth(one), splitByChar(';', ${cookieHeader})))`

const httpEvent: Event = {
  table: 'http_request',
  columns: {
    time,
    ...endpoints,
    method: http.text('http_method'),
    host: hostName(http.text('hostname')),
    uri: http.text('url'),
    referrer: http.text('http_refer'),
    user_agent: http.text('http_user_agent'),
    status_code: count(http.text('status')),
    // Without a response the sensor writes a length of zero: that is not known, not empty.
    bytes_in: sql`if(${http.text('status')} = '', NULL, ${count(http.text('length'))})`,
    cookies,
  },
}

const email = fieldsOf(record, 'email')
const smtp = fieldsOf(record, 'smtp')

const mailEvent: Event = {
  table: 'mail',
  columns: {
    time,
    ...endpoints,
    senders: mailAddresses(sql`[${smtp.text('mail_from')}, ${email.text('from')}, ${email.text('reply_to')}]`),
    recipients: mailAddresses(sql`arrayConcat(${smtp.list('rcpt_to')}, ${email.list('to')}, ${email.list('cc')})`),
    subject: email.text('subject'),
  },
}

const certificateId = hexadecimal(tls.text('fingerprint'))

const tlsEvent: Event = {
  table: 'tls_session',
  columns: {
    time,
    ...endpoints,
    server_name: domainName(tls.text('sni')),
    // `TLS 1.2` → `TLSv12`, `TLSv1` → `TLSv10`, as the other sensor writes it.
    version: sql`if(${tls.text('version')} = 'TLSv1', 'TLSv10', replaceRegexpOne(${tls.text('version')}, '^TLS ([0-9])\\.([0-9])', 'TLSv\\1\\2'))`,
    ja3: lower(field(record, 'tls', 'ja3', 'hash')),
    ja3s: lower(field(record, 'tls', 'ja3s', 'hash')),
    ja4: tls.text('ja4'),
    subject: tls.text('subject'),
    issuer: tls.text('issuerdn'),
    certificate_ids: sql`if(${certificateId} = '', [], [${certificateId}])`,
  },
}

/** The server certificate of a TLS event. A resumed session shows none. */
const certificateEvent: Event = {
  table: 'certificate',
  keep: sql`${certificateId} != ''`,
  columns: {
    time,
    certificate_id: certificateId,
    subject: tls.text('subject'),
    issuer: tls.text('issuerdn'),
    serial: hexadecimal(tls.text('serial')),
    not_before: dateOrNull(tls.text('notbefore')),
    not_after: dateOrNull(tls.text('notafter')),
    names: field(record, 'tls', 'subjectaltname'),
  },
}

/** The source of a file event is who sent the file, whichever side opened the connection. */
const fileEvent: Event = {
  table: 'file_event',
  columns: {
    time,
    uid,
    src_ip: endpoints.dst_ip,
    dst_ip: endpoints.src_ip,
    protocol_name: sql`upper(${top.text('app_proto')})`,
    file_name: file.text('filename'),
    mime_type: contentType(file.text('magic')),
    size: count(file.text('size')),
    md5: lower(file.text('md5')),
    sha1: lower(file.text('sha1')),
    sha256: lower(file.text('sha256')),
  },
}

function alertEvent(): Event {
  // Newer sensors give the flow's ends beside those of the packet that raised the alert, or at least its direction.
  const turned = endpointsUnless(sql`${top.text('direction')} = 'to_client'`)
  const of = (name: string, otherwise: Sql, value: (text: Sql) => Sql) => sql`if(${flow.text('src_ip')} != '', ${value(flow.text(name))}, ${otherwise})`
  return {
    table: 'alert',
    columns: {
      time,
      uid,
      src_ip: of('src_ip', turned.src_ip, address),
      src_port: of('src_port', turned.src_port, port),
      dst_ip: of('dest_ip', turned.dst_ip, address),
      dst_port: of('dest_port', turned.dst_port, port),
      signature: alert.text('signature'),
      signature_id: alert.text('signature_id'),
      category: alert.text('category'),
      severity: count(alert.text('severity')),
      denied: sql`${alert.text('action')} = 'blocked' OR ${fieldsOf(record, 'verdict').text('action')} IN ('drop', 'reject')`,
    },
  }
}

const events: readonly (readonly [type: string, event: Event])[] = [
  ['flow', flowEvent()],
  ['dns', dnsEvent()],
  ['http', httpEvent],
  ['smtp', mailEvent],
  ['tls', tlsEvent],
  ['tls', certificateEvent],
  ['fileinfo', fileEvent],
  ['alert', alertEvent()],
]

/** Event types that tables are made from. */
export const eventTypes: readonly string[] = [...new Set(events.map(([type]) => type))]

/** Tables that EVE records fill. */
export const eveTables = [...new Set(events.map(([, { table }]) => table))]

/** One load per table. A record needs a time and both ends to be whole. */
export const loads: readonly LineLoad[] = events.map(([type, { table, columns, keep }]) => ({
  table,
  columns,
  ...(keep && { keep }),
  where: sql`${top.text('event_type')} = ${type} AND ${isDate(top.text('timestamp'))} AND ${top.text('src_ip')} != '' AND ${top.text('dest_ip')} != ''`,
}))
