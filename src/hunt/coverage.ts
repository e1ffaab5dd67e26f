import type { AdvisoryIndicatorType } from '../advisories/advisory.ts'
import { join, name, raw, sql } from '../base/sql.ts'
import { isoFromSeconds } from '../base/time.ts'
import type { Lake } from '../lake/lake.ts'
import type { HuntedEvidence } from '../model/hunt.ts'
import { type TableName, tables } from '../model/tables.ts'

/** When traffic was logged at all, in seconds since 1970; absent when there is none. */
export interface TrafficSpan {
  readonly first?: number
  readonly last?: number
}

/** What the evidence can show, before anything is looked for. */
export interface Ground {
  readonly evidence: readonly HuntedEvidence[]
  readonly traffic: TrafficSpan
  /** Columns that have a value in some row, as `table.column`. */
  readonly filled: ReadonlySet<string>
  /** Rows by table. */
  readonly rows: ReadonlyMap<string, number>
}

const asked = [
  'connection',
  'dns_query',
  'http_request',
  'tls_session',
  'certificate',
  'file_event',
  'alert',
  'mail',
  'process_event',
  'module_event',
  'host_file_event',
  'registry_event',
  'kernel_event',
  'installation',
  'sign_in',
] as const satisfies readonly TableName[]
const traffic: readonly string[] = ['connection', 'dns_query', 'http_request', 'tls_session']

/** Columns that sensors fill or not, by how they are set up. */
const optional = {
  tls_session: ['server_name', 'ja3', 'ja3s', 'ja4'],
  http_request: ['user_agent'],
  file_event: ['md5', 'sha1', 'sha256', 'file_name'],
  certificate: ['serial'],
  process_event: ['md5', 'sha1', 'sha256'],
  module_event: ['md5', 'sha1', 'sha256'],
  host_file_event: ['md5', 'sha1', 'sha256'],
} as const satisfies Partial<Record<TableName, readonly string[]>>

/** The same for lists. */
const listed: Partial<Record<TableName, readonly string[]>> = { http_request: ['cookies'], installation: ['hashes'] }

/** Fingerprints of certificates, where the sensor gives them in place of its own ids. */
const fingerprint = raw("match(replaceAll(certificate_id, ':', ''), '^([0-9a-fA-F]{40}|[0-9a-fA-F]{64})$')")

export async function groundOf(lake: Lake, signal: AbortSignal): Promise<Ground> {
  const looks = await Array.fromAsync(asked, (table) => lookAt(lake, table, signal))
  const evidence = looks.map((look) => look.evidence)
  const filled = new Set(looks.flatMap((look) => look.filled))
  if (!filled.has('certificate.thumbprint') && (await hasFingerprints(lake, signal))) filled.add('certificate.thumbprint')
  const spans = looks.flatMap(({ evidence: { table }, span }) => (span && traffic.includes(table) ? [span] : []))
  const span = { first: Math.min(...spans.map(({ first }) => first)), last: Math.max(...spans.map(({ last }) => last)) }
  return { evidence, filled, rows: new Map(evidence.map(({ table, rows }) => [table, rows])), traffic: spans.length === 0 ? {} : span }
}

interface Look {
  readonly evidence: HuntedEvidence
  readonly filled: readonly string[]
  readonly span?: { readonly first: number; readonly last: number }
}

async function lookAt(lake: Lake, table: (typeof asked)[number], signal: AbortSignal): Promise<Look> {
  const timed = tables[table].time === 'time'
  const columns: readonly string[] = table in optional ? optional[table as keyof typeof optional] : []
  const values = columns.map((column) => sql`countIf(${name(column)} != '') AS ${name(`has_${column}`)}`)
  const lists = (listed[table] ?? []).map((column) => sql`countIf(notEmpty(${name(column)})) AS ${name(`has_${column}`)}`)
  const prints = table === 'certificate' ? [sql`countIf(${fingerprint}) AS has_thumbprint`] : []
  const times = timed ? sql`toFloat64(min(time)) AS first, toFloat64(max(time)) AS last` : sql`NULL AS first, NULL AS last`
  const [found = {}] = await lake.rows<Record<string, number | null>>(
    sql`SELECT count() AS rows, ${join([times, ...values, ...lists, ...prints])} FROM ${name(table)}`,
    signal,
  )
  const { rows, first, last, ...counts } = found
  const filled = Object.entries(counts).flatMap(([key, count]) => ((count ?? 0) > 0 ? [`${table}.${key.slice(4)}`] : []))
  const whole = { table, title: tables[table].title, rows: rows ?? 0 }
  if (!timed || whole.rows === 0 || typeof first !== 'number' || typeof last !== 'number') return { evidence: whole, filled }
  return { evidence: { ...whole, first: isoFromSeconds(first), last: isoFromSeconds(last) }, filled, span: { first, last } }
}

