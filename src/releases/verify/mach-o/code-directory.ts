import { BeyondEnd, Cursor } from '../../cursor.ts'

/** The list of digests that an Apple code signature signs (xnu, osfmk/kern/cs_blobs.h). */
export interface CodeDirectory {
  /** The whole blob. */
  readonly bytes: Uint8Array
  readonly flags: number
  readonly identifier: string
  readonly team?: string
  /** Node's name; undefined: not known. */
  readonly hash?: string
  readonly hashSize: number
  /** Bytes from the beginning of the slice that the pages cover. */
  readonly limit: number
  /** undefined: one page for all. */
  readonly pageSize?: number
  readonly pages: number
  page(index: number): Uint8Array
  /** Digest in a special slot; undefined: none stated. */
  special(slot: number): Uint8Array | undefined
}

export const flags = { adHoc: 0x2, hardened: 0x10000, linkerSigned: 0x20000 } as const
const magic = 0xfade0c02
const hashes: Readonly<Record<number, string>> = { 1: 'sha1', 2: 'sha256', 3: 'sha256', 4: 'sha384' }

/** Throws BeyondEnd. */
export function readCodeDirectory(bytes: Uint8Array): CodeDirectory {
  const cursor = new Cursor(bytes, 'big')
  if (cursor.u32(0) !== magic) throw new BeyondEnd(0)
  const version = cursor.u32(8)
  const hashesAt = cursor.u32(16)
  const specials = cursor.u32(24)
  const hashSize = cursor.u8(36)
  const hash = hashes[cursor.u8(37)]
  const pageBits = cursor.u8(39)
  if (hashSize === 0 || pageBits > 24) throw new BeyondEnd(36)
  const teamAt = version >= 0x20200 ? cursor.u32(48) : 0
  const wideLimit = version >= 0x20300 ? cursor.u64(56) : 0
  return {
    bytes,
    flags: cursor.u32(12),
    identifier: cursor.text(cursor.u32(20), 512),
    ...(teamAt > 0 && { team: cursor.text(teamAt, 64) }),
    ...(hash && { hash }),
    hashSize,
    limit: wideLimit > 0 ? wideLimit : cursor.u32(32),
    ...(pageBits > 0 && { pageSize: 2 ** pageBits }),
    pages: cursor.u32(28),
    page: (index) => cursor.slice(hashesAt + index * hashSize, hashSize),
    special(slot) {
      if (slot > specials) return undefined
      const stated = cursor.slice(hashesAt - slot * hashSize, hashSize)
      return stated.every((byte) => byte === 0) ? undefined : stated
    },
  }
}
