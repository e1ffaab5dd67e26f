import type { RootOrigin, RootSet } from '../roots/root-set.ts'
import type { Certificate } from './certificate.ts'

/** A way from a signer up to the last certificate that is at hand. */
export interface CertificatePath {
  /** The signer first. */
  readonly certificates: readonly Certificate[]
  readonly origin?: RootOrigin
  /** True when the last one names itself as its issuer. */
  readonly complete: boolean
  /** A certificate that signed the next one down although it may not. */
  readonly misused?: { readonly certificate: Certificate; readonly why: string }
}

/** Longest path and most signatures that are tried: real paths have two to five certificates. */
const longest = 8
const mostTries = 200
const anyUse = '2.5.29.37.0'

interface Search {
  readonly roots: RootSet
  readonly pool: readonly Certificate[]
  readonly use: string
  tries: number
}

/** The best path from the signer: one that ends in a trusted root, else the longest. Dates are not looked at. */
export function bestPath(signer: Certificate, pool: readonly Certificate[], roots: RootSet, use: string): CertificatePath {
  const search: Search = { roots, pool: [...roots.certificates, ...pool], use, tries: 0 }
  return climb([signer], search)
}

function climb(path: readonly Certificate[], search: Search): CertificatePath {
  const last = path.at(-1)
  if (!last) return { certificates: path, complete: false }
  const origin = search.roots.originOf(last)
  if (origin !== undefined) return { certificates: path, origin, complete: true }
  let best: CertificatePath = { certificates: path, complete: last.issuerDer === last.subjectDer }
  if (best.complete || path.length >= longest) return best
  for (const issuer of search.pool) {
    if (issuer.subjectDer !== last.issuerDer || path.some(({ sha256 }) => sha256 === issuer.sha256)) continue
    if (++search.tries > mostTries || !signed(issuer, last)) continue
    const why = unfit(issuer, path.length - 1, search.use)
    const found = why === undefined ? climb([...path, issuer], search) : { certificates: path, complete: false, misused: { certificate: issuer, why } }
    if (better(found, best)) best = found
    if (best.origin !== undefined) break
  }
  return best
}

function better(a: CertificatePath, b: CertificatePath): boolean {
  return rank(a) > rank(b)
}

function rank(path: CertificatePath): number {
  return (path.origin === undefined ? 0 : 1000) + path.certificates.length * 10 + (path.complete ? 1 : 0) + (path.misused ? 2 : 0)
}

function signed(issuer: Certificate, subject: Certificate): boolean {
  try {
    return subject.x509.verify(issuer.x509.publicKey)
  } catch {
    return false
  }
}

/** Why a certificate may not issue another with `below` intermediate ones under it; undefined: it may (RFC 5280 4.2.1.9, 4.2.1.12). */
function unfit(issuer: Certificate, below: number, use: string): string | undefined {
  // Version 1 roots have no extensions; they count only when they are trusted themselves, which the caller sees first.
  if (!issuer.authority && issuer.issuerDer !== issuer.subjectDer) return 'may not issue certificates'
  if (issuer.pathLength !== undefined && below > issuer.pathLength) return 'may not issue certificates for other issuers'
  if (issuer.uses && !issuer.uses.includes(use) && !issuer.uses.includes(anyUse)) return 'may not issue certificates for this use'
  return undefined
}

/** The first certificate of the path that is not valid at the moment, without the root: trust in it is not a matter of its dates. */
export function outdated({ certificates, origin }: CertificatePath, at: Date): Certificate | undefined {
  const dated = origin === undefined || certificates.length === 1 ? certificates : certificates.slice(0, -1)
  return dated.find(({ from, to }) => at < from || at > to)
}
