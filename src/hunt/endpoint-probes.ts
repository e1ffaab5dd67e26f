import { baseNameSql } from '../base/questions/names.ts'
import { join, raw, type Sql, sql } from '../base/sql.ts'
import type { SightingWay } from '../model/hunt.ts'
import type { TableName } from '../model/tables.ts'
import { type Pairing, paired, type Rows, wanted } from './probe.ts'

/** Events on hosts that are about a file, the column of its path, and what each event tells. */
const files = [
  { table: 'process_event', path: 'process_path', ways: [{ way: 'ran', rows: raw('process_event') }] },
  { table: 'module_event', path: 'module_path', ways: [{ way: 'loaded', rows: raw('module_event') }] },
  {
    table: 'host_file_event',
    path: 'file_path',
    ways: [
      { way: 'written', rows: sql`(SELECT * FROM host_file_event WHERE activity != 'read')` },
      { way: 'read', rows: sql`(SELECT * FROM host_file_event WHERE activity = 'read')` },
    ],
  },
] as const satisfies readonly {
  readonly table: TableName
  readonly path: string
  readonly ways: readonly { readonly way: SightingWay; readonly rows: Sql }[]
}[]

/** The rows of all of them that a probe by hash or path asks. */
function eventRows(probe: string, seenIn: (path: string) => Sql): readonly Rows[] {
  return files.flatMap(({ table, path, ways }) =>
    ways.map(({ way, rows }): Rows => ({ probe, way, table, from: rows, seen: seenIn(path), who: host, met: raw(path) })),
  )
}

const hashes = ['md5', 'sha1', 'sha256', 'sha384', 'sha512'] as const
const onWire: readonly string[] = ['md5', 'sha1', 'sha256']
const hashLengths = { md5: 32, sha1: 40, sha256: 64, sha384: 96, sha512: 128 } as const

/** Hashes of files on the wire, of files in events on hosts, and of installed software. */
function hashPairing(hash: (typeof hashes)[number]): Pairing {
  const tables = onWire.includes(hash) ? ['file_event', ...files.map(({ table }) => table)] : []
  const columns = tables.map((table) => sql`SELECT DISTINCT lower(${raw(hash)}) AS seen FROM ${raw(table)} WHERE ${raw(hash)} != ''`)
  const installed = sql`SELECT DISTINCT arrayJoin(hashes) AS seen FROM installed`
  return {
    probe: hash,
    matches: [hash],
    pairs: sql`SELECT DISTINCT seen, id, 'exact' AS relation FROM (${join([...columns, installed], ' UNION ALL ')}) AS known
      INNER JOIN (${wanted(hash)}) AS asked ON known.seen = asked.value`,
  }
}

const paths = sql`SELECT seen, id, if(tail = '', 'exact', if(position(tail, '\\\\') > 0, 'exact', 'same name')) AS relation
  FROM (SELECT DISTINCT path AS seen, lower(${baseNameSql(raw('path'))}) AS base FROM (${join(
    files.map(({ table, path }) => sql`SELECT DISTINCT lower(${raw(path)}) AS path FROM ${raw(table)}`),
    ' UNION ALL ',
  )})) AS known
  INNER JOIN (${wanted('file name')}) AS asked ON known.base = asked.value
  WHERE base != '' AND (tail = '' OR endsWith(replaceAll(seen, '/', '\\\\'), tail))`

/** Every user's own part of the registry is `hkcu`; programs of 32 bits have a folder of their own that nobody writes. */
const registryPath = sql`replaceAll(replaceRegexpOne(lower(if(value_name = '', key, concat(key, '\\\\', value_name))),
  '^hku\\\\\\\\(s-1-5-[0-9-]+(_classes)?|\\\\.default)\\\\\\\\', 'hkcu\\\\\\\\'), '\\\\wow6432node\\\\', '\\\\')`

const keys = sql`SELECT DISTINCT seen, id, if(part = seen, 'exact', 'below') AS relation
  FROM (SELECT seen, arrayJoin(arrayMap(to -> arrayStringConcat(arraySlice(splitByChar('\\\\', seen), 1, to), '\\\\'), range(1, length(splitByChar('\\\\', seen)) + 1))) AS part
    FROM (SELECT DISTINCT ${registryPath} AS seen FROM registry_event)) AS known
  INNER JOIN (${wanted('registry')}) AS asked ON known.part = asked.value`

