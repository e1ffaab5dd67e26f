import { accountTables } from './account-tables.ts'
import { updateTables } from './update-tables.ts'

/**
 * The lake's schema as data. Column names follow OCSF 1.8 paths (`src_endpoint.ip` → `src_ip`); the OCSF class
 * of each table is named where there is one. Everything else (DDL, row types, docs) is made from this.
 *
 * A type that ends in `?` may be NULL, which means "unknown" and never "no" or "zero".
 */
export type ColumnType =
  | 'time' // microseconds since 1970, UTC
  | 'time?'
  | 'text'
  | 'category' // text with few distinct values
  | 'texts'
  | 'count' // non-negative integer
  | 'count?'
  | 'number'
  | 'number?'
  | 'port'
  | 'flag'
  | 'flag?'

export interface Column {
  readonly type: ColumnType
  readonly doc: string
}

export interface Table {
  readonly title: string
  /** OCSF 1.8 class uid, where the table is one. */
  readonly ocsf?: number
  /** The column that says when, for coverage; absent for tables without time. */
  readonly time?: string
  readonly order: readonly string[]
  /** Made from other tables after intake, again whenever there is new evidence. */
  readonly derived?: boolean
  readonly columns: Readonly<Record<string, Column>>
}

const time = { type: 'time', doc: 'when it began' } as const
const uid = { type: 'text', doc: "the sensor's id of the connection, to join logs" } as const
const endpoints = {
  src_ip: { type: 'category', doc: 'address that opened it' },
  src_port: { type: 'port', doc: 'port that opened it' },
  dst_ip: { type: 'text', doc: 'address it was opened to' },
  dst_port: { type: 'port', doc: 'port it was opened to' },
} as const
const open = { type: 'flag', doc: 'a snapshot of something still going on, later rows of the same uid replace it' } as const

/** Of events on hosts: where, and by which program. */
const acting = {
  host: { type: 'category', doc: 'name of the host, lower case' },
  user: { type: 'category', doc: 'account that did it, where known' },
  process_path: { type: 'text', doc: 'program that did it' },
} as const
/** Of the file an event is about. */
const fileFacts = {
  md5: { type: 'text', doc: 'lower case' },
  sha1: { type: 'text', doc: 'lower case' },
  sha256: { type: 'text', doc: 'lower case' },
  signer: { type: 'category', doc: 'who signed it, where the source tells' },
} as const

