import { raw } from '../../base/sql.ts'
import { address, count, hashColumns, hashesOf, known, type Objects, type PatternSource, type Row, text } from './source.ts'

function domain(objects: Objects, value: string, resolves: readonly string[] = []): string | undefined {
  if (value === '') return undefined
  objects.set(`name ${value}`, { type: 'domain-name', value, ...(resolves.length > 0 && { resolves_to_refs: resolves }) })
  return `name ${value}`
}

/** The connection of a row, with its ends. Zeek's and Suricata's names of protocols are STIX's, but for `ssl`. */
function traffic(objects: Objects, row: Row, protocols: readonly string[], more: Readonly<Record<string, unknown>> = {}): void {
  const [src, dst] = [address(objects, text(row, 'src_ip')), address(objects, text(row, 'dst_ip'))]
  const properties = {
    src_ref: src,
    dst_ref: dst,
    src_port: count(row, 'src_port'),
    dst_port: count(row, 'dst_port'),
    src_byte_count: count(row, 'bytes_out'),
    dst_byte_count: count(row, 'bytes_in'),
    start: new Date(row.at / 1000).toISOString(),
    ...more,
  }
  objects.set('traffic', { type: 'network-traffic', protocols: protocols.filter((name) => name !== ''), ...known(properties) })
}

/** Texts of a list, the first 64: an answer may be endless. */
const list = (row: Row, column: string) => (Array.isArray(row[column]) ? row[column].filter((one): one is string => typeof one === 'string').slice(0, 64) : [])

const ends = { 'network-traffic:src_ref.value': ['src_ip'], 'network-traffic:dst_ref.value': ['dst_ip'], 'network-traffic:dst_port': ['dst_port'] }
const addresses = { 'ipv4-addr:value': ['src_ip', 'dst_ip'], 'ipv6-addr:value': ['src_ip', 'dst_ip'] }
const looseTraffic = ['network-traffic:protocols', 'network-traffic:src_ref', 'network-traffic:dst_ref', 'network-traffic:start', 'network-traffic:extensions']

const contact: PatternSource = {
  table: 'contact',
  whoIsAddress: false,
  select: raw(
    'toString(host) AS who, toString(src_ip) AS src_ip, dst_ip, dst_port, toString(protocol_name) AS protocol, toString(service) AS service, name, bytes_out, bytes_in',
  ),
  timed: true,
  types: ['network-traffic', 'ipv4-addr', 'ipv6-addr', 'domain-name'],
  columns: {
    ...ends,
    ...addresses,
    'domain-name:value': ['name'],
    'network-traffic:src_byte_count': ['bytes_out'],
    'network-traffic:dst_byte_count': ['bytes_in'],
  },
  loose: [...looseTraffic, 'domain-name:resolves_to_refs'],
  objects: (row) => {
    const objects: Objects = new Map()
    const service = text(row, 'service')
    traffic(objects, row, [
      text(row, 'src_ip').includes(':') ? 'ipv6' : 'ipv4',
      text(row, 'protocol'),
      ...service.split(','),
      ...(service.includes('ssl') ? ['tls'] : []),
    ])
    const to = address(objects, text(row, 'dst_ip'))
    domain(objects, text(row, 'name'), to === undefined ? [] : [to])
    return objects
  },
}

const dns: PatternSource = {
  table: 'dns_query',
  whoIsAddress: true,
  select: raw('toString(src_ip) AS who, toString(src_ip) AS src_ip, dst_ip, dst_port, src_port, query, answers'),
  timed: true,
  types: ['network-traffic', 'ipv4-addr', 'ipv6-addr', 'domain-name'],
  columns: { ...ends, 'domain-name:value': ['query'] },
  loose: [...looseTraffic, 'domain-name:resolves_to_refs', 'ipv4-addr:value', 'ipv6-addr:value'],
  objects: (row) => {
    const objects: Objects = new Map()
    traffic(objects, row, ['dns'])
    const refs = list(row, 'answers').flatMap((one) => (/^[\d.]+$|:/.test(one) ? address(objects, one) : domain(objects, one)) ?? [])
    domain(objects, text(row, 'query'), refs)
    return objects
  },
}

