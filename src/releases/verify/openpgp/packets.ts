import { BeyondEnd, Cursor } from '../../cursor.ts'

/** One packet of OpenPGP (RFC 9580 4.2). */
export interface Packet {
  readonly tag: number
  readonly body: Uint8Array
}

const mostPackets = 10_000

/** All packets. Throws BeyondEnd for what is none, and for lengths in parts, which only encrypted and literal data have. */
export function* packets(bytes: Uint8Array): Generator<Packet> {
  const cursor = new Cursor(bytes, 'big')
  let at = 0
  for (let count = 0; at < bytes.length && count < mostPackets; count++) {
    const first = cursor.u8(at)
    if ((first & 0x80) === 0) throw new BeyondEnd(at)
    const { header, length } = (first & 0x40) !== 0 ? newLength(cursor, at) : oldLength(cursor, at, bytes.length)
    const tag = (first & 0x40) !== 0 ? first & 0x3f : (first & 0x3c) >> 2
    yield { tag, body: cursor.slice(at + header, length) }
    at += header + length
  }
}

function newLength(cursor: Cursor, at: number): { header: number; length: number } {
  const first = cursor.u8(at + 1)
  if (first < 192) return { header: 2, length: first }
  if (first < 224) return { header: 3, length: (first - 192) * 256 + cursor.u8(at + 2) + 192 }
  if (first === 255) return { header: 6, length: cursor.u32(at + 2) }
  throw new BeyondEnd(at)
}

function oldLength(cursor: Cursor, at: number, end: number): { header: number; length: number } {
  const kind = cursor.u8(at) & 3
  if (kind === 0) return { header: 2, length: cursor.u8(at + 1) }
  if (kind === 1) return { header: 3, length: cursor.u16(at + 1) }
  if (kind === 2) return { header: 5, length: cursor.u32(at + 1) }
  return { header: 1, length: end - at - 1 }
}

/** A number of many digits, and where the next one begins. */
export function multiPrecision(cursor: Cursor, at: number): { value: Uint8Array; next: number } {
  const length = Math.ceil(cursor.u16(at) / 8)
  return { value: cursor.slice(at + 2, length), next: at + 2 + length }
}

export interface Subpacket {
  readonly type: number
  readonly body: Uint8Array
}

/** Subpackets of a signature (RFC 9580 5.2.3.7). */
export function* subpackets(bytes: Uint8Array): Generator<Subpacket> {
  const cursor = new Cursor(bytes, 'big')
  for (let at = 0; at < bytes.length; ) {
    const first = cursor.u8(at)
    const [header, length] = first < 192 ? [1, first] : first < 255 ? [2, (first - 192) * 256 + cursor.u8(at + 1) + 192] : [5, cursor.u32(at + 1)]
    if (length === 0) throw new BeyondEnd(at)
    yield { type: cursor.u8(at + header) & 0x7f, body: cursor.slice(at + header + 1, length - 1) }
    at += header + length
  }
}
