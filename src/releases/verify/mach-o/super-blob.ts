import { BeyondEnd, Cursor } from '../../cursor.ts'
import { type CodeDirectory, readCodeDirectory } from './code-directory.ts'

/** An embedded signature: blobs by their slot. */
export interface SuperBlob {
  /** The first is what the CMS signature is over; others are the same with another hash. */
  readonly directories: readonly CodeDirectory[]
  /** Requirements (2), entitlements (5, 7) and others, whole. */
  readonly blobs: ReadonlyMap<number, Uint8Array>
  /** CMS SignedData; undefined or empty: signed by nobody. */
  readonly cms?: Uint8Array
  readonly length: number
}

const magic = 0xfade0cc0
const slots = { directory: 0, alternate: 0x1000, alternateEnd: 0x1005, cms: 0x10000 } as const
const mostBlobs = 64

/** Throws BeyondEnd. */
export function readSuperBlob(bytes: Uint8Array): SuperBlob {
  const cursor = new Cursor(bytes, 'big')
  const count = cursor.u32(8)
  if (cursor.u32(0) !== magic || count > mostBlobs) throw new BeyondEnd(0)
  const blobs = new Map<number, Uint8Array>()
  for (let index = 0; index < count; index++) {
    const offset = cursor.u32(16 + index * 8)
    const slot = cursor.u32(12 + index * 8)
    if (!blobs.has(slot)) blobs.set(slot, cursor.slice(offset, cursor.u32(offset + 4)))
  }
  const directories = [...blobs]
    .filter(([slot]) => slot === slots.directory || (slot >= slots.alternate && slot < slots.alternateEnd))
    .toSorted(([a], [b]) => a - b)
  const cms = blobs.get(slots.cms)?.subarray(8)
  return { directories: directories.map(([, blob]) => readCodeDirectory(blob)), blobs, ...(cms && cms.length > 0 && { cms }), length: cursor.u32(4) }
}
