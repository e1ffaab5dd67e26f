import { inRanges, isAddressSql, rangesOf } from '../base/questions/addresses.ts'
import { baseNameSql, certificateNames, parentsOf } from '../base/questions/names.ts'
import { hostAndPath, requestedUrl } from '../base/questions/urls.ts'
import { raw, type Sql, sql } from '../base/sql.ts'
import type { TableName } from '../model/tables.ts'
import { endpointPairings, endpointRows } from './endpoint-probes.ts'
import { type Pairing, paired, type Rows, wanted } from './probe.ts'

/** Certificates with more names than this are shared by strangers: one of the names says nothing of the others. */
const mostNames = 20

const names = sql`SELECT DISTINCT name AS seen, id, if(value = name, 'exact', 'below') AS relation
  FROM (SELECT name, arrayJoin(${parentsOf(raw('name'))}) AS parent FROM domain_of) AS known INNER JOIN (${wanted('name')}) AS asked ON known.parent = asked.value`

// Grouped, not UNION DISTINCT: the engine groups in parallel.
const seenAddresses = sql`SELECT dst_ip AS seen FROM connection GROUP BY seen UNION ALL SELECT toString(src_ip) AS seen FROM connection GROUP BY seen
  UNION ALL SELECT dst_ip AS seen FROM tls_session GROUP BY seen UNION ALL SELECT dst_ip AS seen FROM http_request GROUP BY seen
  UNION ALL SELECT dst_ip AS seen FROM alert GROUP BY seen UNION ALL SELECT toString(src_ip) AS seen FROM alert GROUP BY seen
  UNION ALL SELECT answer AS seen FROM dns_query ARRAY JOIN answers AS answer GROUP BY seen`
const addresses = sql`SELECT DISTINCT seen, toIPv6(seen) AS address FROM (${seenAddresses}) WHERE ${isAddressSql(raw('seen'))}`
const singles = sql`SELECT seen, id, 'exact' AS relation FROM (${addresses}) AS known
  INNER JOIN (SELECT id, toIPv6(value) AS address FROM (${wanted('address')}) WHERE ${isAddressSql(raw('value'))}) AS asked ON known.address = asked.address`
const ranges = sql`SELECT DISTINCT seen, id, 'in range' AS relation FROM (${inRanges(addresses, rangesOf(wanted('range')))})`

const listed = hostAndPath(raw('value'))
const requested = hostAndPath(requestedUrl)
const wantedUrls = sql`SELECT id, concat(${listed.host}, ${listed.path}) AS key FROM (${wanted('url')}) WHERE ${listed.host} != ''`
const urlHosts = sql`(SELECT ${listed.host} FROM (${wanted('url')}))`
const ofUrlHosts = sql`method != 'CONNECT' AND (if(host != '', host, dst_ip) IN ${urlHosts} OR position(uri, '://') > 0)`
const requestKey = sql`concat(${requested.host}, ${requested.path})`
const urls = sql`SELECT DISTINCT whole AS seen, id, if(key = whole, 'exact', 'with query') AS relation
  FROM (SELECT whole, arrayJoin([whole, cutQueryString(whole)]) AS part FROM (SELECT DISTINCT ${requestKey} AS whole FROM http_request WHERE ${ofUrlHosts})) AS known
  INNER JOIN (${wantedUrls}) AS asked ON known.part = asked.key`

/** Values that are the same text once both are in lower case. */
function plain(probe: string, seen: Sql, table: TableName): Pairing {
  return {
    probe,
    matches: [probe],
    pairs: sql`SELECT seen, id, 'exact' AS relation FROM (SELECT DISTINCT ${seen} AS seen FROM ${raw(table)} WHERE ${seen} != '') AS known
      INNER JOIN (${wanted(probe)}) AS asked ON known.seen = asked.value`,
  }
}

const lower = (column: string) => raw(`lower(toString(${column}))`)
const fileName = sql`lower(${baseNameSql(raw('file_name'))})`