export const tables = {
  connection: {
    title: 'Network connections',
    ocsf: 4001,
    time: 'time',
    order: ['time'],
    columns: {
      time,
      uid,
      ...endpoints,
      protocol_name: { type: 'category', doc: 'tcp, udp, icmp' },
      service: { type: 'category', doc: 'protocol the sensor recognised, such as ssl or http' },
      duration: { type: 'number?', doc: 'seconds' },
      bytes_out: { type: 'count?', doc: 'payload bytes sent by the source' },
      bytes_in: { type: 'count?', doc: 'payload bytes sent by the destination' },
      ip_bytes_out: { type: 'count?', doc: 'bytes with IP headers, source' },
      ip_bytes_in: { type: 'count?', doc: 'bytes with IP headers, destination' },
      packets_out: { type: 'count?', doc: 'packets sent by the source' },
      packets_in: { type: 'count?', doc: 'packets sent by the destination' },
      conn_state: { type: 'category', doc: "Zeek's state: SF, S0, REJ …" },
      denied: { type: 'flag', doc: 'refused or dropped on the way: blocked is not clean' },
      open,
    },
  },
  dns_query: {
    title: 'DNS queries',
    ocsf: 4003,
    time: 'time',
    order: ['time'],
    columns: {
      time,
      uid,
      ...endpoints,
      query: { type: 'text', doc: 'name asked for, lower case, no closing dot' },
      query_type: { type: 'category', doc: 'A, AAAA, TXT …' },
      rcode: { type: 'category', doc: 'NOERROR, NXDOMAIN …' },
      answers: { type: 'texts', doc: 'names, addresses and texts answered' },
    },
  },
  http_request: {
    title: 'HTTP requests',
    ocsf: 4002,
    time: 'time',
    order: ['time'],
    columns: {
      time,
      uid,
      ...endpoints,
      method: { type: 'category', doc: 'GET, POST, CONNECT …' },
      host: { type: 'text', doc: 'Host header, lower case, without port; empty when there was none' },
      uri: { type: 'text', doc: 'as sent' },
      referrer: { type: 'text', doc: 'as sent' },
      user_agent: { type: 'category', doc: 'as sent' },
      status_code: { type: 'count?', doc: 'HTTP status' },
      bytes_out: { type: 'count?', doc: 'request body bytes' },
      bytes_in: { type: 'count?', doc: 'response body bytes' },
      mime_type: { type: 'category', doc: 'type of the response body as the sensor saw it' },
      cookies: { type: 'texts', doc: 'cookies sent, as names or as `name=value`, where the sensor logs them' },
      open,
    },
  },
  mail: {
    title: 'E-mail seen on the wire',
    ocsf: 4009,
    time: 'time',
    order: ['time'],
    columns: {
      time,
      uid,
      ...endpoints,
      senders: { type: 'texts', doc: 'addresses of the envelope, From and Reply-To, lower case' },
      recipients: { type: 'texts', doc: 'addresses of the envelope, To and Cc, lower case' },
      subject: { type: 'text', doc: 'as sent' },
    },
  },
  tls_session: {
    title: 'TLS sessions',
    time: 'time',
    order: ['time'],
    columns: {
      time,
      uid,
      ...endpoints,
      server_name: { type: 'text', doc: 'SNI, lower case' },
      version: { type: 'category', doc: 'TLSv12, TLSv13 …' },
      ja3: { type: 'category', doc: 'client fingerprint, MD5' },
      ja3s: { type: 'category', doc: 'server fingerprint, MD5' },
      ja4: { type: 'category', doc: 'client fingerprint, JA4' },
      subject: { type: 'text', doc: "server certificate's subject" },
      issuer: { type: 'category', doc: "server certificate's issuer" },
      validation_status: { type: 'category', doc: 'ok, or why the chain failed' },
      certificate_ids: { type: 'texts', doc: 'file ids or fingerprints of the server chain' },
      established: { type: 'flag?', doc: 'the handshake was completed' },
      open,
    },
  },
  certificate: {
    title: 'Certificates seen',
    time: 'time',
    order: ['time'],
    columns: {
      time,
      certificate_id: { type: 'text', doc: 'file id or fingerprint, joins tls_session.certificate_ids' },
      subject: { type: 'text', doc: 'distinguished name' },
      issuer: { type: 'category', doc: 'distinguished name' },
      serial: { type: 'text', doc: 'hexadecimal' },
      not_before: { type: 'time?', doc: 'valid from' },
      not_after: { type: 'time?', doc: 'valid until' },
      names: { type: 'texts', doc: 'subject alternative names' },
    },
  },
  file_event: {
    title: 'Files seen on the wire',
    time: 'time',
    order: ['time'],
    columns: {
      time,
      uid,
      src_ip: { type: 'category', doc: 'host that received the file' },
      dst_ip: { type: 'text', doc: 'host that sent the file' },
      protocol_name: { type: 'category', doc: 'HTTP, SMTP, FTP, SMB …' },
      file_name: { type: 'text', doc: 'name in the transfer' },
      mime_type: { type: 'category', doc: 'type by content' },
      size: { type: 'count?', doc: 'bytes' },
      md5: { type: 'text', doc: 'lower case' },
      sha1: { type: 'text', doc: 'lower case' },
      sha256: { type: 'text', doc: 'lower case' },
    },
  },
  alert: {
    title: "A sensor's own alerts",
    ocsf: 2004,
    time: 'time',
    order: ['time'],
    columns: {
      time,
      uid,
      ...endpoints,
      signature: { type: 'category', doc: 'what the sensor called it' },
      signature_id: { type: 'category', doc: "the rule's number" },
      category: { type: 'category', doc: "the sensor's class" },
      severity: { type: 'count?', doc: 'as the sensor gave it, 1 is the gravest' },
      denied: { type: 'flag', doc: 'the sensor blocked it' },
    },
  },
  installation: {
    title: 'Software installed',
    ocsf: 5020,
    time: 'installed_at',
    order: ['product', 'host'],
    columns: {
      host: { type: 'category', doc: 'name or address of the host' },
      product: { type: 'category', doc: 'as the source calls it' },
      vendor: { type: 'category', doc: 'as the source calls it' },
      version: { type: 'category', doc: 'as the source writes it; empty is unknown' },
      purl: { type: 'text', doc: 'package URL, where known' },
      product_code: { type: 'text', doc: 'the code its installer goes by: a Windows product code (`{…}`), a bundle id, an id of winget; lower case' },
      cpe: { type: 'text', doc: 'CPE 2.3, where the source gives one' },
      signer: { type: 'category', doc: 'who signed it, where the source tells' },
      hashes: { type: 'texts', doc: 'MD5, SHA-1, SHA-256, SHA-384 or SHA-512 of its file, lower case' },
      installed_at: { type: 'time?', doc: 'when it was installed, where known' },
      seen_at: { type: 'time?', doc: 'when this row says it was there' },
      basis: { type: 'category', doc: 'inventory (told by the host) or passive (read off traffic)' },
    },
  },
  process_event: {
    title: 'Programs started on hosts',
    ocsf: 1007,
    time: 'time',
    order: ['time'],
    columns: {
      time,
      ...acting,
      command_line: { type: 'text', doc: 'as started' },
      parent_path: { type: 'text', doc: 'program that started it' },
      ...fileFacts,
    },
  },
  module_event: {
    title: 'Libraries and drivers loaded on hosts',
    ocsf: 1005,
    time: 'time',
    order: ['time'],
    columns: { time, ...acting, module_path: { type: 'text', doc: 'what was loaded' }, ...fileFacts },
  },
  host_file_event: {
    title: 'Files written or read on hosts',
    ocsf: 1001,
    time: 'time',
    order: ['time'],
    columns: {
      time,
      ...acting,
      activity: { type: 'category', doc: 'read, where a program opened the file for it; empty: written or deleted' },
      file_path: { type: 'text', doc: 'the file' },
      ...fileFacts,
    },
  },
  registry_event: {
    title: 'Registry keys and values set on hosts',
    ocsf: 201001,
    time: 'time',
    order: ['time'],
    columns: {
      time,
      ...acting,
      activity: { type: 'category', doc: 'created, set, renamed or deleted; present where a list of keys tells no more' },
      key: { type: 'text', doc: 'key, with its hive in short (HKLM, HKU, HKCU)' },
      value_name: { type: 'text', doc: 'name of the value; empty for keys' },
    },
  },
  kernel_event: {
    title: 'Named objects (mutexes) on hosts',
    ocsf: 1003,
    time: 'time',
    order: ['time'],
    columns: {
      time,
      ...acting,
      object_type: { type: 'category', doc: 'mutex' },
      object_name: { type: 'text', doc: 'without the folder of the session' },
    },
  },
  host_address: {
    title: 'Which host had which address',
    order: ['ip'],
    columns: {
      ip: { type: 'text', doc: 'address' },
      host: { type: 'category', doc: 'name of the host, lower case' },
      role: { type: 'category', doc: 'what the host is for, where known' },
      os: { type: 'category', doc: 'operating system, where known' },
      since: { type: 'time?', doc: 'from when; NULL means always' },
      until: { type: 'time?', doc: 'until when; NULL means still' },
      basis: { type: 'category', doc: 'inventory or dhcp' },
    },
  },
  indicator: {
    title: 'Indicators of compromise',
    order: ['type', 'value'],
    columns: {
      type: { type: 'category', doc: 'domain, ip, cidr, url, md5, sha1, sha256, ja3, user_agent' },
      value: { type: 'text', doc: 'refanged, lower case but for URLs' },
      role: { type: 'text', doc: 'what it was used for, where the list says' },
      list: { type: 'category', doc: 'who says so' },
    },
  },
  warning_value: {
    title: 'Values that are no indicators on their own',
    order: ['type', 'value'],
    columns: {
      type: { type: 'category', doc: 'hostname, string, substring, regex or cidr, as in MISP warning lists' },
      value: { type: 'text', doc: 'as in the list, lower case' },
      list: { type: 'category', doc: "the list's name, which is the reason shown" },
    },
  },
  contact: {
    title: 'Contacts: connections with host, name and direction resolved (made after intake)',
    time: 'time',
    order: ['time'],
    derived: true,
    columns: {
      time,
      uid,
      host: { type: 'category', doc: 'name of the source host where known, else its address' },
      src_ip: endpoints.src_ip,
      dst_ip: endpoints.dst_ip,
      dst_port: endpoints.dst_port,
      protocol_name: { type: 'category', doc: 'tcp, udp, icmp' },
      service: { type: 'category', doc: 'protocol the sensor recognised' },
      name: { type: 'text', doc: 'full name contacted (TLS SNI, HTTP host, CONNECT target); empty when unknown' },
      domain: { type: 'category', doc: 'registered domain of the name; empty when unknown' },
      destination: { type: 'text', doc: 'the destination entity: registered domain, else name, else address' },
      direction: { type: 'category', doc: 'outward (from inside to outside) or inside (both inside)' },
      basis: { type: 'category', doc: 'connection, tls or http: where the name came from' },
      duration: { type: 'number?', doc: 'seconds' },
      bytes_out: { type: 'count?', doc: 'payload bytes sent by the host; shared out evenly where one connection carried several names' },
      bytes_in: { type: 'count?', doc: 'payload bytes received by the host' },
      ip_bytes_out: { type: 'count?', doc: 'bytes with IP headers sent by the host' },
      ip_bytes_in: { type: 'count?', doc: 'bytes with IP headers received by the host' },
      denied: { type: 'flag', doc: 'refused on the way' },
      open,
    },
  },
  domain_of: {
    title: 'Registered domain of every name seen (made after intake)',
    order: ['name'],
    derived: true,
    columns: {
      name: { type: 'text', doc: 'full name' },
      domain: { type: 'category', doc: 'registered domain by the Public Suffix List; empty when there is none' },
    },
  },
  visit: {
    title: 'Visits: contacts and DNS look-ups by host, destination and day (made after intake)',
    time: 'first',
    order: ['destination', 'host', 'day'],
    derived: true,
    columns: {
      day: { type: 'time', doc: 'start of the day, UTC' },
      host: { type: 'category', doc: 'name of the host where known, else its address' },
      destination: { type: 'text', doc: 'registered domain, else name, else address' },
      direction: { type: 'category', doc: 'outward or inside' },
      first: { type: 'time', doc: 'first of the day' },
      last: { type: 'time', doc: 'last of the day' },
      contacts: { type: 'count', doc: 'connections; 0 when the name was only looked up' },
      lookups: { type: 'count', doc: 'DNS queries for it' },
      bytes_out: { type: 'count', doc: 'payload bytes sent' },
      bytes_in: { type: 'count', doc: 'payload bytes received' },
      denied: { type: 'count', doc: 'connections refused on the way' },
    },
  },
  installed: {
    title: 'Installed: one row per host, product and version (made after intake)',
    order: ['product', 'version', 'host'],
    derived: true,
    columns: {
      host: { type: 'category', doc: 'name of the host where known, else as the inventory calls it' },
      product: { type: 'category', doc: 'as the source calls it' },
      vendor: { type: 'category', doc: 'as the source calls it' },
      version: { type: 'category', doc: 'empty is unknown' },
      purls: { type: 'texts', doc: 'package URLs of all sources' },
      product_code: { type: 'text', doc: 'as in `installation`' },
      cpe: { type: 'text', doc: 'as in `installation`' },
      signer: { type: 'category', doc: 'as in `installation`' },
      hashes: { type: 'texts', doc: 'as in `installation`, of all sources' },
      since: { type: 'time?', doc: 'installed at, else first seen; NULL is unknown' },
      until: { type: 'time?', doc: 'when another version took its place on the host' },
      exact: { type: 'flag', doc: 'since is the install date itself, not the day it was first seen' },
      basis: { type: 'category', doc: 'inventory or passive' },
    },
  },
  vetted_release: {
    title: 'Releases that were vetted in this workspace, the newest verdict of each (made before the analyses)',
    order: ['name', 'version'],
    derived: true,
    columns: {
      ecosystem: { type: 'category', doc: 'npm, deb, windows …; empty where the artifact does not tell' },
      name: { type: 'text', doc: 'as the artifact calls itself' },
      version: { type: 'text', doc: 'as the artifact writes it; empty is unknown' },
      sha256: { type: 'text', doc: 'hash of the artifact' },
      word: { type: 'category', doc: 'ALLOW, HOLD or BLOCK' },
      vetted_at: { type: 'time?', doc: 'when it was vetted' },
    },
  },
  host: {
    title: 'Inside hosts: one row each (made after intake)',
    order: ['host'],
    derived: true,
    columns: {
      host: { type: 'category', doc: 'name where known, else address' },
      role: { type: 'category', doc: 'what the host is for; empty is unknown' },
      os: { type: 'category', doc: 'operating system; empty is unknown' },
      seen: { type: 'flag', doc: 'it shows in traffic' },
      inventoried: { type: 'flag', doc: 'it told its software itself' },
      watched: { type: 'flag', doc: 'events on it are in the evidence' },
    },
  },
  ...accountTables,
  ...updateTables,
} as const satisfies Record<string, Table>

