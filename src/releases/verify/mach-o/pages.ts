import { type Check, invalid, unknown, valid } from '../check.ts'
import { digest } from '../cms/algorithms.ts'
import type { CodeDirectory } from './code-directory.ts'
import type { Slice } from './slices.ts'
import type { SuperBlob } from './super-blob.ts'

const mostPages = 4_000_000

/** Whether the pages of a slice have the digests that its directory lists; the last page is shorter, not filled up. */
export function checkPages({ name, bytes }: Slice, directory: CodeDirectory): Check {
  const { hash, hashSize, limit, pages } = directory
  const pageSize = directory.pageSize ?? Math.max(limit, 1)
  if (hash === undefined) return unknown(`the digests of ${name} are of a kind that is not known`)
  if (limit > bytes.length || pages > mostPages || pages !== Math.ceil(limit / pageSize))
    return invalid(`the list of digests of ${name} is not for a file of this size`)
  for (let index = 0; index < pages; index++) {
    const page = bytes.subarray(index * pageSize, Math.min((index + 1) * pageSize, limit))
    if (!cut(hash, hashSize, page).equals(directory.page(index))) {
      return invalid(`${name} is not what was signed: the bytes from offset ${index * pageSize} have another digest`)
    }
  }
  return valid(`all ${pages} pages of ${name} have their signed ${hash.toUpperCase()} digests`)
}

/** Blobs in the signature and files beside it, against the directory's special slots. undefined: not there, or not stated. */
export function checkSlot(directory: CodeDirectory, slot: number, content: Uint8Array | undefined): 'right' | 'wrong' | 'missing' | 'none' {
  const stated = directory.special(slot)
  if (!stated) return content ? 'none' : 'missing'
  if (!content || directory.hash === undefined) return 'missing'
  return cut(directory.hash, directory.hashSize, content).equals(stated) ? 'right' : 'wrong'
}

/** Requirements, and entitlements in both writings, lie inside the signature: they must be there and right. */
const inside: readonly (readonly [slot: number, name: string])[] = [
  [2, 'requirements'],
  [5, 'entitlements'],
  [7, 'entitlements'],
]

export function checkInside({ name }: Slice, directory: CodeDirectory, { blobs }: SuperBlob): Check[] {
  return inside.flatMap(([slot, what]) => {
    const blob = blobs.get(slot)
    const word = checkSlot(directory, slot, blob)
    if (word === 'wrong' || (word === 'missing' && directory.special(slot))) return [invalid(`the ${what} of ${name} are not the signed ones`)]
    return word === 'none' ? [invalid(`the ${what} of ${name} are there, but not signed`)] : []
  })
}

/** Digest, cut to the size that the directory has room for. */
function cut(hash: string, size: number, content: Uint8Array): Buffer {
  return digest(hash, content).subarray(0, size)
}
