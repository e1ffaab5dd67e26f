import { raw, type Sql, sql } from '../../base/sql.ts'
import { type Fields, lower } from '../fields.ts'

/**
 * The parts of an EVE record that are read, by object ('' is the record itself). One pass over the line turns them
 * into a tuple; whatever is absent or of another type comes out empty.
 * https://docs.suricata.io/en/latest/output/eve/eve-json-format.html
 */
const parts = {
  '': ['event_type', 'timestamp', 'flow_id', 'src_ip', 'src_port', 'dest_ip', 'dest_port', 'proto', 'app_proto', 'direction'],
  flow: ['pkts_toserver', 'pkts_toclient', 'bytes_toserver', 'bytes_toclient', 'start', 'end', 'age', 'action', 'src_ip', 'src_port', 'dest_ip', 'dest_port'],
  tcp: ['tcp_flags_ts', 'tcp_flags_tc'],
  dns: ['version', 'type', 'id', 'rrname', 'rrtype', 'rcode', 'rdata'],
  http: ['hostname', 'url', 'http_user_agent', 'http_refer', 'http_method', 'status', 'length', 'cookie'],
  smtp: ['mail_from'],
  email: ['from', 'reply_to', 'subject'],
  tls: ['sni', 'version', 'subject', 'issuerdn', 'serial', 'fingerprint', 'notbefore', 'notafter', 'ja4'],
  fileinfo: ['filename', 'magic', 'size', 'md5', 'sha1', 'sha256'],
  alert: ['action', 'signature', 'signature_id', 'category', 'severity'],
  verdict: ['action'],
} as const satisfies Record<string, readonly string[]>

type Part = keyof typeof parts

/** What is no plain text in these objects. */
const nested: Partial<Record<Part, string>> = {
  http: 'request_headers Array(Tuple(name String, value String))',
  smtp: 'rcpt_to Array(String)',
  email: '`to` Array(String), cc Array(String)',
  dns: 'queries Array(Tuple(rrname String, rrtype String)), answers Array(Tuple(rdata String)), `grouped` Map(String, Array(String))',
  tls: 'subjectaltname Array(String), ja3 Tuple(hash String), ja3s Tuple(hash String)',
}

/** The line as a tuple of its parts. */
export const record: Sql = sql`JSONExtract(line, ${tupleType()})`

function tupleType(): string {
  const members = Object.entries(parts).flatMap(([part, fields]) => {
    const texts = fields.map((field) => `\`${field}\` String`)
    const more = nested[part as Part]
    return part === '' ? texts : [`\`${part}\` Tuple(${[...texts, ...(more ? [more] : [])].join(', ')})`]
  })
  return `Tuple(${members.join(', ')})`
}

/** A field of a record, by its path: `field(record, 'dns', 'answers')`. */
export function field(from: Sql, ...path: readonly string[]): Sql {
  return path.reduce((value, part) => sql`tupleElement(${value}, ${part})`, from)
}

/** Fields of one part of a record as text. */
export function fieldsOf(from: Sql, part: Part): Fields {
  const known: readonly string[] = parts[part]
  const get = (name: string) => field(from, ...(part === '' ? [name] : [part, name]))
  return { text: (name) => (known.includes(name) ? get(name) : raw("''")), plain: (name) => (known.includes(name) ? get(name) : raw("''")), list: get }
}

/** An address in its usual writing: older sensors write all groups of an IPv6 address out. */
export function address(text: Sql): Sql {
  return sql`if(position(${text}, ':') > 0, ifNull(toString(toIPv6OrNull(${text})), ${text}), ${text})`
}

/** `8F:51:12` → `8f5112` */
export function hexadecimal(text: Sql): Sql {
  return lower(sql`replaceAll(${text}, ':', '')`)
}
