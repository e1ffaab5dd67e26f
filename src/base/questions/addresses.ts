import { raw, type Sql, sql } from '../sql.ts'

export function isAddressSql(text: Sql): Sql {
  return sql`(isIPv4String(${text}) OR isIPv6String(${text}))`
}

/** Ranges of a query with `value` as first address and length in IPv6 terms; what is no range is left out. */
export function rangesOf(values: Sql): Sql {
  return sql`SELECT *, IPv6CIDRToRange(toIPv6(network), length).1 AS address FROM (
      SELECT *, splitByChar('/', toString(value))[1] AS network, toUInt8OrZero(splitByChar('/', toString(value))[2]) AS bits, toUInt8(if(isIPv4String(network), 96 + least(bits, 32), bits)) AS length
      FROM (${values}) WHERE match(value, '^[0-9a-fA-F:.]+/[0-9]{1,3}$') AND ${isAddressSql(raw("splitByChar('/', toString(value))[1]"))})
    WHERE bits <= if(isIPv4String(network), 32, 128)`
}

/** Pairs of address and range by a hash join on the range's first address: addresses × lengths in use, never addresses × ranges. */
export function inRanges(addresses: Sql, ranges: Sql): Sql {
  return sql`SELECT asked.*, known.* EXCEPT (address, length) FROM (
      SELECT * EXCEPT (address), length, IPv6CIDRToRange(address, length).1 AS start FROM (${addresses})
      ARRAY JOIN (SELECT groupUniqArray(length) FROM (${ranges})) AS length) AS asked
    INNER JOIN (${ranges}) AS known ON asked.start = known.address AND asked.length = known.length`
}
