import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

export interface Identity {
  readonly certificate: Buffer
  /** DER. */
  readonly name: Buffer
  readonly issuerAndSerial: Buffer
  readonly pem: string
  readonly key: KeyObject
  readonly keyPem: string
}

export interface Wish {
  readonly subject: string
  readonly from?: Date
  readonly to?: Date
  /** Extended key usages; none: no extension. */
  readonly uses?: readonly string[]
  readonly authority?: boolean
  readonly pathLength?: number
}

/** A certificate and its key; signed by itself when there is no issuer. */
export function issue({ subject, from = date(2020), to = date(2040), uses, authority = false, pathLength }: Wish, issuer?: Identity): Identity {
  const { privateKey: key, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const serial = der(2, Buffer.from([1]), randomBytes(15))
  const constraints = sequence(...(authority ? [der(1, Buffer.from([0xff]))] : []), ...(pathLength === undefined ? [] : [integer(pathLength)]))
  const extensions = sequence(
    extension('2.5.29.19', constraints),
    // Signing certificates is bit 5 of the key usage, signing anything else bit 0.
    extension('2.5.29.15', der(3, Buffer.from(authority ? [2, 0x04] : [7, 0x80]))),
    ...(uses ? [extension('2.5.29.37', sequence(...uses.map(oid)))] : []),
  )
  const name = nameOf(subject)
  const body = sequence(
    der(0xa0, integer(2)),
    serial,
    ecdsa,
    issuer?.name ?? name,
    sequence(time(from), time(to)),
    name,
    publicKey.export({ format: 'der', type: 'spki' }),
    der(0xa3, extensions),
  )
  const certificate = sequence(body, ecdsa, der(3, Buffer.from([0]), sign('sha256', body, issuer?.key ?? key)))
  return {
    certificate,
    name,
    issuerAndSerial: sequence(issuer?.name ?? name, serial),
    pem: `-----BEGIN CERTIFICATE-----\n${certificate
      .toString('base64')
      .match(/.{1,64}/g)
      ?.join('\n')}\n-----END CERTIFICATE-----\n`,
    key,
    keyPem: key.export({ format: 'pem', type: 'pkcs8' }).toString(),
  }
}

const nameOids: Readonly<Record<string, string>> = { CN: '2.5.4.3', C: '2.5.4.6', O: '2.5.4.10', OU: '2.5.4.11' }

/** `CN=…, O=…`, the most specific first as it is shown; encoded the other way round. */
function nameOf(subject: string): Buffer {
  const parts = subject.split(', ').map((part) => part.split('='))
  return sequence(...parts.toReversed().map(([type = '', value = '']) => set(sequence(oid(nameOids[type] ?? ''), der(12, Buffer.from(value))))))
}

function extension(type: string, value: Buffer): Buffer {
  return sequence(oid(type), der(1, Buffer.from([0xff])), octets(value))
}

function time(at: Date): Buffer {
  return der(24, Buffer.from(`${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`))
}

export function date(year: number): Date {
  return new Date(Date.UTC(year, 0, 1))
}

export const uses = { code: '1.3.6.1.5.5.7.3.3', time: '1.3.6.1.5.5.7.3.8', server: '1.3.6.1.5.5.7.3.1' } as const

/** ASN.1 in DER, written apart from the reader that is tested. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const size = content.length.toString(16)
  const digits = Buffer.from(size.length % 2 ? `0${size}` : size, 'hex')
  const length = content.length < 128 ? Buffer.from([content.length]) : Buffer.concat([Buffer.from([0x80 | digits.length]), digits])
  return Buffer.concat([Buffer.from([tag]), length, content])
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const arcs = [first * 40 + second, ...rest].flatMap((arc) => {
    const septets = [arc & 0x7f]
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) septets.unshift((left & 0x7f) | 0x80)
    return septets
  })
  return der(6, Buffer.from(arcs))
}

const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts)
const set = (...parts: readonly Uint8Array[]) => der(0x31, ...parts)
const octets = (bytes: Uint8Array) => der(4, bytes)
const integer = (value: number) => der(2, Buffer.from([value]))
const ecdsa = sequence(oid('1.2.840.10045.4.3.2'))
const digestOids = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1', sha512: '2.16.840.1.101.3.4.2.3' } as const
export type Hash = keyof typeof digestOids
const named = (hash: Hash) => sequence(oid(digestOids[hash]), der(5))
const hashed = (hash: Hash, bytes: Uint8Array) => createHash(hash).update(bytes).digest()

export interface CmsWish {
  readonly contentType: string
  /** DER of the content inside; what is signed is its value, or `detached`. */
  readonly content?: Uint8Array
  readonly detached?: Uint8Array
  readonly signer: Identity
  readonly others?: readonly Identity[]
  readonly hash?: Hash
  readonly signed?: readonly Attribute[]
  /** Made when the signature is known: a timestamp is over it. */
  readonly unsigned?: (signature: Buffer) => readonly Attribute[]
}

