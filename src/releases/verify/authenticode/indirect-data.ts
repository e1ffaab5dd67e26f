import { child, type Der, isContext, isUniversal, readDer } from '../asn1/der.ts'
import { octetsOf, oidOf, tags } from '../asn1/values.ts'
import { hashName } from '../cms/algorithms.ts'

/** SpcIndirectDataContent: what a signature says the digest of the file is. */
export interface IndirectData {
  readonly algorithm: string
  /** Node's name, when the algorithm is known. */
  readonly hash?: string
  readonly digest: Uint8Array
  readonly pageHashes?: { readonly hash: string; readonly entries: Uint8Array }
}

export const indirectDataContent = '1.3.6.1.4.1.311.2.1.4'
const pageHashes: Readonly<Record<string, string>> = { '1.3.6.1.4.1.311.2.3.1': 'sha1', '1.3.6.1.4.1.311.2.3.2': 'sha256' }

export function readIndirectData(value: Der): IndirectData {
  const info = child(value, 1)
  const algorithm = oidOf(child(child(info, 0), 0))
  const hash = hashName(algorithm)
  const pages = pageHashesIn(child(value, 0).children[1])
  return { algorithm, ...(hash && { hash }), digest: octetsOf(child(info, 1)), ...(pages && { pageHashes: pages }) }
}

/** SpcPeImageData.file is a moniker whose data is a SET of attributes; one of them may hold the page hashes. */
function pageHashesIn(imageData: Der | undefined): IndirectData['pageHashes'] {
  const link = imageData?.children.find((part) => isContext(part, 0))?.children[0]
  const moniker = isContext(link, 1) ? link : undefined
  const data = moniker?.children[1]
  if (!isUniversal(data, tags.octetString)) return undefined
  for (const attribute of readDer(octetsOf(data)).children) {
    const [oid, values] = attribute.children
    const hash = oid && pageHashes[oidOf(oid)]
    const entries = values?.children[0]
    if (hash && entries) return { hash, entries: octetsOf(entries) }
  }
  return undefined
}
