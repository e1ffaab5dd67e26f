/** Columns of one Zeek log, in Zeek's order, with Zeek's types. */
export interface LogShape {
  readonly path: string
  readonly columns: readonly (readonly [name: string, type: string])[]
}

const endpoints = [
  ['ts', 'time'],
  ['uid', 'string'],
  ['id.orig_h', 'addr'],
  ['id.orig_p', 'port'],
  ['id.resp_h', 'addr'],
  ['id.resp_p', 'port'],
] as const

/** As Zeek 6 writes them with its default scripts, plus validate-certs, all file hashes and the JA3 package. */
export const shapes = {
  conn: shape('conn', [
    ...endpoints,
    ...columns('proto enum, service string, duration interval, orig_bytes count, resp_bytes count, conn_state string, local_orig bool, local_resp bool'),
    ...columns('missed_bytes count, history string, orig_pkts count, orig_ip_bytes count, resp_pkts count, resp_ip_bytes count, tunnel_parents set[string]'),
  ]),
  dns: shape('dns', [
    ...endpoints,
    ...columns('proto enum, trans_id count, rtt interval, query string, qclass count, qclass_name string, qtype count, qtype_name string, rcode count'),
    ...columns('rcode_name string, AA bool, TC bool, RD bool, RA bool, Z count, answers vector[string], TTLs vector[interval], rejected bool'),
  ]),
  http: shape('http', [
    ...endpoints,
    ...columns('trans_depth count, method string, host string, uri string, referrer string, version string, user_agent string, origin string'),
    ...columns('request_body_len count, response_body_len count, status_code count, status_msg string, info_code count, info_msg string, tags set[enum]'),
    ...columns('username string, password string, proxied set[string], orig_fuids vector[string], orig_filenames vector[string]'),
    ...columns('orig_mime_types vector[string], resp_fuids vector[string], resp_filenames vector[string], resp_mime_types vector[string]'),
  ]),
  ssl: shape('ssl', [
    ...endpoints,
    ...columns('version string, cipher string, curve string, server_name string, resumed bool, last_alert string, next_protocol string, established bool'),
    ...columns('ssl_history string, cert_chain_fps vector[string], client_cert_chain_fps vector[string], sni_matches_cert bool'),
    ...columns('validation_status string, ja3 string, ja3s string'),
  ]),
  files: shape('files', [
    ...columns('ts time, fuid string, uid string, id.orig_h addr, id.orig_p port, id.resp_h addr, id.resp_p port, source string, depth count'),
    ...columns('analyzers set[string], mime_type string, filename string, duration interval, local_orig bool, is_orig bool, seen_bytes count'),
    ...columns('total_bytes count, missing_bytes count, overflow_bytes count, timedout bool, parent_fuid string, md5 string, sha1 string'),
    ...columns('sha256 string, extracted string, extracted_cutoff bool, extracted_size count'),
  ]),
  software: shape('software', [
    ...columns('ts time, host addr, host_p port, software_type enum, name string, version.major count, version.minor count'),
    ...columns('version.minor2 count, version.minor3 count, version.addl string, unparsed_version string'),
  ]),
  dhcp: shape('dhcp', [
    ...columns('ts time, uids set[string], client_addr addr, server_addr addr, mac string, host_name string, client_fqdn string, domain string'),
    ...columns('requested_addr addr, assigned_addr addr, lease_time interval, client_message string, server_message string'),
    ...columns('msg_types vector[string], duration interval'),
  ]),
} as const

export type LogName = keyof typeof shapes
export const logNames = Object.keys(shapes) as readonly LogName[]

function shape(path: string, list: LogShape['columns']): LogShape {
  return { path, columns: list }
}

/** `name type, name type` → pairs. */
function columns(text: string): LogShape['columns'] {
  return text.split(', ').map((pair) => {
    const [name = '', type = ''] = pair.split(' ')
    return [name, type] as const
  })
}

/** A value that is not there. */
export const unset = '-'
/** A set or vector without elements. */
export const empty = '(empty)'

/** A whole log: header, lines, foot. `opened` and `closed` are seconds since 1970. */
export function logText(log: LogShape, lines: readonly string[], opened: number, closed: number): string {
  const head = [
    '#separator \\x09',
    '#set_separator\t,',
    `#empty_field\t${empty}`,
    `#unset_field\t${unset}`,
    `#path\t${log.path}`,
    `#open\t${stamp(opened)}`,
    `#fields\t${log.columns.map(([name]) => name).join('\t')}`,
    `#types\t${log.columns.map(([, type]) => type).join('\t')}`,
  ]
  return `${[...head, ...lines, `#close\t${stamp(closed)}`].join('\n')}\n`
}

/** Zeek's time: seconds with six decimals. */
export function seconds(time: number): string {
  return time.toFixed(6)
}

function stamp(time: number): string {
  return new Date(time * 1000).toISOString().slice(0, 19).replace(/[T:]/g, '-')
}

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** A connection's or file's id: a letter, then 96 bits or so in base 62, as Zeek makes them. */
export function identifier(letter: 'C' | 'F', word: () => number): string {
  let text: string = letter
  for (let part = 0; part < 4; part++) {
    for (let rest = word(), count = 0; count < 4; count++, rest = Math.floor(rest / 62)) text += digits[rest % 62]
  }
  return text
}
