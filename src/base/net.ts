import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** RFC 1918, carrier-grade NAT (RFC 6598), IPv6 unique local and loopback. */
export const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7', '127.0.0.0/8', '::1/128'] as const

/** True for one IPv4 or IPv6 address in its usual writing. */
export function isAddress(text: string): boolean {
  // An IPv6 zone (`fe80::1%eth0`) means something on one machine only.
  return isIP(text) !== 0 && !text.includes('%')
}

/** True for `10.0.0.0/8` and `fc00::/7`. */
export function isRange(text: string): boolean {
  return ipaddr.isValidCIDR(text)
}

/** A test for membership in any of the ranges (CIDR or single addresses). */
export function rangeTest(ranges: readonly string[]): (address: string) => boolean {
  const parsed = ranges.map((range) => ipaddr.parseCIDR(range.includes('/') ? range : `${range}/${range.includes(':') ? 128 : 32}`))
  return (address) => {
    if (!isAddress(address)) return false
    const value = ipaddr.process(address)
    return parsed.some(([network, bits]) => network.kind() === value.kind() && value.match(network, bits))
  }
}

/** A host name in the form the lake keeps: lower case, no closing dot, no port. */
export function canonicalName(name: string): string {
  return name.trim().toLowerCase().replace(/\.$/, '')
}
