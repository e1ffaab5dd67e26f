import { createHash } from 'node:crypto'
import { Cursor } from '../../cursor.ts'
import { digest } from '../cms/algorithms.ts'
import type { PeLayout } from './layout.ts'

/** The digest that a signature states: the file without the checksum, the table's directory entry and the table itself. */
export function peDigest(bytes: Uint8Array, layout: PeLayout, hash: string): Buffer {
  return digest(hash, ...covered(bytes, layout))
}

function covered(bytes: Uint8Array, { checksumAt, directoryAt, table }: PeLayout): Uint8Array[] {
  const head = [bytes.subarray(0, checksumAt)]
  const end = table.size > 0 ? table.offset : bytes.length
  if (directoryAt === undefined) head.push(bytes.subarray(checksumAt + 4))
  else head.push(bytes.subarray(checksumAt + 4, directoryAt), bytes.subarray(directoryAt + 8, end))
  if (table.size > 0) head.push(bytes.subarray(table.offset + table.size))
  return head
}

/** A page of 4 KiB is what the loader checks; others mean that the header lies. */
const pageSizes = new Set([0x1000, 0x2000, 0x4000, 0x10000])

/**
 * Whether the page hashes in a signature are those of the file: pairs of offset (32 bit) and digest, first the
 * headers, then every section's pages filled up with zeros, at the end the last offset with a digest of zeros.
 * null: the layout is one that cannot be checked.
 */
export function pageHashesFit(bytes: Uint8Array, layout: PeLayout, hash: string, stated: Uint8Array): boolean | null {
  const { pageSize, headerSize, sections } = layout
  if (!pageSizes.has(pageSize) || headerSize > pageSize || headerSize > bytes.length || layout.directoryAt === undefined) return null
  if (sections.reduce((sum, section) => sum + section.size, 0) > bytes.length) return null
  const size = createHash(hash).digest().length
  const entries = new Cursor(stated)
  const zeros = new Uint8Array(pageSize)
  const header = [
    bytes.subarray(0, layout.checksumAt),
    bytes.subarray(layout.checksumAt + 4, layout.directoryAt),
    bytes.subarray(layout.directoryAt + 8, headerSize),
    zeros.subarray(headerSize),
  ]
  const next = { at: 0 }
  function isNext(offset: number, parts: readonly Uint8Array[] | null): boolean {
    if (!entries.has(next.at, 4 + size) || entries.u32(next.at) !== offset) return false
    const value = entries.slice(next.at + 4, size)
    next.at += 4 + size
    return parts === null ? value.every((byte) => byte === 0) : digest(hash, ...parts).equals(value)
  }
  if (!isNext(0, header)) return false
  let last = 0
  for (const { offset, size: raw } of sections) {
    if (raw === 0) continue
    if (offset + raw > bytes.length) return false
    for (let at = 0; at < raw; at += pageSize) {
      const page = bytes.subarray(offset + at, offset + Math.min(at + pageSize, raw))
      if (!isNext(offset + at, [page, zeros.subarray(page.length)])) return false
    }
    last = offset + raw
  }
  return isNext(last, null) && next.at === stated.length
}
