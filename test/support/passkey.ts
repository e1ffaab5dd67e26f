import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** What the service asks of a device, as far as this one looks. */
export interface CreationOptions {
  readonly challenge: string
  readonly rp: { readonly id: string }
}
export interface RequestOptions {
  readonly challenge: string
  readonly rpId: string
}

/** A security key in software: makes credentials and signs challenges as WebAuthn Level 3 has it, with or without verifying its user. */
export class SoftwareAuthenticator {
  /** Whether a PIN, a finger or a face was asked for. */
  userVerification = true
  readonly #keys = new Map<string, KeyObject>()
  readonly #origin: string
  #counter = 0

  constructor(origin: string) {
    this.#origin = origin
  }

  create(options: CreationOptions): unknown {
    const id = randomBytes(16)
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    this.#keys.set(id.toString('base64url'), privateKey)
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
    const coordinates: readonly [number, Item][] = [
      [-2, Buffer.from(x, 'base64url')],
      [-3, Buffer.from(y, 'base64url')],
    ]
    // COSE (RFC 9053): key type EC2, algorithm ES256, curve P-256.
    const key = cbor(new Map<Item, Item>([[1, 2], [3, -7], [-1, 1], ...coordinates]))
    const length = Buffer.from([0, id.length])
    const data = Buffer.concat([this.#authenticatorData(options.rp.id, 0x40), Buffer.alloc(16), length, id, key])
    const attestation = new Map<Item, Item>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', data],
    ])
    const response = {
      clientDataJSON: this.#clientData('webauthn.create', options.challenge),
      attestationObject: cbor(attestation).toString('base64url'),
      transports: ['internal'],
    }
    return { ...this.#credential(id.toString('base64url')), response }
  }

  get(options: RequestOptions): unknown {
    const [id = '', key] = [...this.#keys].at(-1) ?? []
    if (!key) throw new Error('no credential')
    const clientData = this.#clientData('webauthn.get', options.challenge)
    const data = this.#authenticatorData(options.rpId, 0)
    const hash = createHash('sha256').update(Buffer.from(clientData, 'base64url')).digest()
    const signature = sign('sha256', Buffer.concat([data, hash]), key).toString('base64url')
    return { ...this.#credential(id), response: { clientDataJSON: clientData, authenticatorData: data.toString('base64url'), signature } }
  }

  #credential(id: string) {
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, authenticatorAttachment: 'platform' }
  }

  #clientData(type: string, challenge: string): string {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.#origin, crossOrigin: false })).toString('base64url')
  }

  #authenticatorData(relyingParty: string, more: number): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(++this.#counter)
    const flags = 0x01 | (this.userVerification ? 0x04 : 0) | more
    return Buffer.concat([createHash('sha256').update(relyingParty).digest(), Buffer.from([flags]), counter])
  }
}

type Item = number | string | Uint8Array | Map<Item, Item>

/** The part of CBOR (RFC 8949) that an attestation needs. */
function cbor(item: Item): Buffer {
  if (typeof item === 'number') return item >= 0 ? head(0, item) : head(1, -1 - item)
  if (typeof item === 'string') return Buffer.concat([head(3, Buffer.byteLength(item)), Buffer.from(item)])
  if (item instanceof Uint8Array) return Buffer.concat([head(2, item.length), item])
  return Buffer.concat([head(5, item.size), ...[...item].flatMap(([key, value]) => [cbor(key), cbor(value)])])
}

function head(type: number, value: number): Buffer {
  if (value < 24) return Buffer.from([(type << 5) | value])
  return value < 256 ? Buffer.from([(type << 5) | 24, value]) : Buffer.from([(type << 5) | 25, value >> 8, value & 0xff])
}
