import { BeyondEnd, Cursor } from '../../cursor.ts'

/** A header of an RPM package: tags with values (rpm.org, RPM v4 package format). */
export interface RpmHeader {
  /** As it is signed: magic, counts, index and values. */
  readonly bytes: Uint8Array
  readonly end: number
  /** Text of a tag, or the first of several. */
  text(tag: number): string | undefined
  binary(tag: number): Uint8Array | undefined
  number(tag: number): number | undefined
}

const magic = 0x8eade801
const leadSize = 96
const types = { int32: 4, string: 6, binary: 7, strings: 8, i18n: 9 } as const
const most = { entries: 100_000, bytes: 256 * 2 ** 20 }

export function isRpm(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 4)).toString('hex') === 'edabeedb'
}

/** Signature header, main header, and where the payload begins. Throws BeyondEnd. */
export function readHeaders(bytes: Uint8Array): { signature: RpmHeader; main: RpmHeader; payload: Uint8Array } {
  const signature = readHeader(bytes, leadSize)
  const main = readHeader(bytes, Math.ceil(signature.end / 8) * 8)
  return { signature, main, payload: bytes.subarray(main.end) }
}

function readHeader(whole: Uint8Array, start: number): RpmHeader {
  const cursor = new Cursor(whole, 'big')
  if (cursor.u32(start) !== magic) throw new BeyondEnd(start)
  const count = cursor.u32(start + 8)
  const size = cursor.u32(start + 12)
  if (count > most.entries || size > most.bytes) throw new BeyondEnd(start)
  const values = start + 16 + count * 16
  const index = new Map<number, { type: number; at: number; count: number }>()
  for (let entry = start + 16; entry < values; entry += 16) {
    // The first of a tag counts, as for rpm itself.
    if (!index.has(cursor.u32(entry)))
      index.set(cursor.u32(entry), { type: cursor.u32(entry + 4), at: values + cursor.u32(entry + 8), count: cursor.u32(entry + 12) })
  }
  const end = values + size
  return {
    bytes: cursor.slice(start, end - start),
    end,
    text(tag) {
      const entry = index.get(tag)
      const isText = entry && (entry.type === types.string || entry.type === types.strings || entry.type === types.i18n)
      return isText ? cursor.text(entry.at, Math.min(65_536, end - entry.at)) : undefined
    },
    binary(tag) {
      const entry = index.get(tag)
      return entry?.type === types.binary && entry.at + entry.count <= end ? cursor.slice(entry.at, entry.count) : undefined
    },
    number(tag) {
      const entry = index.get(tag)
      return entry?.type === types.int32 ? cursor.u32(entry.at) : undefined
    },
  }
}
