import { Asn1Error, child, type Der, isContext, isUniversal, readDer } from '../asn1/der.ts'
import { integerHex, octetsOf, oidOf, tags } from '../asn1/values.ts'
import { type Certificate, readCertificates } from '../certificates/certificate.ts'

export const oids = {
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  counterSignature: '1.2.840.113549.1.9.6',
} as const

/** SignerInfo of CMS (RFC 5652 5.3). */
export interface SignerInfo {
  /** Issuer's DER and serial, or the subject key identifier; hexadecimal. */
  readonly issuerDer?: string
  readonly serial?: string
  readonly keyId?: string
  readonly digestAlgorithm: string
  /** As they are signed: in DER with the tag of a SET. */
  readonly signedAttributes?: Uint8Array
  readonly signed: ReadonlyMap<string, readonly Der[]>
  readonly unsigned: ReadonlyMap<string, readonly Der[]>
  /** Size of the attributes that no signature covers, in bytes. */
  readonly unsignedBytes: number
  readonly signatureAlgorithm: string
  readonly signature: Uint8Array
}

/** SignedData of CMS or PKCS #7. */
export interface SignedData {
  readonly contentType: string
  /** The value inside eContent; absent: the content lies elsewhere. */
  readonly content?: Der
  readonly certificates: readonly Certificate[]
  readonly unreadableCertificates: number
  readonly signers: readonly SignerInfo[]
  /** Bytes that the whole ContentInfo takes. */
  readonly length: number
}

/** Most signers and certificates that are looked at. */
const most = { signers: 16, certificates: 64 }

/** A ContentInfo with SignedData of at most so many ASN.1 values. Throws Asn1Error. */
export function readSignedData(bytes: Uint8Array, nodes?: number): SignedData {
  const info = readDer(bytes, nodes)
  if (!isUniversal(info, tags.sequence) || oidOf(child(info, 0)) !== oids.signedData) throw new Asn1Error('it is not a PKCS #7 signature')
  const body = child(child(info, 1), 0)
  const encapsulated = child(body, 2)
  const content = encapsulated.children[1]?.children[0]
  const set = body.children.slice(3)
  const bag = set.find((part) => isContext(part, 0))?.children ?? []
  const signers = set.findLast((part) => isUniversal(part, tags.set))?.children ?? []
  if (bag.length > most.certificates || signers.length > most.signers) throw new Asn1Error('it holds more certificates or signers than any real signature')
  const { certificates, unreadable } = readCertificates(bag.filter((part) => isUniversal(part, tags.sequence)).map(({ whole }) => whole))
  return {
    contentType: oidOf(child(encapsulated, 0)),
    ...(content && { content }),
    certificates,
    unreadableCertificates: unreadable,
    signers: signers.map(readSignerInfo),
    length: info.whole.length,
  }
}

export function readSignerInfo(value: Der): SignerInfo {
  const [, identifier, digestAlgorithm, ...rest] = value.children
  if (!identifier || !digestAlgorithm) throw new Asn1Error('a signer is incomplete')
  const signed = rest.find((part) => isContext(part, 0))
  const unsigned = rest.find((part) => isContext(part, 1))
  const [signatureAlgorithm, signature] = rest.filter((part) => part.tagClass === 1)
  if (!signatureAlgorithm || !signature) throw new Asn1Error('a signer has no signature')
  return {
    ...identifierOf(identifier),
    digestAlgorithm: oidOf(child(digestAlgorithm, 0)),
    ...(signed && { signedAttributes: asSet(signed.whole) }),
    signed: attributesOf(signed),
    unsigned: attributesOf(unsigned),
    unsignedBytes: unsigned?.whole.length ?? 0,
    signatureAlgorithm: oidOf(child(signatureAlgorithm, 0)),
    signature: octetsOf(signature),
  }
}

function identifierOf(identifier: Der): Pick<SignerInfo, 'issuerDer' | 'serial' | 'keyId'> {
  if (isContext(identifier, 0)) return { keyId: Buffer.from(octetsOf(identifier)).toString('hex') }
  return { issuerDer: Buffer.from(child(identifier, 0).whole).toString('hex'), serial: integerHex(child(identifier, 1)) }
}

/** The implicit tag [0] gives way to that of SET OF before hashing (RFC 5652 5.4). */
function asSet(whole: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(whole)
  copy[0] = 0x31
  return copy
}

function attributesOf(set: Der | undefined): ReadonlyMap<string, readonly Der[]> {
  const found = new Map<string, readonly Der[]>()
  for (const attribute of set?.children ?? []) {
    const oid = oidOf(child(attribute, 0))
    found.set(oid, [...(found.get(oid) ?? []), ...child(attribute, 1).children])
  }
  return found
}

/** The certificate that a signer names, among those at hand. */
export function certificateOf(signer: SignerInfo, certificates: readonly Certificate[]): Certificate | undefined {
  if (signer.keyId !== undefined) return certificates.find(({ keyId }) => keyId === signer.keyId)
  return certificates.find(({ issuerDer, serial }) => issuerDer === signer.issuerDer && serial === signer.serial)
}