const certificates = sql`SELECT DISTINCT seen, id, relation FROM (
    SELECT certificate_id AS seen, id, 'exact' AS relation FROM (SELECT DISTINCT certificate_id, upper(replaceRegexpOne(replaceAll(serial, ':', ''), '^(00)+', '')) AS serial FROM certificate) AS known
      INNER JOIN (${wanted('serial')}) AS asked ON known.serial = asked.value
    UNION ALL SELECT seen, id, 'exact' FROM (SELECT DISTINCT seen, lower(replaceAll(seen, ':', '')) AS digits FROM
        (SELECT certificate_id AS seen FROM certificate UNION DISTINCT SELECT arrayJoin(certificate_ids) FROM tls_session)) AS known
      INNER JOIN (${wanted('thumbprint')}) AS asked ON known.digits = asked.value
    UNION ALL SELECT certificate_id, id, if(value = name, 'exact', 'below') FROM (
        SELECT certificate_id, name, arrayJoin(${parentsOf(raw('name'))}) AS parent FROM (SELECT certificate_id, arrayJoin(${certificateNames}) AS name FROM certificate WHERE length(names) <= ${mostNames})) AS known
      INNER JOIN (${wanted('name')}) AS asked ON known.parent = asked.value)
  WHERE seen != ''`

export const pairings: readonly Pairing[] = [
  { probe: 'name', matches: ['name'], pairs: names },
  { probe: 'address', matches: ['address'], pairs: singles },
  { probe: 'address', matches: ['range'], pairs: ranges },
  { probe: 'url', matches: ['url'], pairs: urls },
  { probe: 'certificate', matches: ['serial', 'thumbprint', 'name'], pairs: certificates },
  plain('file name', fileName, 'file_event'),
  ...endpointPairings,
  plain('user agent', lower('user_agent'), 'http_request'),
  plain('ja3', lower('ja3'), 'tls_session'),
  plain('ja3s', lower('ja3s'), 'tls_session'),
  plain('ja4', lower('ja4'), 'tls_session'),
]

const knownSources = sql`(SELECT DISTINCT src_ip FROM contact)`
const file = (probe: string, seen: Sql): Rows => ({
  probe,
  way: 'file',
  table: 'file_event',
  from: raw('file_event'),
  seen,
  who: { address: raw('src_ip') },
  met: raw("if(file_name != '', file_name, 'a file without a name')"),
})
const client = (probe: string): Rows => ({
  probe,
  way: 'fingerprint',
  table: 'tls_session',
  from: raw('tls_session'),
  seen: lower(probe),
  who: { address: raw('src_ip') },
  met: raw("if(server_name != '', server_name, dst_ip)"),
})

