import type { Trait } from '../../reading.ts'
import { Asn1Error, type Der } from '../asn1/der.ts'
import { octetsOf, tags } from '../asn1/values.ts'
import type { Certificate } from '../certificates/certificate.ts'
import { codeSigning, trustIn } from '../certificates/trust.ts'
import { type Check, invalid, trait, unknown, valid } from '../check.ts'
import { readSignedData, type SignedData, type SignerInfo } from '../cms/signed-data.ts'
import { checkSigner } from '../cms/signer-check.ts'
import { timestampsOf } from '../cms/timestamp.ts'
import type { VerifyContext } from '../scheme.ts'
import { programOf, stuffing } from './attributes.ts'
import { type IndirectData, indirectDataContent, readIndirectData } from './indirect-data.ts'

/** What is signed, as far as a signature can ask about it. */
export interface Subject {
  /** Its digest; several where it can be read in several ways, none where it contradicts itself. */
  digestsOf(hash: string): readonly Uint8Array[]
  pageHashesFit?(hash: string, entries: Uint8Array): boolean | null
}

export interface BlobAnswer {
  readonly checks: readonly Check[]
  readonly certificate?: Certificate
  readonly signedAt?: Date
  readonly traits: readonly Trait[]
  /** Bytes that the signature itself takes. */
  readonly length: number
}

const nestedSignature = '1.3.6.1.4.1.311.2.4.1'
/** A certificate that asks for its signatures to end with it, timestamp or not. */
const lifetimeSigning = '1.3.6.1.4.1.311.10.3.13'
const weakHashes = new Set(['md5', 'sha1'])

/** One PKCS #7 signature of Authenticode, and those nested in it. */
export function verifyBlob(bytes: Uint8Array, subject: Subject, context: VerifyContext): BlobAnswer {
  const data = readSignedData(bytes)
  const [signer] = data.signers
  if (!signer || !data.content) throw new Asn1Error('it has no signer or no content')
  if (data.contentType !== indirectDataContent) return { checks: [invalid('the signature is not one for code')], traits: [], length: data.length }
  return verifySigner(data, signer, data.content, subject, context)
}

function verifySigner(data: SignedData, signer: SignerInfo, value: Der, subject: Subject, context: VerifyContext): BlobAnswer {
  const { roots, options } = context
  const indirect = readIndirectData(value)
  const made = checkSigner(signer, contentOf(value), data.certificates, indirectDataContent)
  const timestamps = timestampsOf(signer, { certificates: data.certificates, roots, now: options.now })
  const stamp = timestamps.find(({ trusted }) => trusted) ?? timestamps[0]
  const signedAt = stamp?.trusted && !made.certificate?.uses?.includes(lifetimeSigning) ? stamp.time : undefined
  const trust = made.certificate && trustIn({ signer: made.certificate, pool: data.certificates, roots, use: codeSigning, now: options.now, signedAt })
  const digestChecks = checkDigest(indirect, subject)
  const nested = nestedAnswers(signer, subject, context)
  return {
    checks: [
      ...digestChecks,
      ...made.checks,
      ...(trust?.checks ?? []),
      ...timestamps.flatMap(({ checks }) => checks),
      ...nested.map(nestedCheck),
      ...weakness(indirect),
    ],
    ...(made.certificate && { certificate: made.certificate }),
    ...(stamp?.trusted && stamp.time && { signedAt: stamp.time }),
    traits: [
      trait('authenticode.digest', indirect.hash ?? indirect.algorithm),
      trait('authenticode.root', trust?.path.origin === undefined ? null : (trust.path.certificates.at(-1)?.subject ?? null)),
      trait('authenticode.timestamp', stamp ? stamp.kind : 'none'),
      trait('authenticode.timestamp-authority', stamp?.authority ?? null),
      trait('authenticode.timestamp-time', stamp?.time?.toISOString() ?? null),
      trait('authenticode.nested-signatures', nested.length),
      trait('authenticode.page-hashes', pageHashWord(indirect, subject)),
      trait('authenticode.program', programOf(signer)),
      ...stuffing(data, signer),
    ],
    length: data.length,
  }
}

/** PKCS #7 hashes the value octets of the content, CMS those inside the OCTET STRING: the same rule (RFC 5652 5.4). */
function contentOf(value: Der): Uint8Array {
  return value.tagClass === 1 && value.tag === tags.octetString ? octetsOf(value) : value.content
}

function checkDigest(indirect: IndirectData, subject: Subject): Check[] {
  if (indirect.hash === undefined) return [unknown(`the digest algorithm ${indirect.algorithm} is not known`)]
  if (!subject.digestsOf(indirect.hash).some((actual) => Buffer.from(actual).equals(indirect.digest)))
    return [invalid('the file is not the one that was signed: its digest is another')]
  if (pageHashWord(indirect, subject) === 'wrong') return [invalid('the digests of single pages in the signature are not those of the file')]
  return [valid(`the ${indirect.hash.toUpperCase()} digest of the file is the signed one`)]
}

function pageHashWord({ pageHashes }: IndirectData, subject: Subject): string | null {
  if (!pageHashes) return 'none'
  const fit = subject.pageHashesFit?.(pageHashes.hash, pageHashes.entries) ?? null
  return fit === null ? null : fit ? 'right' : 'wrong'
}

function weakness({ hash = '' }: IndirectData): Check[] {
  return weakHashes.has(hash) ? [valid(`it rests on ${hash.toUpperCase()}, for which files with the same digest can be made`)] : []
}

/** Second signatures, usually with another hash, lie unsigned inside the first one. */
function nestedAnswers(signer: SignerInfo, subject: Subject, context: VerifyContext): (BlobAnswer | string)[] {
  return (signer.unsigned.get(nestedSignature) ?? []).slice(0, 4).map((value) => {
    try {
      const data = readSignedData(value.whole)
      const [inner] = data.signers
      if (!inner || !data.content || data.contentType !== indirectDataContent) return 'a nested signature is not one for code'
      // Nesting goes one level deep; whatever lies deeper is not a signature that anybody checks.
      return verifySigner(data, { ...inner, unsigned: without(inner.unsigned, nestedSignature) }, data.content, subject, context)
    } catch {
      return 'a nested signature cannot be read'
    }
  })
}

function without<V>(map: ReadonlyMap<string, V>, key: string): ReadonlyMap<string, V> {
  return new Map([...map].filter(([at]) => at !== key))
}

function nestedCheck(answer: BlobAnswer | string): Check {
  if (typeof answer === 'string') return unknown(answer)
  const against = answer.checks.find(({ state }) => state === 'invalid')
  const by = answer.certificate ? ` by ${answer.certificate.subject}` : ''
  return against ? invalid(`a second signature${by} does not hold: ${against.says}`) : valid(`a second signature${by} fits the file, too`)
}
