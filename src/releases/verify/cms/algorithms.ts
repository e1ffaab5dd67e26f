import { constants, createHash, createPublicKey, type KeyObject, verify } from 'node:crypto'

const hashes: Readonly<Record<string, string>> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '2.16.840.1.101.3.4.2.4': 'sha224',
}

/** Signature algorithms that name their hash (RFC 3279, 4055, 5758, 8419). */
const signatureHashes: Readonly<Record<string, string>> = {
  '1.2.840.113549.1.1.4': 'md5',
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.113549.1.1.14': 'sha224',
  '1.2.840.10045.4.1': 'sha1',
  '1.2.840.10045.4.3.1': 'sha224',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
  '1.2.840.10040.4.3': 'sha1',
  '2.16.840.1.101.3.4.3.2': 'sha256',
}
const pss = '1.2.840.113549.1.1.10'

/** Node's name of a digest algorithm, or undefined for one that is not known. */
export function hashName(oid: string): string | undefined {
  return hashes[oid]
}

export function digest(hash: string, ...parts: readonly Uint8Array[]): Buffer {
  const state = createHash(hash)
  for (const part of parts) state.update(part)
  return state.digest()
}

interface Signed {
  readonly data: Uint8Array
  readonly signature: Uint8Array
  /** Object identifier of the signature algorithm; a bare key type takes the hash of the digest algorithm. */
  readonly algorithm: string
  readonly hash: string
  readonly key: KeyObject
}

/** True when the key made the signature over the data. False for algorithms and keys that do not fit together. */
export function signatureFits({ data, signature, algorithm, hash, key }: Signed): boolean {
  const type = key.asymmetricKeyType
  const named = type === 'ed25519' || type === 'ed448' ? null : (signatureHashes[algorithm] ?? hash)
  try {
    // Keys restricted to PSS carry their parameters with them.
    const padded = algorithm === pss && type === 'rsa' ? { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_AUTO } : key
    return verify(named, data, padded, signature)
  } catch {
    return false
  }
}

/** A SubjectPublicKeyInfo in DER → key; undefined for what is none. */
export function publicKeyOf(der: Uint8Array): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' })
  } catch {
    return undefined
  }
}
