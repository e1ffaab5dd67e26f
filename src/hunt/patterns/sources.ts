import { raw, type Sql } from '../../base/sql.ts'
import type { TableName } from '../../model/tables.ts'
import type { Observable } from '../../patterns/observation.ts'

/** One row of the lake; times are microseconds UTC. */
export interface Row {
  readonly at: number
  /** A host's name, or an address to be resolved. */
  readonly who: string
  readonly source: number
  readonly line: number
  readonly [column: string]: unknown
}

/** A table as a source of STIX observations: which objects its rows make, and which columns their properties stand in. */
export interface PatternSource {
  readonly table: TableName
  readonly whoIsAddress: boolean
  /** Columns selected, with `who`. */
  readonly select: Sql
  readonly timed: boolean
  /** Types of the objects. */
  readonly types: readonly string[]
  /** `type:path` → columns any of which may hold it. */
  readonly columns: Readonly<Record<string, readonly string[]>>
  /** `type:first key` of properties that no single column holds: they are only judged on the objects themselves. */
  readonly loose: readonly string[]
  readonly objects: (row: Row) => ReadonlyMap<string, Observable>
}

const text = (row: Row, column: string) => (typeof row[column] === 'string' ? row[column] : '')
const count = (row: Row, column: string) => (typeof row[column] === 'number' ? row[column] : undefined)

type Objects = Map<string, Observable>

function address(objects: Objects, value: string): string | undefined {
  if (value === '') return undefined
  const id = `address ${value}`
  objects.set(id, { type: value.includes(':') ? 'ipv6-addr' : 'ipv4-addr', value })
  return id
}

function domain(objects: Objects, value: string, resolves: readonly string[] = []): string | undefined {
  if (value === '') return undefined
  objects.set(`name ${value}`, { type: 'domain-name', value, ...(resolves.length > 0 && { resolves_to_refs: resolves }) })
  return `name ${value}`
}

/** The connection of a row, with its ends. Zeek's and Suricata's names of protocols are STIX's, but for `ssl`. */
function traffic(objects: Objects, row: Row, protocols: readonly string[], more: Readonly<Record<string, unknown>> = {}): void {
  const [src, dst] = [address(objects, text(row, 'src_ip')), address(objects, text(row, 'dst_ip'))]
  const known = Object.fromEntries(
    Object.entries({
      src_ref: src,
      dst_ref: dst,
      src_port: count(row, 'src_port'),
      dst_port: count(row, 'dst_port'),
      src_byte_count: count(row, 'bytes_out'),
      dst_byte_count: count(row, 'bytes_in'),
      start: new Date(row.at / 1000).toISOString(),
      ...more,
    }).filter(([, value]) => value !== undefined),
  )
  objects.set('traffic', { type: 'network-traffic', protocols: protocols.filter((name) => name !== ''), ...known })
}

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
    const answers = Array.isArray(row.answers) ? row.answers.filter((one): one is string => typeof one === 'string') : []
    const refs = answers.slice(0, 64).flatMap((one) => (/^[\d.]+$|:/.test(one) ? address(objects, one) : domain(objects, one)) ?? [])
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
    const header = Object.entries({ Host: text(row, 'host'), 'User-Agent': text(row, 'user_agent'), Referer: text(row, 'referrer') }).filter(
      ([, value]) => value !== '',
    )
    const request = { request_method: text(row, 'method').toLowerCase(), request_value: text(row, 'uri'), request_header: Object.fromEntries(header) }
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
    'file:hashes.MD5': ['md5'],
    'file:hashes.SHA-1': ['sha1'],
    'file:hashes.SHA-256': ['sha256'],
  },
  loose: [],
  objects: (row) => {
    const objects: Objects = new Map()
    address(objects, text(row, 'src_ip'))
    address(objects, text(row, 'dst_ip'))
    const hashes = Object.entries({ MD5: text(row, 'md5'), 'SHA-1': text(row, 'sha1'), 'SHA-256': text(row, 'sha256') }).filter(([, value]) => value !== '')
    const known = Object.entries({ name: text(row, 'file_name'), mime_type: text(row, 'mime_type'), size: count(row, 'size') }).filter(
      ([, value]) => value !== '' && value !== undefined,
    )
    objects.set('file', { type: 'file', ...Object.fromEntries(known), hashes: Object.fromEntries(hashes) })
    return objects
  },
}

const software: PatternSource = {
  table: 'installed',
  whoIsAddress: false,
  select: raw('toString(host) AS who, toString(product) AS product, toString(vendor) AS vendor, toString(version) AS version'),
  timed: false,
  types: ['software'],
  columns: { 'software:name': ['product'], 'software:vendor': ['vendor'], 'software:version': ['version'] },
  loose: [],
  objects: (row) => {
    const known = Object.entries({ name: text(row, 'product'), vendor: text(row, 'vendor'), version: text(row, 'version') }).filter(([, value]) => value !== '')
    return new Map([['software', { type: 'software', ...Object.fromEntries(known) }]])
  },
}

export const patternSources: readonly PatternSource[] = [contact, dns, http, tls, certificate, file, software]

const needs: Readonly<Record<string, string>> = {
  process: 'process events of the hosts, which Gatehouse does not read yet',
  'windows-registry-key': 'registry events of the hosts, which Gatehouse does not read yet',
  'user-account': 'account events of the hosts, which Gatehouse does not read yet',
  mutex: 'process events of the hosts, which Gatehouse does not read yet',
  directory: 'file events of the hosts, which Gatehouse does not read yet',
  'email-message': 'logs of the mail server, which Gatehouse does not read yet',
  'email-addr': 'logs of the mail server, which Gatehouse does not read yet',
  file: 'files seen on the wire with the properties that it names (Zeek files.log, Suricata fileinfo)',
  software: 'an inventory of software',
  'x509-certificate': 'certificates (Zeek x509.log)',
  url: 'HTTP requests with their paths',
}

/** The evidence that objects of a type come from. */
export function neededFor(type: string): string {
  return (
    needs[type] ??
    (patternSources.some(({ types }) => types.includes(type))
      ? 'logs of a network sensor (Zeek, Suricata)'
      : `evidence with objects of type ${type.slice(0, 60)}`)
  )
}
