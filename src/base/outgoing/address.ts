import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { GatehouseError } from '../errors.ts'
import { rangeTest } from '../net.ts'

/** An address that was checked: whoever connects has to connect to it, not to the name again. */
export interface CheckedAddress {
  readonly address: string
  readonly family: 4 | 6
}

export type Resolve = (name: string) => Promise<readonly { readonly address: string; readonly family: number }[]>

/** Ranges inside that may be reached; how names are resolved. */
export interface OutgoingPolicy {
  readonly allow: readonly string[]
  readonly resolve?: Resolve
}

const systemResolve: Resolve = (name) => lookup(name, { all: true, verbatim: true })

/**
 * Resolves a host and checks every address that it has: what is not public may be reached only where that is allowed. Public is what
 * IANA's registries of special-purpose addresses (RFC 6890) leave: no private, loopback, link-local (where clouds keep their
 * credentials), shared, multicast or reserved address, none that wraps another. One bad address is enough to refuse the name.
 * Throws ADDRESS_REFUSED.
 */
export async function checkedAddress(host: string, { allow, resolve = systemResolve }: OutgoingPolicy): Promise<CheckedAddress> {
  const name = host.replace(/^\[|\]$/g, '')
  const found = isIP(name) === 0 ? await resolve(name) : [{ address: name, family: isIP(name) }]
  const allowed = rangeTest(allow)
  const refused = found.find(({ address }) => !isPublic(address) && !allowed(address))
  const [first] = found
  if (refused || !first) {
    throw new GatehouseError('ADDRESS_REFUSED', refused ? `${name} leads to ${refused.address}, which is not public` : `${name} has no address`, {
      hint: 'An address inside has to be allowed: outgoing.allow in gatehouse.yaml.',
    })
  }
  return { address: first.address, family: first.family === 6 ? 6 : 4 }
}

/** Whether a redirection may be followed as far as encryption goes: the web alone, and never from https to http. */
export function keepsEncryption(from: URL, to: URL): boolean {
  return to.protocol === 'https:' || (to.protocol === 'http:' && from.protocol === 'http:')
}

/** Unicast and in no special-purpose range, also when it is an IPv4 address in the form of an IPv6 one. */
function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address) || address.includes('%')) return false
  return ipaddr.process(address).range() === 'unicast'
}
