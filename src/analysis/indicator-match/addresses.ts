import { raw, type Sql, sql } from '../../base/sql.ts'
import type { Questions } from '../analysis.ts'
import { groupedByValue, wanted } from './columns.ts'
import { type Hit, type HitRow, hitOf } from './hit.ts'

const isAddress = (text: Sql) => sql`(isIPv4String(${text}) OR isIPv6String(${text}))`

/** Distinct servers contacted, as IPv6 (IPv4 mapped), so that every way to write an address is the same. */
const servers = sql`SELECT DISTINCT dst_ip, toIPv6(dst_ip) AS address FROM contact WHERE ${isAddress(raw('dst_ip'))}`

const listedAddresses = sql`SELECT value, toIPv6(value) AS address FROM (${wanted('ip')}) WHERE ${isAddress(raw('value'))}`

/** Ranges of a query with `value` as first address and length in IPv6 terms; what is no range is left out. */
export function rangesOf(values: Sql): Sql {
  return sql`SELECT *, IPv6CIDRToRange(toIPv6(network), length).1 AS address FROM (
      SELECT *, splitByChar('/', toString(value))[1] AS network, toUInt8OrZero(splitByChar('/', toString(value))[2]) AS bits, toUInt8(if(isIPv4String(network), 96 + least(bits, 32), bits)) AS length
      FROM (${values}) WHERE match(value, '^[0-9a-fA-F:.]+/[0-9]{1,3}$') AND ${isAddress(raw("splitByChar('/', toString(value))[1]"))})
    WHERE bits <= if(isIPv4String(network), 32, 128)`
}

/** Pairs of address and range by a hash join on the range's first address: addresses × lengths in use, never addresses × ranges. */
export function inRanges(addresses: Sql, ranges: Sql): Sql {
  return sql`SELECT asked.*, known.* EXCEPT (address, length) FROM (
      SELECT * EXCEPT (address), length, IPv6CIDRToRange(address, length).1 AS start FROM (${addresses})
      ARRAY JOIN (SELECT groupUniqArray(length) FROM (${ranges})) AS length) AS asked
    INNER JOIN (${ranges}) AS known ON asked.start = known.address AND asked.length = known.length`
}

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
