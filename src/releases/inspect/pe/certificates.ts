import { derChildren, derElement, derObjectId, type Element } from '../../der.ts'
import { entropy } from '../../entropy.ts'
import { type Notes, nonZero, rounded } from '../../native/parts.ts'
import type { Embedded, Trait } from '../../reading.ts'
import type { Span } from '../../strings.ts'
import { directories, type PeImage } from './headers.ts'

/**
 * What lies in the certificate table besides the signature. The digest of Authenticode leaves the table out, so bytes
 * appended inside it do not break the signature (CVE-2013-3900, T1553.002). `slack` is everything after the end of each PKCS#7
 * structure, inside its entry and between entries; a signing tool leaves up to seven zeros there.
 */
export interface CertificateTable {
  readonly traits: readonly Trait[]
  readonly embedded: readonly Embedded[]
  /** The table as laid out in the file. */
  readonly span?: Span
}

const mostEntries = 64
/** Attributes that every signer may add: countersignature, RFC 3161 timestamp (Microsoft's and the standard's id), nested signature, page hashes. */
const usualAttributes = new Set([
  '1.2.840.113549.1.9.6',
  '1.3.6.1.4.1.311.3.3.1',
  '1.2.840.113549.1.9.16.2.14',
  '1.3.6.1.4.1.311.2.4.1',
  '1.3.6.1.4.1.311.3.2.2',
])
/** Marks with which installers say what a download is for; they are put in after signing, by the vendor's own servers. */
const tags: readonly (readonly [name: string, mark: string])[] = [
  ['Omaha', 'Gact2.0Omaha'],
  ['Dropbox', '__DROPBOX__'],
  ['Mozilla attribution', '__MOZCUSTOM__'],
]

export function readCertificates(image: PeImage, notes: Notes): CertificateTable {
  const table = image.directory(directories.certificate)
  if (table === undefined || table.size === 0) return { traits: [{ name: 'pe.certificate-bytes', value: 0 }], embedded: [] }
  const { cursor } = image
  const end = Math.min(cursor.length, table.rva + table.size)
  if (table.rva >= cursor.length || table.rva + table.size > cursor.length) notes.add('the certificate table reaches beyond the end of the file')
  if (table.rva >= cursor.length) return { traits: [{ name: 'pe.certificate-bytes', value: table.size }], embedded: [] }
  const slack: Span[] = []
  const sizes = { unauthenticated: 0, unusual: 0, largest: 0, entries: 0 }
  notes.part('the certificate table', () => {
    let at = table.rva
    for (; at + 8 <= end && sizes.entries < mostEntries; sizes.entries++) {
      const length = cursor.u32(at)
      if (length < 8) break
      const stop = Math.min(end, at + length)
      const signature = derElement(cursor, at + 8, stop)
      if (signature === undefined) notes.add('an entry of the certificate table holds no complete PKCS#7 structure')
      else measureSignature(cursor, signature, sizes)
      push(slack, signature?.end ?? at + 8, stop)
      const next = table.rva + Math.ceil((stop - table.rva) / 8) * 8
      push(slack, stop, Math.min(next, end))
      at = next
    }
    push(slack, at, end)
  })
  return {
    traits: traitsOf(image, { rva: table.rva, size: end - table.rva }, slack, sizes),
    embedded: embedded(slack),
    span: { offset: table.rva, length: end - table.rva },
  }
}

function push(slack: Span[], from: number, until: number): void {
  if (until > from) slack.push({ offset: from, length: until - from })
}

function embedded(slack: readonly Span[]): Embedded[] {
  return slack.filter((span) => span.length > 64).map((span) => ({ name: 'certificate-slack', ...span }))
}

type Sizes = { unauthenticated: number; unusual: number; largest: number; entries: number }

/** ContentInfo → SignedData → certificates [0] and signerInfos → unsignedAttrs [1] (RFC 2315, RFC 5652). None of these is signed. */
function measureSignature(cursor: PeImage['cursor'], contentInfo: Element, sizes: Sizes): void {
  const explicit = derChildren(cursor, contentInfo)[1]
  const signedData = explicit === undefined ? undefined : derChildren(cursor, explicit)[0]
  if (signedData === undefined) return
  const parts = derChildren(cursor, signedData)
  for (const set of parts.filter((part) => part.tag === 0xa0)) {
    for (const certificate of derChildren(cursor, set)) sizes.largest = Math.max(sizes.largest, certificate.end - certificate.start)
  }
  const signers = parts.at(-1)
  if (signers === undefined || signers.tag !== 0x31) return
  for (const unsigned of derChildren(cursor, signers)
    .flatMap((signer) => derChildren(cursor, signer))
    .filter((part) => part.tag === 0xa1)) {
    sizes.unauthenticated += unsigned.end - unsigned.contents
    for (const attribute of derChildren(cursor, unsigned)) {
      const id = derChildren(cursor, attribute)[0]
      if (id === undefined || !usualAttributes.has(derObjectId(cursor, id))) sizes.unusual += attribute.end - attribute.start
    }
  }
}

function traitsOf(image: PeImage, table: { rva: number; size: number }, slack: readonly Span[], sizes: Sizes): Trait[] {
  const { cursor } = image
  const bytes = Buffer.concat(slack.map((span) => cursor.slice(span.offset, span.length)))
  const place = { offset: slack[0]?.offset ?? table.rva }
  const all = Buffer.from(cursor.slice(table.rva, table.size))
  const tag = tags.find(([, mark]) => all.includes(mark))?.[0] ?? ''
  return [
    { name: 'pe.certificate-bytes', value: table.size, place: { offset: table.rva } },
    { name: 'pe.certificate-entries', value: sizes.entries },
    { name: 'pe.certificate-slack', value: bytes.length, place },
    { name: 'pe.certificate-slack-nonzero', value: nonZero(bytes), place },
    { name: 'pe.certificate-slack-entropy', value: rounded(entropy(bytes)), place },
    { name: 'pe.certificate-tag', value: tag },
    { name: 'pe.certificate-unauthenticated-bytes', value: sizes.unauthenticated },
    { name: 'pe.certificate-unusual-attribute-bytes', value: sizes.unusual },
    { name: 'pe.certificate-largest', value: sizes.largest },
  ]
}