export type TableName = keyof typeof tables
export const tableNames = Object.keys(tables) as readonly TableName[]
/** Tables that sources fill; the others are made from them. */
export const evidenceTables = tableNames.filter((table) => !('derived' in tables[table]))

/** The columns every table has beside its own: where the row came from. */
export const provenance = {
  source: { type: 'count', doc: 'number of the evidence source in the state' },
  line: { type: 'count', doc: 'line (or record) in the source, decompressed, from 1' },
} as const satisfies Record<string, Column>

type Value<T extends ColumnType> = T extends `${infer Base}?`
  ? Base extends ColumnType
    ? Value<Base> | null
    : never
  : T extends 'time' | 'count' | 'number' | 'port'
    ? number
    : T extends 'texts'
      ? readonly string[]
      : T extends 'flag'
        ? boolean
        : string

/** One row of a table as a reader yields it: absent columns are empty or unknown. Times are microseconds. */
export type Row<T extends TableName> = {
  -readonly [C in keyof (typeof tables)[T]['columns']]?: (typeof tables)[T]['columns'][C] extends { type: infer X extends ColumnType } ? Value<X> : never
} & { line: number }

/** Rows of one table. */
export type Batch = { [T in TableName]: { table: T; rows: readonly Row<T>[] } }[TableName]
