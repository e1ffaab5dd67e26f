import ipaddr from 'ipaddr.js'
import { isAddress, isRange } from '../base/net.ts'

/** An address in the writing that sensors use (IPv6 shortened, IPv4-mapped as IPv4), or undefined when it is none. */
export function canonicalAddress(text: string): string | undefined {
  return isAddress(text) && ipaddr.isValid(text) ? ipaddr.process(text).toString() : undefined
}

/** A range with its address part in the usual writing, or undefined. */
export function canonicalRange(text: string): string | undefined {
  if (!isRange(text)) return undefined
  const [address, bits] = ipaddr.parseCIDR(text)
  return `${address.toString()}/${bits}`
}
