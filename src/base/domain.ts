import { getDomain } from 'tldts'

/**
 * The registered domain of a host name by the Public Suffix List, private suffixes included (`a.b.github.io` →
 * `b.github.io`), so that a tenant of a shared host is its own destination. '' when there is none.
 */
export function registeredDomain(name: string): string {
  return getDomain(name, { allowPrivateDomains: true }) ?? ''
}
