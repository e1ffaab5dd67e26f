import { inRanges, isAddressSql, rangesOf } from '../../base/questions/addresses.ts'
import { raw, type Sql, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import { groupedByValue, wanted } from './columns.ts'
import { type Hit, type HitRow, hitOf } from './hit.ts'

/** Distinct servers contacted, as IPv6 (IPv4 mapped), so that every way to write an address is the same. */
const servers = sql`SELECT DISTINCT dst_ip, toIPv6(dst_ip) AS address FROM contact WHERE ${isAddressSql(raw('dst_ip'))}`

const listedAddresses = sql`SELECT value, toIPv6(value) AS address FROM (${wanted('ip')}) WHERE ${isAddressSql(raw('value'))}`

function contactsOf(pairs: Sql): Sql {
  return groupedByValue({
    rows: sql`SELECT value, contact.dst_ip AS met, host, time, denied, ifNull(bytes_out, 0) AS sent, source, line
      FROM contact INNER JOIN (${pairs}) AS known ON contact.dst_ip = known.dst_ip`,
    contacts: raw('1'),
    denied: raw('denied'),
    bytesOut: raw('sent'),
  })
}

/** Addresses and ranges of the lists that were contacted. */
export async function addressHits(lake: Questions, signal: AbortSignal): Promise<readonly Hit[]> {
  const single = sql`SELECT DISTINCT dst_ip, value FROM (${servers}) AS seen INNER JOIN (${listedAddresses}) AS listed ON seen.address = listed.address`
  const addresses = await lake.rows<HitRow>(contactsOf(single), signal)
  const inRange = sql`SELECT DISTINCT dst_ip, value FROM (${inRanges(servers, rangesOf(wanted('cidr')))})`
  const ranges = await lake.rows<HitRow>(contactsOf(inRange), signal)
  return [...addresses.map((row) => hitOf('ip', 'contact', row)), ...ranges.map((row) => hitOf('cidr', 'contact', row))]
}