/** Suricata names certificates by their fingerprints where Zeek gives file ids. */
async function hasFingerprints(lake: Lake, signal: AbortSignal): Promise<boolean> {
  const [found] = await lake.rows<{ n: number }>(
    sql`SELECT count() AS n FROM (SELECT arrayJoin(certificate_ids) AS certificate_id FROM tls_session) WHERE ${fingerprint}`,
    signal,
  )
  return (found?.n ?? 0) > 0
}

interface Requirement {
  /** Any of these tables, or of these columns (`table.column`), lets it be tested. */
  readonly any: readonly string[]
  readonly needs: string
}

const sensor = 'logs of a network sensor (Zeek, Suricata)'
const names: Requirement = { any: ['dns_query', 'tls_session.server_name', 'http_request', 'certificate'], needs: `DNS, TLS or HTTP in ${sensor}` }
const addresses: Requirement = { any: ['connection', 'dns_query', 'tls_session', 'http_request', 'alert'], needs: `connections or DNS answers in ${sensor}` }
const sysmon = 'Sysmon or osquery'
const bytes: Requirement = { any: [], needs: 'the files themselves, which logs do not hold' }
const longHash: Requirement = { any: ['installation.hashes'], needs: 'an inventory with hashes (CycloneDX, SPDX), or the files themselves' }
const paths: Requirement = {
  any: ['file_event.file_name', 'process_event', 'module_event', 'host_file_event'],
  needs: `files seen on the wire with their names, or events of the hosts (${sysmon})`,
}
const fileHash = (column: string): Requirement => ({
  any: [...['file_event', 'process_event', 'module_event', 'host_file_event'].map((table) => `${table}.${column}`), 'installation.hashes', 'vetted'],
  needs: `files seen on the wire with their ${column.toUpperCase()} (Zeek files.log, Suricata fileinfo), or events of the hosts (${sysmon})`,
})
const tls = (column: string): Requirement => ({ any: [`tls_session.${column}`], needs: `TLS sessions with ${column.toUpperCase()} fingerprints` })

const requirements: Readonly<Record<AdvisoryIndicatorType, Requirement>> = {
  domain: names,
  host: names,
  ipv4: addresses,
  ipv6: addresses,
  cidr: addresses,
  url: { any: ['http_request'], needs: `HTTP requests with their paths, which TLS hides unless a proxy opens it` },
  email: { any: ['mail'], needs: 'mail in logs of a network sensor (Zeek smtp.log, Suricata smtp), which encryption between servers hides' },
  md5: fileHash('md5'),
  sha1: fileHash('sha1'),
  sha256: fileHash('sha256'),
  sha224: bytes,
  sha384: longHash,
  sha512: longHash,
  ssdeep: bytes,
  imphash: bytes,
  tlsh: bytes,
  'file-name': paths,
  'file-path': paths,
  'registry-key': { any: ['registry_event'], needs: `registry events of the hosts (${sysmon})` },
  'user-agent': { any: ['http_request.user_agent'], needs: 'HTTP requests with their user agents' },
  cookie: {
    any: ['http_request.cookies'],
    needs: 'HTTP requests with their cookies (Zeek var-extraction-cookies, Suricata custom: [cookie]), which TLS hides unless a proxy opens it',
  },
  'certificate-serial': { any: ['certificate.serial'], needs: 'certificates with their serial numbers (Zeek x509.log)' },
  'certificate-thumbprint': { any: ['certificate.thumbprint'], needs: 'certificates with their fingerprints' },
  mutex: { any: ['kernel_event'], needs: 'mutexes of the hosts (osquery winbaseobj)' },
  ja3: tls('ja3'),
  ja3s: tls('ja3s'),
  ja4: tls('ja4'),
}

/** The evidence that is missing to test indicators of a type; undefined where they can be tested. */
export function missingFor(type: AdvisoryIndicatorType, { filled, rows }: Ground, vetted: boolean): string | undefined {
  const { any, needs } = requirements[type]
  const met = any.some((one) => (one === 'vetted' ? vetted && type === 'sha256' : one.includes('.') ? filled.has(one) : (rows.get(one) ?? 0) > 0))
  return met ? undefined : needs
}
