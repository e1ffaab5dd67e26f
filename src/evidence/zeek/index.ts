import type { LinePlan } from '../../base/line-plan.ts'
import type { Format, Head } from '../format.ts'
import { readHeader } from './header.ts'
import { type JsonShape, jsonPlan, streamKeys } from './json.ts'
import { streams, zeekTables } from './logs.ts'
import { tsvPlan } from './tsv.ts'

export const zeek: Format = {
  name: 'zeek',
  title: 'Zeek logs, TSV or JSON',
  origin:
    'The log folder of a Zeek sensor (conn, dns, http, ssl, x509, smtp, files, software, dhcp, open_*), rotated or not; or all logs as JSON lines in one file.',
  fills: zeekTables,
  restart: '\n#separator ',
  recognise: (head) => (readHeader(head.text) ? 1 : jsonShape(head) ? 0.95 : 0),
  plan,
}

function plan(head: Head): LinePlan {
  const header = readHeader(head.text)
  if (header) return tsvPlan({ ...header, path: streamOf(header.path, head.path) })
  return jsonPlan(jsonShape(head) ?? { joint: '.', dates: false })
}

/** The records of open_* logs look like those of their closed twins, and may call themselves the same: here the file's name says which. */
function streamOf(stream: string, path: string): string {
  return /(^|[\\/])open_[^\\/]*$/.test(path) && streams.includes(`open_${stream}`) ? `open_${stream}` : stream
}

/** Fields that only one stream has, to name the stream of a JSON log that does not say it. Dots may be underscores. */
const tells: readonly (readonly [stream: string, ...fields: string[]])[] = [
  ['conn', 'conn_state'],
  ['conn', 'orig_ip_bytes'],
  ['conn', 'orig_pkts'],
  ['conn', 'proto', 'orig_bytes'],
  ['conn', 'proto', 'duration'],
  ['dns', 'query', 'qtype'],
  ['dns', 'trans_id', 'rcode'],
  ['smtp', 'mailfrom'],
  ['smtp', 'helo'],
  ['http', 'trans_depth'],
  ['ssl', 'cipher'],
  ['ssl', 'established', 'resumed'],
  ['ssl', 'server_name', 'uid'],
  ['x509', 'certificate.subject'],
  ['x509', 'certificate_subject'],
  ['files', 'fuid', 'mime_type'],
  ['files', 'fuid', 'seen_bytes'],
  ['software', 'software_type'],
  ['dhcp', 'msg_types'],
]

/** Keys that show how the writer joins the parts of a name. */
const underscored = ['id_orig_h', 'certificate_subject', 'version_major']

/** Looks at the first lines that are JSON records; undefined when they are none of Zeek's. */
function jsonShape(head: Head): JsonShape | undefined {
  const records = firstRecords(head)
  const joint = records.some((record) => underscored.some((name) => name in record)) ? '_' : '.'
  for (const record of records) {
    if (!('ts' in record)) continue
    const dates = typeof record.ts === 'string' && Number.isNaN(Number(record.ts))
    const key = streamKeys.find((candidate) => typeof record[candidate] === 'string')
    const named = key ? String(record[key]) : ''
    if (key && streamOf(named, head.path) !== named) return { stream: streamOf(named, head.path), joint, dates }
    if (key && ('uid' in record || streams.includes(named) || 'host' in record)) return { key, joint, dates }
    const stream = tells.find(([, ...fields]) => fields.every((field) => field in record))?.[0]
    if (stream) return { stream: streamOf(stream, head.path), joint, dates }
  }
  return undefined
}

function firstRecords(head: Head): readonly Readonly<Record<string, unknown>>[] {
  return head.text
    .split('\n', 20)
    .filter((line) => line.startsWith('{'))
    .flatMap((line) => {
      try {
        const value: unknown = JSON.parse(line)
        return typeof value === 'object' && value !== null ? [value as Record<string, unknown>] : []
      } catch {
        return []
      }
    })
}