export interface Attribute {
  readonly type: string
  readonly values: readonly Uint8Array[]
}

function attribute({ type, values }: Attribute): Buffer {
  return sequence(oid(type), set(...values))
}

/** A CMS or PKCS #7 signature in DER. */
export function cms({ contentType, content, detached, signer, others = [], hash = 'sha256', signed = [], unsigned }: CmsWish): Buffer {
  const value = detached ?? contentOctets(content ?? Buffer.alloc(0))
  const attributes = [
    attribute({ type: '1.2.840.113549.1.9.3', values: [oid(contentType)] }),
    attribute({ type: '1.2.840.113549.1.9.4', values: [octets(hashed(hash, value))] }),
    ...signed.map(attribute),
  ].toSorted(Buffer.compare)
  const signature = sign(hash, set(...attributes), signer.key)
  const around = unsigned?.(signature).map(attribute) ?? []
  const info = sequence(
    integer(1),
    signer.issuerAndSerial,
    named(hash),
    der(0xa0, ...attributes),
    sequence(oid('1.2.840.10045.2.1')),
    octets(signature),
    ...(around.length > 0 ? [der(0xa1, ...around)] : []),
  )
  const inner = sequence(oid(contentType), ...(content ? [der(0xa0, content)] : []))
  const certificates = der(0xa0, ...[signer, ...others].map(({ certificate }) => certificate))
  return sequence(oid('1.2.840.113549.1.7.2'), der(0xa0, sequence(integer(1), set(named(hash)), inner, certificates, set(info))))
}

/** Content octets of a value. */
function contentOctets(whole: Uint8Array): Uint8Array {
  const first = whole[1] ?? 0
  return whole.subarray(first < 128 ? 2 : 2 + (first & 0x7f))
}

/** An RFC 3161 token over a signature value. */
export function timestampToken(over: Uint8Array, at: Date, authority: Identity, others: readonly Identity[] = []): Attribute {
  const info = sequence(integer(1), oid('1.2.3.4'), sequence(named('sha256'), octets(hashed('sha256', over))), integer(7), time(at))
  const token = cms({ contentType: '1.2.840.113549.1.9.16.1.4', content: octets(info), signer: authority, others })
  return { type: '1.3.6.1.4.1.311.3.3.1', values: [token] }
}

/** SpcIndirectDataContent for a file with this digest. */
export function indirectData(hash: Hash, digest: Uint8Array): Buffer {
  const image = sequence(oid('1.3.6.1.4.1.311.2.1.15'), sequence(der(3, Buffer.from([0])), der(0xa0, der(0xa2, der(0x80)))))
  return sequence(image, sequence(named(hash), octets(digest)))
}

export const indirectDataType = '1.3.6.1.4.1.311.2.1.4'

/** A catalogue of files with these digests, signed (CertificateTrustList). */
export function catalogue(digests: readonly Uint8Array[], signer: Identity): Buffer {
  const subjects = digests.map((digest) => sequence(octets(digest), set(sequence(oid(indirectDataType), set(indirectData('sha256', digest))))))
  const algorithm = sequence(oid('1.3.6.1.4.1.311.12.1.3'), der(5))
  const list = sequence(sequence(oid('1.3.6.1.4.1.311.12.1.1')), octets(Buffer.alloc(16, 1)), time(date(2024)), algorithm, sequence(...subjects))
  return cms({ contentType: '1.3.6.1.4.1.311.10.1', content: list, signer })
}
