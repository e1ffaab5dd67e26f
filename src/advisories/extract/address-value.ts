import ipaddr from 'ipaddr.js'
import { isAddress } from '../../base/net.ts'

/** Dotted decimal in the usual writing, or undefined: octets above 255 and leading zeros are no address. */
export function canonicalIpv4(text: string): string | undefined {
  return /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/.test(text) ? text : undefined
}

/** Shortened as sensors write it; IPv4-mapped stays as it is. */
export function canonicalIpv6(text: string): string | undefined {
  return text.includes(':') && isAddress(text) && ipaddr.isValid(text) ? ipaddr.parse(text).toString() : undefined
}

/** A range with the bits of its network, or undefined when it is none. */
export function canonicalCidr(address: string, bits: number): string | undefined {
  if (canonicalIpv4(address)) return bits >= 8 && bits <= 32 ? `${ipaddr.IPv4.networkAddressFromCIDR(`${address}/${bits}`).toString()}/${bits}` : undefined
  const six = canonicalIpv6(address)
  return six && bits >= 16 && bits <= 128 ? `${ipaddr.IPv6.networkAddressFromCIDR(`${six}/${bits}`).toString()}/${bits}` : undefined
}
