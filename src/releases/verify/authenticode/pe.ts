import { bytes as inBytes } from '../../../base/text.ts'
import { Cursor } from '../../cursor.ts'
import { entropy } from '../../entropy.ts'
import type { Trait } from '../../reading.ts'
import type { Signature } from '../../release.ts'
import { Asn1Error } from '../asn1/der.ts'
import { signerOf } from '../certificates/certificate.ts'
import { absent, type Check, concluded, invalid, trait, unknown, valid } from '../check.ts'
import type { VerifyContext } from '../scheme.ts'
import { type BlobAnswer, verifyBlob } from './blob.ts'
import { type PeLayout, readLayout } from './layout.ts'
import { pageHashesFit, peDigest } from './pe-digest.ts'

const scheme = 'authenticode'
const pkcsSignedData = 2

/** The signature inside a PE file. */
export function verifyPe(path: string, bytes: Uint8Array, context: VerifyContext): Signature {
  const layout = readLayout(bytes)
  if (!layout) return concluded({ scheme, path, checks: [unknown('the headers of the program cannot be read')] })
  const { table } = layout
  if (table.size === 0) return absent(scheme, path, 'it carries no Authenticode signature', [trait('authenticode.table-bytes', 0)])
  if (table.offset + table.size > bytes.length || table.offset <= (layout.directoryAt ?? 0)) {
    return concluded({ scheme, path, checks: [invalid('the certificate table lies outside of the file or inside its headers')] })
  }
  const entry = firstEntry(bytes, table)
  if (!entry) return concluded({ scheme, path, checks: [invalid('the certificate table holds no signature')], traits: tableTraits(bytes, layout, 0) })
  const answer = readBlob(entry.bytes, bytes, layout, context)
  const traits = tableTraits(bytes, layout, answer.length === 0 ? 0 : entry.offset + answer.length)
  return concluded({
    scheme,
    path,
    checks: [...answer.checks, ...(answer.length > 0 ? slackChecks(traits) : [])],
    signer: answer.certificate && signerOf(answer.certificate),
    signedAt: answer.signedAt,
    traits: [...answer.traits, ...traits],
  })
}

function readBlob(blob: Uint8Array, bytes: Uint8Array, layout: PeLayout, context: VerifyContext): BlobAnswer {
  const digests = new Map<string, Buffer>()
  function digestsOf(hash: string): Buffer[] {
    const known = digests.get(hash) ?? peDigest(bytes, layout, hash)
    digests.set(hash, known)
    return [known]
  }
  try {
    return verifyBlob(blob, { digestsOf, pageHashesFit: (hash, entries) => pageHashesFit(bytes, layout, hash, entries) }, context)
  } catch (thrown) {
    if (!(thrown instanceof Asn1Error)) throw thrown
    return { checks: [invalid(`there is a certificate table, but its signature cannot be read: ${thrown.message}`)], traits: [], length: 0 }
  }
}

/** WIN_CERTIFICATE: length, revision, type, then the signature; only the first of type PKCS #7 counts on Windows. */
function firstEntry(bytes: Uint8Array, { offset, size }: PeLayout['table']): { offset: number; bytes: Uint8Array } | undefined {
  const cursor = new Cursor(bytes)
  for (let at = offset; at + 8 <= offset + size; ) {
    const length = cursor.u32(at)
    if (length < 8 || at + length > offset + size) return undefined
    if (cursor.u16(at + 6) === pkcsSignedData) return { offset: at + 8, bytes: cursor.slice(at + 8, length - 8) }
    at += Math.ceil(length / 8) * 8
  }
  return undefined
}

/** What lies in the table after the signature, and in the file after the table. Up to seven zeros fill the table up. */
function tableTraits(bytes: Uint8Array, { table }: PeLayout, signatureEnd: number): Trait[] {
  const end = table.offset + table.size
  const rest = signatureEnd === 0 ? bytes.subarray(table.offset, end) : bytes.subarray(signatureEnd, end)
  const padding = rest.length < 8 && rest.every((byte) => byte === 0)
  return [
    trait('authenticode.table-bytes', table.size, table.offset),
    trait('authenticode.slack-bytes', padding ? 0 : rest.length, end - rest.length),
    trait('authenticode.slack-entropy', padding ? 0 : Math.round(entropy(rest) * 100) / 100, end - rest.length),
    trait('authenticode.overlay-bytes', bytes.length - end, end),
  ]
}

function slackChecks(traits: readonly Trait[]): Check[] {
  const slack = traits.find(({ name }) => name === 'authenticode.slack-bytes')?.value
  if (typeof slack !== 'number' || slack === 0) return []
  return [valid(`${inBytes(slack)} lie in the certificate table behind the signature, where it covers nothing (CVE-2013-3900)`)]
}
