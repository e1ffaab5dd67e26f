import { type Check, invalid, unknown, valid } from '../check.ts'
import { digest } from '../cms/algorithms.ts'

const strongest = ['sha512', 'sha384', 'sha256', 'sha1'] as const

/** Holds bytes against a Subresource Integrity text (`sha512-…`, several with spaces): the strongest algorithm decides. */
export function checkIntegrity(bytes: Uint8Array, integrity: string | undefined): Check {
  if (integrity === undefined || integrity.length > 10_000) return unknown('the digest that the registry promises is not known')
  const stated = integrity.split(/\s+/).map((part) => part.split('?')[0] ?? '')
  const hash = strongest.find((name) => stated.some((part) => part.startsWith(`${name}-`)))
  if (hash === undefined) return unknown('the digest that the registry promises is of no known kind')
  const own = digest(hash, bytes).toString('base64')
  if (!stated.includes(`${hash}-${own}`)) return invalid(`the package is not the one that the registry promises: its ${hash.toUpperCase()} digest is another`)
  return valid(`the package has the ${hash.toUpperCase()} digest that the registry promises`)
}
