import type { IncomingHttpHeaders } from 'node:http'

/** Methods that change nothing. */
const safeMethods: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

/**
 * True for a request that may change something and that another site could have made a browser send. Sec-Fetch-Site is set by the
 * browser itself; one that does not know it sends Origin. What says neither is no browser: it has to come with a key.
 */
export function isCrossSite(method: string, headers: IncomingHttpHeaders, origins: readonly string[]): boolean {
  if (safeMethods.includes(method)) return false
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') return true
  const { origin } = headers
  return origin === undefined ? site === undefined : !origins.includes(origin)
}
