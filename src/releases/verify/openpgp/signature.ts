import { verify } from 'node:crypto'
import { Cursor } from '../../cursor.ts'
import type { Trait } from '../../reading.ts'
import type { Signer } from '../../release.ts'
import { type Check, invalid, trait, unknown, valid } from '../check.ts'
import { digest } from '../cms/algorithms.ts'
import type { OpenPgpKey } from './keys.ts'
import { multiPrecision, packets, subpackets } from './packets.ts'

interface SignaturePacket {
  readonly keyId?: string
  readonly made: Date
  readonly algorithm: number
  readonly hash?: string
  /** What is hashed after the signed data. */
  readonly trailer: Uint8Array
  readonly numbers: readonly Uint8Array[]
  readonly type: number
}

export interface OpenPgpAnswer {
  readonly check: Check
  readonly signer?: Signer
  readonly traits: readonly Trait[]
}

const hashes: Readonly<Record<number, string>> = { 1: 'md5', 2: 'sha1', 3: 'ripemd160', 8: 'sha256', 9: 'sha384', 10: 'sha512', 11: 'sha224' }
/** Over data as it is, or over text with canonical line ends: which one is the caller's matter. */
const overData = new Set([0x00, 0x01])

/** A detached signature (binary packets) over data in parts, checked with the keys given. Throws BeyondEnd for what is no signature. */
export function checkDetached(bytes: Uint8Array, parts: readonly Uint8Array[], keys: readonly OpenPgpKey[]): OpenPgpAnswer {
  const [packet] = packets(bytes)
  const signature = packet?.tag === 2 ? readSignature(packet.body) : undefined
  if (!signature) return { check: unknown('the OpenPGP signature is of a version that is not known'), traits: [] }
  const { keyId, made } = signature
  const traits = [trait('openpgp.key', keyId ?? null), trait('openpgp.made-at', made.toISOString()), trait('openpgp.digest', signature.hash ?? null)]
  const key = keys.find(({ id, fingerprint }) => id === keyId || fingerprint === keyId)
  const named: Signer = { subject: key?.userId ?? `OpenPGP key ${keyId ?? 'unnamed'}`, ...((key?.primary ?? keyId) && { id: key?.primary ?? keyId ?? '' }) }
  if (!key) return { check: unknown(`it is signed with the OpenPGP key ${keyId ?? 'unnamed'}, which is not among those given`), signer: named, traits }
  return { check: judged(signature, parts, key), signer: named, traits }
}

function judged(signature: SignaturePacket, parts: readonly Uint8Array[], key: OpenPgpKey): Check {
  const who = `${key.userId ?? 'the OpenPGP key'} (${key.id})`
  if (signature.hash === undefined || !overData.has(signature.type)) return unknown('the OpenPGP signature is of a kind that is not known')
  const fits = signatureFits(signature, signature.hash, parts, key)
  if (fits === undefined) return unknown(`the kind of key of ${who} cannot be checked`)
  if (!fits) return invalid(`the content is not what ${who} signed`)
  if (key.revoked) return unknown(`the signature fits, but the key of ${who} was revoked`)
  if (key.expires && signature.made > key.expires) return unknown(`the signature fits, but the key of ${who} had expired before`)
  return valid(`${who} signed it`)
}

function signatureFits({ algorithm, numbers, trailer }: SignaturePacket, hash: string, parts: readonly Uint8Array[], { key }: OpenPgpKey): boolean | undefined {
  const [first = new Uint8Array(), second = new Uint8Array()] = numbers
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key
  try {
    if ((algorithm === 1 || algorithm === 3) && type === 'rsa') {
      return verify(hash, Buffer.concat([...parts, trailer]), key, padded(first, Math.ceil((details?.modulusLength ?? 0) / 8)))
    }
    if ((algorithm === 22 || algorithm === 27) && type === 'ed25519') {
      const value = algorithm === 27 ? first : Buffer.concat([padded(first, 32), padded(second, 32)])
      return verify(null, digest(hash, ...parts, trailer), key, value)
    }
    if (algorithm === 19 && type === 'ec') {
      const size = { prime256v1: 32, secp384r1: 48, secp521r1: 66 }[details?.namedCurve ?? ''] ?? 0
      return verify(hash, Buffer.concat([...parts, trailer]), { key, dsaEncoding: 'ieee-p1363' }, Buffer.concat([padded(first, size), padded(second, size)]))
    }
  } catch {
    return false
  }
  return undefined
}

/** Numbers are written without leading zeros, keys and signatures have their full width. */
function padded(value: Uint8Array, size: number): Buffer {
  return Buffer.concat([new Uint8Array(Math.max(0, size - value.length)), value])
}

function readSignature(body: Uint8Array): SignaturePacket | undefined {
  const version = new Cursor(body, 'big').u8(0)
  if (version === 4) return readVersion4(body)
  return version === 3 ? readVersion3(body) : undefined
}

/** RFC 9580 5.2.2. */
function readVersion3(body: Uint8Array): SignaturePacket {
  const cursor = new Cursor(body, 'big')
  const hash = hashes[cursor.u8(16)]
  return {
    keyId: hex(cursor.slice(7, 8)),
    made: new Date(cursor.u32(3) * 1000),
    algorithm: cursor.u8(15),
    ...(hash && { hash }),
    trailer: cursor.slice(2, 5),
    numbers: numbersOf(cursor, 19, cursor.u8(15)),
    type: cursor.u8(2),
  }
}

/** RFC 9580 5.2.3. */
function readVersion4(body: Uint8Array): SignaturePacket {
  const cursor = new Cursor(body, 'big')
  const hash = hashes[cursor.u8(3)]
  const hashedLength = cursor.u16(4)
  const hashed = cursor.slice(0, 6 + hashedLength)
  const unhashedLength = cursor.u16(hashed.length)
  const unhashed = cursor.slice(hashed.length + 2, unhashedLength)
  const end = Buffer.alloc(6)
  end.writeUInt16BE(0x04ff, 0)
  end.writeUInt32BE(hashed.length, 2)
  const named = [...subpackets(hashed.subarray(6)), ...subpackets(unhashed)]
  const made = named.find(({ type, body: value }) => type === 2 && value.length === 4)
  const fingerprint = named.find(({ type, body: value }) => type === 33 && value.length === 21)
  const issuer = named.find(({ type, body: value }) => type === 16 && value.length === 8)
  return {
    ...(fingerprint ? { keyId: hex(fingerprint.body.subarray(13)) } : issuer && { keyId: hex(issuer.body) }),
    made: new Date(made ? new Cursor(made.body, 'big').u32(0) * 1000 : 0),
    algorithm: cursor.u8(2),
    ...(hash && { hash }),
    trailer: Buffer.concat([hashed, end]),
    numbers: numbersOf(cursor, hashed.length + 2 + unhashedLength + 2, cursor.u8(2)),
    type: cursor.u8(1),
  }
}

function numbersOf(cursor: Cursor, at: number, algorithm: number): Uint8Array[] {
  if (algorithm === 27) return [cursor.slice(at, 64)]
  const first = multiPrecision(cursor, at)
  return algorithm === 1 || algorithm === 3 ? [first.value] : [first.value, multiPrecision(cursor, first.next).value]
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase()
}
