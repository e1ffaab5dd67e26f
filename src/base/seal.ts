import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { GatehouseError } from './errors.ts'
import { sha256 } from './hash.ts'

/** 256 bits that secrets at rest are sealed with. */
export interface SealingKey {
  readonly id: string
  readonly bytes: Uint8Array
}

/** The first key seals; all of them open. Never empty. */
export type Keyring = readonly [SealingKey, ...SealingKey[]]

const cipher = 'aes-256-gcm'
const keyBytes = 32
/** 96 bits, as NIST SP 800-38D recommends for random initialisation vectors. */
const vectorBytes = 12
const tagBytes = 16

/** A key from 32 bytes in base64 or base64url; undefined for what is none. */
export function sealingKey(text: string): SealingKey | undefined {
  const bytes = Buffer.from(text.trim(), 'base64url')
  if (bytes.length !== keyBytes) return undefined
  return { id: sha256(bytes).slice(0, 8), bytes }
}

export function newKeyText(): string {
  return randomBytes(keyBytes).toString('base64url')
}

/** Seals a text with AES-256-GCM. `bound` says which row it belongs to: a sealed text moved to another row does not open. */
export function seal([key]: Keyring, text: string, bound: string): string {
  const vector = randomBytes(vectorBytes)
  const sealing = createCipheriv(cipher, key.bytes, vector, { authTagLength: tagBytes })
  sealing.setAAD(Buffer.from(`${key.id}:${bound}`, 'utf8'))
  const sealed = Buffer.concat([vector, sealing.update(text, 'utf8'), sealing.final(), sealing.getAuthTag()])
  return `1.${key.id}.${sealed.toString('base64url')}`
}

/** Throws SECRET_UNREADABLE when no key of the ring made it, when it was changed, or when it belongs to another row. */
export function unseal(keyring: Keyring, sealed: string, bound: string): string {
  const [version, id, body] = sealed.split('.')
  const key = keyring.find((one) => one.id === id)
  const bytes = Buffer.from(body ?? '', 'base64url')
  if (version !== '1' || !key || bytes.length < vectorBytes + tagBytes) throw unreadable(bound)
  const opening = createDecipheriv(cipher, key.bytes, bytes.subarray(0, vectorBytes), { authTagLength: tagBytes })
  opening.setAAD(Buffer.from(`${key.id}:${bound}`, 'utf8'))
  opening.setAuthTag(bytes.subarray(-tagBytes))
  try {
    return Buffer.concat([opening.update(bytes.subarray(vectorBytes, -tagBytes)), opening.final()]).toString('utf8')
  } catch (cause) {
    throw unreadable(bound, cause)
  }
}

/** True for what the first key sealed: the rest is sealed again when keys change. */
export function sealedByFirst([key]: Keyring, sealed: string): boolean {
  return sealed.split('.')[1] === key.id
}

/** A key for one other purpose, hexadecimal (HKDF-SHA-256, RFC 5869). */
export function derivedKey([key]: Keyring, purpose: string): string {
  return Buffer.from(hkdfSync('sha256', key.bytes, new Uint8Array(0), purpose, keyBytes)).toString('hex')
}

function unreadable(bound: string, cause?: unknown): GatehouseError {
  return new GatehouseError('SECRET_UNREADABLE', `the secret of ${bound} cannot be opened with the keys that are there`, {
    hint: 'Give the key that it was sealed with (GATEHOUSE_KEY, key.file, or the file “key” of the workspace), or set the secret again.',
    cause,
  })
}