const http: PatternSource = {
  table: 'http_request',
  whoIsAddress: true,
  select: raw(
    'toString(src_ip) AS who, toString(src_ip) AS src_ip, dst_ip, dst_port, src_port, toString(method) AS method, host, uri, referrer, toString(user_agent) AS user_agent, bytes_out, bytes_in',
  ),
  timed: true,
  types: ['network-traffic', 'ipv4-addr', 'ipv6-addr', 'domain-name', 'url'],
  columns: {
    ...ends,
    ...addresses,
    'domain-name:value': ['host'],
    'network-traffic:extensions.http-request-ext.request_method': ['lower(method)', 'method'],
    'network-traffic:extensions.http-request-ext.request_header.User-Agent': ['user_agent'],
    'network-traffic:extensions.http-request-ext.request_header.Host': ['host'],
    'network-traffic:extensions.http-request-ext.request_header.Referer': ['referrer'],
    'network-traffic:extensions.http-request-ext.request_value': ['uri'],
  },
  loose: [...looseTraffic, 'url:value'],
  objects: (row) => {
    const objects: Objects = new Map()
    const header = known({ Host: text(row, 'host'), 'User-Agent': text(row, 'user_agent'), Referer: text(row, 'referrer') })
    const request = { request_method: text(row, 'method').toLowerCase(), request_value: text(row, 'uri'), request_header: header }
    traffic(objects, row, ['tcp', 'http'], { extensions: { 'http-request-ext': request } })
    domain(objects, text(row, 'host'))
    const [uri, host] = [text(row, 'uri'), text(row, 'host') || text(row, 'dst_ip')]
    objects.set('url', { type: 'url', value: /^[a-z][a-z0-9+.-]*:\/\//i.test(uri) ? uri : `http://${host}${uri}` })
    return objects
  },
}

const tls: PatternSource = {
  table: 'tls_session',
  whoIsAddress: true,
  select: raw('toString(src_ip) AS who, toString(src_ip) AS src_ip, dst_ip, dst_port, src_port, server_name'),
  timed: true,
  types: ['network-traffic', 'ipv4-addr', 'ipv6-addr', 'domain-name'],
  columns: { ...ends, ...addresses, 'domain-name:value': ['server_name'] },
  loose: looseTraffic,
  objects: (row) => {
    const objects: Objects = new Map()
    traffic(objects, row, ['tcp', 'tls', 'ssl'])
    domain(objects, text(row, 'server_name'))
    return objects
  },
}

const certificate: PatternSource = {
  table: 'certificate',
  whoIsAddress: false,
  select: raw("'' AS who, subject, toString(issuer) AS issuer, serial, certificate_id"),
  timed: true,
  types: ['x509-certificate'],
  columns: { 'x509-certificate:subject': ['subject'], 'x509-certificate:issuer': ['issuer'] },
  loose: ['x509-certificate:serial_number', 'x509-certificate:hashes'],
  objects: (row) => {
    const id = text(row, 'certificate_id').replaceAll(':', '').toLowerCase()
    const hash = { 40: 'SHA-1', 64: 'SHA-256' }[id.length]
    const serial = text(row, 'serial').toLowerCase()
    return new Map([
      [
        'certificate',
        {
          type: 'x509-certificate',
          subject: text(row, 'subject'),
          issuer: text(row, 'issuer'),
          serial_number: serial,
          ...(hash !== undefined && { hashes: { [hash]: id } }),
        },
      ],
    ])
  },
}

const file: PatternSource = {
  table: 'file_event',
  whoIsAddress: true,
  select: raw('toString(src_ip) AS who, toString(src_ip) AS src_ip, dst_ip, file_name, toString(mime_type) AS mime_type, size, md5, sha1, sha256'),
  timed: true,
  types: ['file', 'ipv4-addr', 'ipv6-addr'],
  columns: {
    ...addresses,
    'file:name': ['file_name'],
    'file:size': ['size'],
    'file:mime_type': ['mime_type'],
    ...hashColumns('file:hashes'),
  },
  loose: [],
  objects: (row) => {
    const objects: Objects = new Map()
    address(objects, text(row, 'src_ip'))
    address(objects, text(row, 'dst_ip'))
    objects.set('file', {
      type: 'file',
      ...known({ name: text(row, 'file_name'), mime_type: text(row, 'mime_type'), size: count(row, 'size') }),
      hashes: hashesOf(row),
    })
    return objects
  },
}

const mail: PatternSource = {
  table: 'mail',
  whoIsAddress: false,
  // The ends of the connection are servers: whose mail it is, no host tells.
  select: raw("'' AS who, senders, recipients, subject"),
  timed: true,
  types: ['email-message', 'email-addr'],
  columns: { 'email-message:subject': ['subject'] },
  loose: ['email-addr:value', 'email-message:from_ref', 'email-message:sender_ref', 'email-message:to_refs', 'email-message:cc_refs'],
  objects: (row) => {
    const objects: Objects = new Map()
    const named = (values: readonly string[]) =>
      values.map((value) => {
        objects.set(value, { type: 'email-addr', value })
        return value
      })
    const to = named(list(row, 'recipients'))
    // Which of the senders is From and which the envelope's, the lake does not keep: each may be either; so may recipients.
    for (const from of named(list(row, 'senders'))) {
      objects.set(`message ${from}`, { type: 'email-message', subject: text(row, 'subject'), from_ref: from, sender_ref: from, to_refs: to, cc_refs: to })
    }
    return objects
  },
}

/** What sensors on the network tell. */
export const networkSources: readonly PatternSource[] = [contact, dns, http, tls, certificate, file, mail]
