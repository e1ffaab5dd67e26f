import { rootCertificates } from 'node:tls'
import { type Certificate, readCertificates } from '../certificates/certificate.ts'
import { pinnedRoots } from './pinned.ts'

export type RootOrigin = 'given' | 'bundled' | 'pinned'

/** Certificates that chains may end in, and where the trust in them comes from. */
export interface RootSet {
  readonly certificates: readonly Certificate[]
  /** undefined: not trusted. */
  originOf(certificate: Certificate): RootOrigin | undefined
  /** How many of the roots given could not be read. */
  readonly unreadable: number
}

const pemBlock = /-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END/g

/** DER of every certificate in PEM text. */
function pemCertificates(text: string): Buffer[] {
  return [...text.matchAll(pemBlock)].map(([, base64 = '']) => Buffer.from(base64, 'base64'))
}

let bundled: readonly Certificate[] | undefined

/** Mozilla's roots as they come with Node. They are chosen for web servers; the certification bodies sign code under many of the same ones. */
function bundledRoots(): readonly Certificate[] {
  bundled ??= readCertificates(rootCertificates.flatMap(pemCertificates)).certificates
  return bundled
}

export function rootSet(given: readonly (string | Uint8Array)[] = []): RootSet {
  const ders = given.flatMap((root) => {
    const text = typeof root === 'string' ? root : Buffer.from(root).toString('latin1')
    return text.includes('-----BEGIN') ? pemCertificates(text) : typeof root === 'string' ? [] : [root]
  })
  const { certificates, unreadable } = readCertificates(ders)
  const own = new Set(certificates.map(({ sha256 }) => sha256))
  const others = bundledRoots()
  const others256 = new Set(others.map(({ sha256 }) => sha256))
  return {
    certificates: [...certificates, ...others.filter(({ sha256 }) => !own.has(sha256))],
    originOf({ sha256 }) {
      if (own.has(sha256)) return 'given'
      if (others256.has(sha256)) return 'bundled'
      return pinnedRoots.has(sha256) ? 'pinned' : undefined
    },
    unreadable,
  }
}
