import { inflateRawSync } from 'node:zlib'
import { BeyondEnd, Cursor } from '../cursor.ts'
import { unbzipNsis } from './bzip2.ts'
import { unlzma } from './lzma.ts'

/** The header that every NSIS installer has behind its program: flags, two signatures, size of the header, size of all data. */
export const firstHeaderBytes = 28
const signature = Buffer.concat([Buffer.from([0xef, 0xbe, 0xad, 0xde]), Buffer.from('NullsoftInst', 'latin1')])
const largestHeader = 64 * 2 ** 20

/** Offset of the first header in the bytes, or -1. */
export function findFirstHeader(bytes: Uint8Array): number {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(signature)
  return at < 4 ? -1 : at - 4
}

/** True for a first header and exactly the header that it announces, unpacked: the form in which the unpacker hands it on. */
export function isPlainHeader(head: Uint8Array, size: number): boolean {
  return head.length >= firstHeaderBytes && findFirstHeader(head.subarray(0, 20)) === 0 && new Cursor(head).u32(20) + firstHeaderBytes === size
}

/**
 * Unpacks the header of an installer. `bytes` begin with the first header. Throws RangeError, BeyondEnd, LzmaError,
 * BzipError or an error of zlib for what is damaged.
 */
export function unpackHeader(bytes: Uint8Array): Uint8Array {
  const cursor = new Cursor(bytes)
  const size = cursor.u32(20)
  if (size === 0 || size > largestHeader) throw new RangeError(`a header of ${size} bytes`)
  const data = bytes.subarray(firstHeaderBytes)
  const first = new Cursor(data).u32(0)
  const header =
    first === size ? data.subarray(4, 4 + size) : !isLzma(data) && first >>> 24 === 0x80 ? single(data, first - 0x80000000, size) : solid(data, size)
  if (header.length < size) throw new BeyondEnd(size)
  return Buffer.concat([bytes.subarray(0, firstHeaderBytes), header])
}

/** Each file is compressed by itself, the header first, behind its length. */
function single(data: Uint8Array, length: number, size: number): Uint8Array {
  return decompress(data.subarray(4, 4 + length), size)
}

/** One stream of everything: the header's length, the header, the files. */
function solid(data: Uint8Array, size: number): Uint8Array {
  const plain = decompress(data, size + 4)
  if (new Cursor(plain).u32(0) !== size) throw new RangeError('the header does not have the length it should have')
  return plain.subarray(4)
}

function decompress(data: Uint8Array, most: number): Uint8Array {
  // A byte before LZMA's properties says whether the x86 filter is on, which headers are not passed through.
  if (isLzma(data)) return unlzma(data.subarray(data[0] === 0x5d ? 0 : 1), most)
  if (data[0] === 0x31 && (data[1] ?? 255) < 14) return unbzipNsis(data, most)
  return inflateMost(data, most)
}

/** Properties 0x5d and a dictionary of whole megabytes or 64 KiB steps, then the range coder's zero. */
function isLzma(data: Uint8Array): boolean {
  const at = data[0] === 0x5d ? 0 : 1
  return (at === 0 || (data[0] ?? 2) <= 1) && data[at] === 0x5d && data[at + 1] === 0 && data[at + 2] === 0 && data[at + 5] === 0
}

/** zlib has no way to stop after so many bytes but an error, so the input is given in growing parts. */
function inflateMost(data: Uint8Array, most: number): Uint8Array {
  for (let length = Math.min(data.length, Math.max(4096, most)); ; length = Math.min(data.length, 2 * length)) {
    const plain = inflateRawSync(data.subarray(0, length), { finishFlush: 2, maxOutputLength: 1100 * length + 65_536 })
    if (plain.length >= most || length === data.length) return plain.subarray(0, most)
  }
}
