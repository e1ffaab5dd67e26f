import { createHash, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto'
import { Cursor } from '../../cursor.ts'
import { unarmoured } from './armour.ts'
import { multiPrecision, packets, subpackets } from './packets.ts'

/** A public key, or a subkey of one. */
export interface OpenPgpKey {
  /** Last 16 hexadecimal digits of the fingerprint, upper case as usually shown. */
  readonly id: string
  readonly fingerprint: string
  /** Of its primary key. */
  readonly primary: string
  readonly userId?: string
  readonly key: KeyObject
  readonly created: Date
  expires?: Date
  revoked: boolean
}

const tags = { signature: 2, publicKey: 6, userId: 13, publicSubkey: 14 } as const
const revocations = new Set([0x20, 0x28])
const curves: Readonly<Record<string, string>> = { '2a8648ce3d030107': 'P-256', '2b81040022': 'P-384', '2b81040023': 'P-521' }

/** Keys of version 4 that Node can use, from armoured or binary files. What cannot be read is counted. */
export function readKeys(files: readonly Uint8Array[]): { keys: OpenPgpKey[]; unreadable: number } {
  const keys: OpenPgpKey[] = []
  let unreadable = 0
  for (const file of files) {
    try {
      const before = keys.length
      for (const block of unarmoured(file, 'PUBLIC KEY BLOCK')) keys.push(...readBlock(block))
      if (keys.length === before) unreadable++
    } catch {
      unreadable++
    }
  }
  return { keys, unreadable }
}

/** A block may hold the keys of many owners: each begins with a primary key, and names its owner behind it. */
function readBlock(block: Uint8Array): OpenPgpKey[] {
  const found: OpenPgpKey[] = []
  const owners = new Map<string, string>()
  let primary = ''
  let current: OpenPgpKey | undefined
  for (const { tag, body } of packets(block)) {
    if (tag === tags.publicKey || tag === tags.publicSubkey) {
      const fingerprint = fingerprintOf(body)
      if (tag === tags.publicKey) primary = fingerprint
      current = readKey(body, fingerprint, primary)
      if (current) found.push(current)
    } else if (tag === tags.userId && !owners.has(primary)) owners.set(primary, Buffer.from(body.subarray(0, 300)).toString('utf8'))
    else if (tag === tags.signature && current) applySelf(body, current)
  }
  return found.map((key) => {
    const userId = owners.get(key.primary)
    return userId === undefined ? key : { ...key, userId }
  })
}

/** Expiry and revocation, as the owner wrote them behind the key: the file with the keys is trusted as given. */
function applySelf(body: Uint8Array, key: OpenPgpKey): void {
  const cursor = new Cursor(body, 'big')
  if (cursor.u8(0) !== 4) return
  if (revocations.has(cursor.u8(1))) key.revoked = true
  for (const { type, body: value } of subpackets(cursor.slice(6, cursor.u16(4)))) {
    const seconds = type === 9 && value.length === 4 ? new Cursor(value, 'big').u32(0) : 0
    if (seconds > 0) key.expires = new Date(key.created.getTime() + seconds * 1000)
  }
}

/** RFC 9580 5.5.4.2. */
function fingerprintOf(body: Uint8Array): string {
  const head = Buffer.from([0x99, body.length >> 8, body.length & 0xff])
  return createHash('sha1').update(head).update(body).digest('hex').toUpperCase()
}

function readKey(body: Uint8Array, fingerprint: string, primary: string): OpenPgpKey | undefined {
  const cursor = new Cursor(body, 'big')
  if (cursor.u8(0) !== 4) return undefined
  const jwk = jwkOf(cursor, cursor.u8(5))
  if (!jwk) return undefined
  try {
    const key = createPublicKey({ key: jwk, format: 'jwk' })
    return { id: fingerprint.slice(-16), fingerprint, primary, key, created: new Date(cursor.u32(1) * 1000), revoked: false }
  } catch {
    return undefined
  }
}

function jwkOf(cursor: Cursor, algorithm: number): JsonWebKey | undefined {
  if (algorithm === 1 || algorithm === 3) {
    const n = multiPrecision(cursor, 6)
    const e = multiPrecision(cursor, n.next)
    return { kty: 'RSA', n: url(n.value), e: url(e.value) }
  }
  if (algorithm === 27) return { kty: 'OKP', crv: 'Ed25519', x: url(cursor.slice(6, 32)) }
  if (algorithm !== 19 && algorithm !== 22) return undefined
  const size = cursor.u8(6)
  const point = multiPrecision(cursor, 7 + size).value
  // The prefix says how the point is written: 0x40 as it is, 0x04 both coordinates.
  if (algorithm === 22) return { kty: 'OKP', crv: 'Ed25519', x: url(point.subarray(1)) }
  const curve = curves[Buffer.from(cursor.slice(7, size)).toString('hex')]
  const half = (point.length - 1) / 2
  return curve ? { kty: 'EC', crv: curve, x: url(point.subarray(1, 1 + half)), y: url(point.subarray(1 + half)) } : undefined
}

function url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
