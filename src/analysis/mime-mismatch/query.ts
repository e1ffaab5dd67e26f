import { type Sql, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import { withContact } from '../statistics/contact-of.ts'
import { oddPairs } from './families.ts'

/** Transfers of one media type under one ending, between one host and one server. Times are seconds since 1970. */
export interface Transfer {
  readonly host: string
  readonly server: string
  readonly direction: string
  readonly mediaType: string
  readonly ending: string
  readonly transfers: number
  readonly names: readonly string[]
  readonly hashes: readonly string[]
  readonly first: number
  readonly last: number
  readonly table: string
  readonly rows: readonly (readonly [source: number, line: number])[]
}

const pathOf = sql`replaceRegexpOne(uri, '[?#].*$', '')`
const mediaType = sql`lower(replaceRegexpOne(toString(mime_type), ';.*$', ''))`

function endingOf(name: Sql): Sql {
  return sql`lower(extract(${name}, '\\.([A-Za-z0-9]{2,5})$'))`
}

function isOdd(name: Sql): Sql {
  return sql`concat(${mediaType}, ' ', ${endingOf(name)}) IN ${oddPairs}`
}

const requests = sql`SELECT uid, time, src_ip, dst_ip, if(host != '', host, dst_ip) AS server, ${mediaType} AS media_type, ${endingOf(pathOf)} AS ending,
    ${pathOf} AS name, '' AS digest, 'http_request' AS from_table, source, line
  FROM http_request WHERE mime_type != '' AND ${isOdd(pathOf)}`

/** Files of requests that are found already are not counted again. */
const files = sql`SELECT uid, time, src_ip, dst_ip, dst_ip AS server, ${mediaType} AS media_type, ${endingOf(sql`file_name`)} AS ending,
    file_name AS name, multiIf(sha256 != '', sha256, sha1 != '', sha1, md5) AS digest, 'file_event' AS from_table, source, line
  FROM file_event WHERE mime_type != '' AND ${isOdd(sql`file_name`)}
    AND uid NOT IN (SELECT uid FROM (${requests}) WHERE uid != '')`

/** The most groups taken from the lake. */
const most = 2000

export function transfers(lake: Questions, signal: AbortSignal): Promise<readonly Transfer[]> {
  return lake.rows<Transfer>(
    sql`SELECT host, server, max(direction) AS direction, media_type AS mediaType, ending, count() AS transfers,
        arraySlice(arrayDistinct(groupArraySorted(64)(substring(name, 1, 200))), 1, 4) AS names,
        arrayFilter(digest -> digest != '', arrayDistinct(groupArraySorted(64)(digest))) AS hashes,
        toFloat64(min(time)) AS first, toFloat64(max(time)) AS last, min(from_table) AS table, groupArraySorted(3)((source, line)) AS rows
      FROM (${withContact(sql`${requests} UNION ALL ${files}`)})
      GROUP BY host, server, mediaType, ending ORDER BY transfers DESC, host, server, mediaType, ending LIMIT ${most}`,
    signal,
  )
}
