import { createHash } from 'node:crypto'

/** Strongest first; https://www.w3.org/TR/SRI/ and what npm has published under. */
const algorithms = ['sha512', 'sha384', 'sha256', 'sha1'] as const
export type Algorithm = (typeof algorithms)[number]

const sizes: Readonly<Record<Algorithm, number>> = { sha512: 64, sha384: 48, sha256: 32, sha1: 20 }

export interface Integrity {
  readonly algorithm: Algorithm
  /** Lower-case hex, any one of which must match. */
  readonly digests: readonly string[]
}

/** The strongest digests of `sha512-…` text, else those of a hex SHA-1; undefined when there is none to hold against. */
export function integrityOf(text: string | undefined, shasum?: string): Integrity | undefined {
  const parts = (text ?? '').slice(0, 4096).split(/\s+/)
  for (const algorithm of algorithms) {
    const digests = parts.flatMap((part) => digestOf(part, algorithm))
    if (digests.length > 0) return { algorithm, digests }
  }
  return shasum !== undefined && /^[0-9a-f]{40}$/i.test(shasum) ? { algorithm: 'sha1', digests: [shasum.toLowerCase()] } : undefined
}

function digestOf(part: string, algorithm: Algorithm): readonly string[] {
  if (!part.startsWith(`${algorithm}-`)) return []
  const base64 = part.slice(algorithm.length + 1).split('?')[0] ?? ''
  const digest = Buffer.from(base64, 'base64')
  return digest.length === sizes[algorithm] ? [digest.toString('hex')] : []
}

/** Whether the bytes are what was promised. */
export function matches(bytes: Uint8Array, { algorithm, digests }: Integrity): boolean {
  return digests.includes(createHash(algorithm).update(bytes).digest('hex'))
}