export const rows: readonly Rows[] = [
  {
    probe: 'name',
    way: 'contacted',
    table: 'contact',
    from: raw('contact'),
    seen: raw('name'),
    who: { host: raw('host') },
    met: raw('name'),
    blocked: raw('denied'),
  },
  { probe: 'name', way: 'looked up', table: 'dns_query', from: raw('dns_query'), seen: raw('query'), who: { address: raw('src_ip') }, met: raw('query') },
  // Sources that the settings do not count as inside have no contacts.
  {
    probe: 'name',
    way: 'contacted',
    table: 'tls_session',
    from: sql`(SELECT * FROM tls_session WHERE src_ip NOT IN ${knownSources})`,
    seen: raw('server_name'),
    who: { address: raw('src_ip') },
    met: raw('server_name'),
  },
  {
    probe: 'name',
    way: 'contacted',
    table: 'http_request',
    from: sql`(SELECT * FROM http_request WHERE src_ip NOT IN ${knownSources})`,
    seen: raw('host'),
    who: { address: raw('src_ip') },
    met: raw('host'),
  },
  {
    probe: 'address',
    way: 'contacted',
    table: 'contact',
    from: raw('contact'),
    seen: raw('dst_ip'),
    who: { host: raw('host') },
    met: raw('dst_ip'),
    blocked: raw('denied'),
  },
  {
    probe: 'address',
    way: 'contacted',
    table: 'connection',
    from: sql`(SELECT * FROM connection WHERE src_ip NOT IN ${knownSources})`,
    seen: raw('dst_ip'),
    who: { address: raw('src_ip') },
    met: raw('dst_ip'),
    blocked: raw('denied'),
  },
  {
    probe: 'address',
    way: 'called from outside',
    table: 'connection',
    from: raw('connection'),
    seen: raw('toString(src_ip)'),
    who: { address: raw('dst_ip') },
    met: raw('toString(src_ip)'),
    blocked: raw('denied'),
  },
  {
    probe: 'address',
    way: 'answered',
    table: 'dns_query',
    from: sql`(SELECT *, answer FROM dns_query ARRAY JOIN answers AS answer WHERE answer IN ${paired('address')})`,
    seen: raw('answer'),
    who: { address: raw('src_ip') },
    met: raw('query'),
  },
  {
    probe: 'address',
    way: 'alert',
    table: 'alert',
    from: raw('alert'),
    seen: raw('dst_ip'),
    who: { address: raw('src_ip') },
    met: raw('toString(signature)'),
    blocked: raw('denied'),
  },
  {
    probe: 'address',
    way: 'alert',
    table: 'alert',
    from: raw('alert'),
    seen: raw('toString(src_ip)'),
    who: { address: raw('dst_ip') },
    met: raw('toString(signature)'),
    blocked: raw('denied'),
  },
  {
    probe: 'url',
    way: 'requested',
    table: 'http_request',
    from: sql`(SELECT *, ${requestKey} AS whole FROM http_request WHERE ${ofUrlHosts})`,
    seen: raw('whole'),
    who: { address: raw('src_ip') },
    met: raw('whole'),
  },
  {
    probe: 'certificate',
    way: 'certificate',
    table: 'tls_session',
    from: sql`(SELECT *, one FROM tls_session ARRAY JOIN certificate_ids AS one WHERE one IN ${paired('certificate')})`,
    seen: raw('one'),
    who: { address: raw('src_ip') },
    met: raw("if(server_name != '', server_name, dst_ip)"),
  },
  { probe: 'certificate', way: 'certificate', table: 'certificate', from: raw('certificate'), seen: raw('certificate_id'), who: 'nobody', met: raw('subject') },
  file('md5', lower('md5')),
  file('sha1', lower('sha1')),
  file('sha256', lower('sha256')),
  ...endpointRows,
  file('file name', fileName),
  client('ja3'),
  client('ja3s'),
  client('ja4'),
  {
    probe: 'user agent',
    way: 'fingerprint',
    table: 'http_request',
    from: raw('http_request'),
    seen: lower('user_agent'),
    who: { address: raw('src_ip') },
    met: raw("if(host != '', host, dst_ip)"),
  },
]

/** Groups of one question at most. */
export const mostGroups = 200_000

/** Paired rows by value, host and day. Times are seconds since 1970. */
export function groupsOf({ probe, from, seen, who, met, blocked = raw('0') }: Rows): Sql {
  const named = who !== 'nobody' && 'host' in who
  const host = who === 'nobody' ? sql`''` : named ? sql`toString(${who.host})` : sql`toString(${who.address})`
  return sql`SELECT ${seen} AS asked, ${host} AS who, toString(toDate(time)) AS day, count() AS rows, toUInt64(sum(${blocked})) AS blocked,
      toFloat64(min(time)) AS first, toFloat64(max(time)) AS last, arraySlice(arrayDistinct(groupArraySorted(8)(substring(${met}, 1, 300))), 1, 4) AS met,
      groupArraySorted(3)((source, line)) AS refs
    FROM ${from} WHERE ${seen} IN ${paired(probe)} GROUP BY asked, who, day ORDER BY asked, who, day LIMIT ${mostGroups}`
}