const mutexes = sql`SELECT DISTINCT seen, id, 'exact' AS relation FROM (SELECT DISTINCT lower(object_name) AS seen FROM kernel_event WHERE object_type = 'mutex') AS known
  INNER JOIN (${wanted('mutex')}) AS asked ON known.seen = asked.value`

/** Some sensors log names of cookies only: then a value cannot be compared. */
const cookies = sql`SELECT DISTINCT seen, id, if(value = seen OR position(value, '=') = 0, 'exact', 'same name') AS relation
  FROM (SELECT DISTINCT lower(arrayJoin(cookies)) AS seen, splitByChar('=', seen)[1] AS name FROM http_request WHERE notEmpty(cookies)) AS known
  INNER JOIN (SELECT *, splitByChar('=', value)[1] AS name FROM (${wanted('cookie')})) AS asked ON known.name = asked.name
  WHERE value = seen OR position(value, '=') = 0 OR position(seen, '=') = 0`

const addressed = sql`SELECT DISTINCT seen, id, 'exact' AS relation FROM (SELECT DISTINCT arrayJoin(arrayConcat(senders, recipients)) AS seen FROM mail) AS known
  INNER JOIN (${wanted('mail')}) AS asked ON known.seen = asked.value`

/** What endpoints, mail and HTTP headers show. */
export const endpointPairings: readonly Pairing[] = [
  ...hashes.map(hashPairing),
  { probe: 'path', matches: ['file name'], pairs: paths },
  { probe: 'registry', matches: ['registry'], pairs: keys },
  { probe: 'mutex', matches: ['mutex'], pairs: mutexes },
  { probe: 'cookie', matches: ['cookie'], pairs: cookies },
  { probe: 'mail', matches: ['mail'], pairs: addressed },
]

const host = { host: raw('host') }

function hashRows(hash: (typeof hashes)[number]): readonly Rows[] {
  const events = eventRows(hash, () => sql`lower(${raw(hash)})`)
  const installed: Rows = {
    probe: hash,
    way: 'installed',
    table: 'installation',
    from: sql`(SELECT *, arrayJoin(hashes) AS hash, ifNull(since, toDateTime64(0, 6, 'UTC')) AS time FROM installed)`,
    seen: sql`if(length(hash) = ${hashLengths[hash]}, hash, '')`,
    who: host,
    met: raw("trimBoth(concat(toString(product), ' ', toString(version)))"),
  }
  return onWire.includes(hash) ? [...events, installed] : [installed]
}

export const endpointRows: readonly Rows[] = [
  ...hashes.flatMap(hashRows),
  ...eventRows('path', (path) => sql`lower(${raw(path)})`),
  { probe: 'registry', way: 'registry', table: 'registry_event', from: raw('registry_event'), seen: registryPath, who: host, met: registryPath },
  { probe: 'mutex', way: 'mutex', table: 'kernel_event', from: raw('kernel_event'), seen: raw('lower(object_name)'), who: host, met: raw('object_name') },
  {
    probe: 'cookie',
    way: 'cookie',
    table: 'http_request',
    from: sql`(SELECT *, lower(one) AS cookie FROM http_request ARRAY JOIN cookies AS one WHERE lower(one) IN ${paired('cookie')})`,
    seen: raw('cookie'),
    who: { address: raw('src_ip') },
    met: raw("concat(if(host != '', host, dst_ip), ': ', splitByChar('=', cookie)[1])"),
  },
  {
    probe: 'mail',
    way: 'mail',
    table: 'mail',
    from: sql`(SELECT *, address FROM mail ARRAY JOIN arrayConcat(senders, recipients) AS address WHERE address IN ${paired('mail')})`,
    seen: raw('address'),
    // Who is meant are the mailboxes; the ends of the connection are servers.
    who: 'nobody',
    met: raw("concat(if(has(senders, address), 'to ', 'from '), arrayStringConcat(arraySlice(if(has(senders, address), recipients, senders), 1, 5), ', '))"),
  },
]
