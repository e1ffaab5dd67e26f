import { correctionOf } from './reed-solomon.ts'

/** How a version at level M is cut into blocks (ISO/IEC 18004, table 9): correction codewords of each, then blocks of how many data codewords. */
interface Version {
  readonly correction: number
  readonly blocks: readonly (readonly [count: number, data: number])[]
}

/** Versions 1 to 12, which hold 287 bytes: an address for an authenticator has about 120. */
const versions: readonly Version[] = [
  { correction: 10, blocks: [[1, 16]] },
  { correction: 16, blocks: [[1, 28]] },
  { correction: 26, blocks: [[1, 44]] },
  { correction: 18, blocks: [[2, 32]] },
  { correction: 24, blocks: [[2, 43]] },
  { correction: 16, blocks: [[4, 27]] },
  { correction: 18, blocks: [[4, 31]] },
  {
    correction: 22,
    blocks: [
      [2, 38],
      [2, 39],
    ],
  },
  {
    correction: 22,
    blocks: [
      [3, 36],
      [2, 37],
    ],
  },
  {
    correction: 26,
    blocks: [
      [4, 43],
      [1, 44],
    ],
  },
  {
    correction: 30,
    blocks: [
      [1, 50],
      [4, 51],
    ],
  },
  {
    correction: 22,
    blocks: [
      [6, 36],
      [2, 37],
    ],
  },
]

export interface Codewords {
  /** 1 to 12. */
  readonly version: number
  /** Data and correction, interleaved as they are placed. */
  readonly bytes: Uint8Array
}

/** Text as UTF-8 in byte mode, with correction level M (15 %). @throws RangeError when it is longer than the largest version holds */
export function codewordsOf(text: string): Codewords {
  const bytes = new TextEncoder().encode(text)
  const index = versions.findIndex((version, at) => bytes.length <= capacityOf(version, at + 1))
  const version = versions[index]
  if (!version) throw new RangeError(`a text of ${bytes.length} bytes is too long for a QR code`)
  return { version: index + 1, bytes: interleaved(version, dataOf(bytes, version, index + 1)) }
}

function dataLength({ blocks }: Version): number {
  return blocks.reduce((sum, [count, data]) => sum + count * data, 0)
}

/** Bits of the length field: 8 up to version 9, 16 after it. */
function lengthBits(version: number): number {
  return version < 10 ? 8 : 16
}

function capacityOf(version: Version, number: number): number {
  return Math.floor((dataLength(version) * 8 - 4 - lengthBits(number)) / 8)
}

/** Mode, length, the bytes, the end, and padding (7.4). */
function dataOf(bytes: Uint8Array, version: Version, number: number): Uint8Array {
  const bits: number[] = []
  const push = (value: number, count: number) => {
    for (let bit = count - 1; bit >= 0; bit--) bits.push((value >> bit) & 1)
  }
  push(0b0100, 4)
  push(bytes.length, lengthBits(number))
  for (const byte of bytes) push(byte, 8)
  const room = dataLength(version) * 8
  push(0, Math.min(4, room - bits.length))
  push(0, (8 - (bits.length % 8)) % 8)
  for (let pad = 0xec; bits.length < room; pad = pad === 0xec ? 0x11 : 0xec) push(pad, 8)
  return Uint8Array.from({ length: room / 8 }, (_, at) => bits.slice(at * 8, at * 8 + 8).reduce((value, bit) => value * 2 + bit, 0))
}

/** The first codeword of every block, then the second of every block … (7.6). */
function interleaved({ correction, blocks }: Version, data: Uint8Array): Uint8Array {
  const lengths = blocks.flatMap(([count, length]) => Array.from({ length: count }, () => length))
  const startOf = (index: number) => lengths.slice(0, index).reduce((sum, length) => sum + length, 0)
  const parts = lengths.map((length, index) => data.subarray(startOf(index), startOf(index) + length))
  const corrections = parts.map((part) => correctionOf(part, correction))
  return Uint8Array.from([...across(parts), ...across(corrections)])
}

function across(parts: readonly Uint8Array[]): readonly number[] {
  const longest = Math.max(...parts.map((part) => part.length))
  return Array.from({ length: longest }, (_, index) => parts.flatMap((part) => part[index] ?? [])).flat()
}
