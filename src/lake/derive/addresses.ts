import ipaddr from 'ipaddr.js'
import { join, type Sql, sql } from '../../base/sql.ts'

/** Addresses that are no host: unspecified, link-local, multicast (IPv4 and IPv6), limited broadcast. */
const specialRanges = ['0.0.0.0/32', '169.254.0.0/16', '224.0.0.0/4', '255.255.255.255/32', '::/128', 'fe80::/10', 'ff00::/8'] as const

/** SQL that is true when the text in `address` lies in one of the ranges; false for what is no address. */
export function within(address: Sql, ranges: readonly string[]): Sql {
  const tests = ranges.map((range) => {
    const [from, until] = bounds(range)
    return sql`(toIPv6OrDefault(${address}) BETWEEN toIPv6(${from}) AND toIPv6(${until}))`
  })
  return sql`(${isAddress(address)} AND (${join(tests, ' OR ')}))`
}

/** SQL that is true for addresses of single hosts. */
export function isHost(address: Sql): Sql {
  return sql`(${isAddress(address)} AND NOT ${within(address, specialRanges)})`
}

function isAddress(address: Sql): Sql {
  return sql`(isIPv4String(${address}) OR isIPv6String(${address}))`
}

/** First and last address of a range, both as IPv6 (an IPv4 range becomes its mapped one). */
function bounds(range: string): readonly [string, string] {
  const [network, bits] = ipaddr.parseCIDR(range.includes('/') ? range : `${range}/${range.includes(':') ? 128 : 32}`)
  const wide = network.kind() === 'ipv4' ? (network as ipaddr.IPv4).toIPv4MappedAddress() : (network as ipaddr.IPv6)
  const length = network.kind() === 'ipv4' ? bits + 96 : bits
  const edge = (fill: number) => {
    const bytes = wide.toByteArray().map((byte, index) => {
      const fixed = Math.min(Math.max(length - index * 8, 0), 8)
      const mask = (0xff << (8 - fixed)) & 0xff
      return (byte & mask) | (fill & ~mask & 0xff)
    })
    return new ipaddr.IPv6(bytes).toString()
  }
  return [edge(0), edge(0xff)]
}
