import { Asn1Error, child, type Der, isUniversal, readDer } from '../asn1/der.ts'
import { octetsOf, oidOf, tags, timeOf } from '../asn1/values.ts'
import type { Certificate } from '../certificates/certificate.ts'
import { timeStamping, trustIn } from '../certificates/trust.ts'
import { type Check, invalid, unknown, valid } from '../check.ts'
import type { RootSet } from '../roots/root-set.ts'
import { digest, hashName } from './algorithms.ts'
import { oids, readSignedData, readSignerInfo, type SignerInfo } from './signed-data.ts'
import { checkSigner } from './signer-check.ts'

/** Attributes that hold an RFC 3161 token: Microsoft's and that of RFC 3161 itself. */
const tokenAttributes = ['1.3.6.1.4.1.311.3.3.1', '1.2.840.113549.1.9.16.2.14']
const timestampInfo = '1.2.840.113549.1.9.16.1.4'

export interface Timestamp {
  /** rfc3161 · countersignature */
  readonly kind: string
  readonly time?: Date
  /** True when it fits and its authority leads to a trusted root: only then does its time count. */
  readonly trusted: boolean
  readonly authority?: string
  /** What speaks against the signature itself: a timestamp of something else. */
  readonly checks: readonly Check[]
}

interface Around {
  readonly certificates: readonly Certificate[]
  readonly roots: RootSet
  readonly now: Date
}

/** Every timestamp on a signer's signature. */
export function timestampsOf(signer: SignerInfo, around: Around): Timestamp[] {
  const tokens = tokenAttributes
    .flatMap((oid) => signer.unsigned.get(oid) ?? [])
    .map((token) => guarded('rfc3161', () => readToken(token, signer.signature, around)))
  const counter = (signer.unsigned.get(oids.counterSignature) ?? []).map((value) =>
    guarded('countersignature', () => readCounter(value, signer.signature, around)),
  )
  return [...tokens, ...counter].slice(0, 8)
}

function guarded(kind: string, read: () => Timestamp): Timestamp {
  try {
    return read()
  } catch {
    return { kind, trusted: false, checks: [unknown('its timestamp cannot be read')] }
  }
}

/** RFC 3161 2.4.2: a TSTInfo whose imprint is the digest of the signature value. */
function readToken(token: Der, signature: Uint8Array, { certificates, roots, now }: Around): Timestamp {
  const data = readSignedData(token.whole)
  const [signer] = data.signers
  if (data.contentType !== timestampInfo || !data.content || !signer) throw new Asn1Error('no timestamp token')
  const content = octetsOf(data.content)
  const info = readDer(content)
  const imprint = child(info, 2)
  const hash = hashName(oidOf(child(child(imprint, 0), 0)))
  const time = info.children.find((part) => isUniversal(part, tags.generalizedTime))
  if (hash === undefined || !time) throw new Asn1Error('no timestamp token')
  const fits = digest(hash, signature).equals(octetsOf(child(imprint, 1)))
  const pool = [...data.certificates, ...certificates]
  return judged('rfc3161', timeOf(time), fits, signer, content, pool, roots, now, timestampInfo)
}

/** PKCS #9 5.3.6: a signer over the signature value, with its own signing time. */
function readCounter(value: Der, signature: Uint8Array, { certificates, roots, now }: Around): Timestamp {
  const signer = readSignerInfo(value)
  const time = signer.signed.get(oids.signingTime)?.[0]
  if (!time) throw new Asn1Error('no time')
  return judged('countersignature', timeOf(time), true, signer, signature, certificates, roots, now)
}

function judged(
  kind: string,
  time: Date,
  fits: boolean,
  signer: SignerInfo,
  content: Uint8Array,
  pool: readonly Certificate[],
  roots: RootSet,
  now: Date,
  contentType?: string,
): Timestamp {
  const made = checkSigner(signer, content, pool, contentType)
  const known = made.certificate ? { authority: made.certificate.subject } : {}
  if (!fits || made.checks.some(({ state }) => state === 'invalid')) {
    return { kind, time, trusted: false, ...known, checks: [invalid('its timestamp is not for this signature')] }
  }
  if (!made.certificate) return { kind, time, trusted: false, checks: [unknown('the certificate of its timestamp is missing')] }
  const trust = trustIn({ signer: made.certificate, pool, roots, use: timeStamping, now, signedAt: time })
  const trusted = made.checks.concat(trust.checks).every(({ state }) => state === 'valid')
  const against = trust.checks.filter(({ state }) => state === 'invalid').map(({ says }) => unknown(`its timestamp does not count: ${says}`))
  return { kind, time, trusted, ...known, checks: trusted ? [valid(`${made.certificate.subject} saw it on ${time.toISOString()}`)] : against }
}
