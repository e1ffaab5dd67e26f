/** Thrown when the bytes are no bzip2 blocks in the form of NSIS, or end too early. */
export class BzipError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'BzipError'
  }
}

const blockMark = 0x31
const endMark = 0x17
const blockBytes = 900_000
const groupSymbols = 50
const longestCode = 20

/**
 * Decodes the first `most` bytes of bzip2 as NSIS writes it: no file header, marks of one byte before a block and at the
 * end, no checksums, no randomised blocks.
 */
export function unbzipNsis(bytes: Uint8Array, most: number): Uint8Array {
  const bits = new Bits(bytes)
  const out: Uint8Array[] = []
  let size = 0
  while (size < most) {
    const mark = bits.take(8)
    if (mark === endMark) break
    if (mark !== blockMark) throw new BzipError('a block begins with the wrong mark')
    const block = readBlock(bits, most - size)
    out.push(block)
    size += block.length
  }
  return Buffer.concat(out)
}

class Bits {
  readonly #bytes: Uint8Array
  #at = 0
  #held = 0
  #count = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** At most 24. */
  take(count: number): number {
    while (this.#count < count) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined) throw new BzipError('it ends too early')
      this.#held = ((this.#held << 8) | byte) & 0xffffffff
      this.#count += 8
    }
    this.#count -= count
    return (this.#held >>> this.#count) & ((1 << count) - 1)
  }
}

function readBlock(bits: Bits, most: number): Uint8Array {
  const origin = bits.take(24)
  const used = symbolsUsed(bits)
  const symbols = used.length + 2
  const groups = bits.take(3)
  const selectorCount = bits.take(15)
  if (groups < 2 || groups > 6 || selectorCount === 0 || used.length === 0) throw new BzipError('its tables are not as they should be')
  const selectors = readSelectors(bits, groups, selectorCount)
  const tables = Array.from({ length: groups }, () => codeTable(readLengths(bits, symbols)))
  const last = readMoves(bits, used, symbols, selectors, tables)
  if (origin >= last.length) throw new BzipError('a block begins beyond its end')
  return unrun(untransform(last, origin), most)
}

function symbolsUsed(bits: Bits): number[] {
  const used: number[] = []
  const ranges = bits.take(16)
  for (let range = 0; range < 16; range += 1) {
    if ((ranges & (0x8000 >>> range)) === 0) continue
    const inRange = bits.take(16)
    for (let index = 0; index < 16; index += 1) if (inRange & (0x8000 >>> index)) used.push(16 * range + index)
  }
  return used
}

function readSelectors(bits: Bits, groups: number, count: number): number[] {
  const order = Array.from({ length: groups }, (_, index) => index)
  const selectors: number[] = []
  for (let index = 0; index < count; index += 1) {
    let place = 0
    while (bits.take(1) === 1) place += 1
    const [group] = order.splice(place, 1)
    if (group === undefined) throw new BzipError('a selector names a table that there is not')
    order.unshift(group)
    selectors.push(group)
  }
  return selectors
}

function readLengths(bits: Bits, symbols: number): number[] {
  const lengths: number[] = []
  let length = bits.take(5)
  for (let symbol = 0; symbol < symbols; symbol += 1) {
    while (bits.take(1) === 1) length += bits.take(1) === 0 ? 1 : -1
    if (length < 1 || length > longestCode) throw new BzipError('a code has a length that there is not')
    lengths.push(length)
  }
  return lengths
}

/** Canonical Huffman: per length the first code, the first symbol's place, the number of codes. */
interface CodeTable {
  readonly first: readonly number[]
  readonly place: readonly number[]
  readonly count: readonly number[]
  readonly symbols: readonly number[]
}

function codeTable(lengths: readonly number[]): CodeTable {
  const count = Array.from({ length: longestCode + 1 }, (_, length) => lengths.filter((one) => one === length).length)
  const symbols = lengths.map((_, symbol) => symbol).sort((a, b) => (lengths[a] ?? 0) - (lengths[b] ?? 0) || a - b)
  const first: number[] = []
  const place: number[] = []
  let code = 0
  let at = 0
  for (let length = 0; length <= longestCode; length += 1) {
    code <<= 1
    first.push(code)
    place.push(at)
    code += count[length] ?? 0
    at += count[length] ?? 0
  }
  return { first, place, count, symbols }
}

function decodeSymbol(bits: Bits, { first, place, count, symbols }: CodeTable): number {
  let code = 0
  for (let length = 1; length <= longestCode; length += 1) {
    code = (code << 1) | bits.take(1)
    const offset = code - (first[length] ?? 0)
    if (offset >= 0 && offset < (count[length] ?? 0)) return symbols[(place[length] ?? 0) + offset] ?? 0
  }
  throw new BzipError('a code that there is not')
}

/** Undoes the runs of zeros and the move-to-front: the last column of the sorted block. */
function readMoves(bits: Bits, used: number[], symbols: number, selectors: readonly number[], tables: readonly CodeTable[]): Uint8Array {
  const out = new Uint8Array(blockBytes)
  const front = [...used]
  let size = 0
  let run = 0
  let weight = 1
  const flush = (): void => {
    if (size + run > blockBytes) throw new BzipError('a block is too long')
    out.fill(front[0] ?? 0, size, size + run)
    size += run
    run = 0
    weight = 1
  }
  for (let index = 0; ; index += 1) {
    const table = tables[selectors[Math.floor(index / groupSymbols)] ?? -1]
    if (table === undefined) throw new BzipError('there are too few selectors')
    const symbol = decodeSymbol(bits, table)
    if (symbol <= 1) {
      run += weight << symbol
      weight *= 2
      if (run > blockBytes) throw new BzipError('a block is too long')
      continue
    }
    flush()
    if (symbol === symbols - 1) return out.subarray(0, size)
    const [byte = 0] = front.splice(symbol - 1, 1)
    front.unshift(byte)
    run = 1
    flush()
  }
}

/** Inverse of the Burrows–Wheeler transform. */
function untransform(last: Uint8Array, origin: number): Uint8Array {
  const starts = new Uint32Array(257)
  for (const byte of last) starts[byte + 1] = (starts[byte + 1] ?? 0) + 1
  for (let byte = 0; byte < 256; byte += 1) starts[byte + 1] = (starts[byte + 1] ?? 0) + (starts[byte] ?? 0)
  const next = new Uint32Array(last.length)
  for (const [index, byte] of last.entries()) {
    const at = starts[byte] ?? 0
    next[at] = index
    starts[byte] = at + 1
  }
  const out = new Uint8Array(last.length)
  let at = next[origin] ?? 0
  for (let index = 0; index < out.length; index += 1) {
    out[index] = last[at] ?? 0
    at = next[at] ?? 0
  }
  return out
}

/** After four equal bytes a count of more follows. */
function unrun(bytes: Uint8Array, most: number): Uint8Array {
  const pieces: number[] = []
  let equal = 0
  let before = -1
  for (const byte of bytes) {
    if (pieces.length >= most) break
    if (equal === 4) {
      for (let count = 0; count < byte && pieces.length < most; count += 1) pieces.push(before)
      equal = 0
      before = -1
      continue
    }
    equal = byte === before ? equal + 1 : 1
    before = byte
    pieces.push(byte)
  }
  return Uint8Array.from(pieces)
}
