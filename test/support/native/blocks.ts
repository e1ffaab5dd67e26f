/** Bytes put together in order, with places that are filled in when they are known. All numbers are little-endian. */
export class Blocks {
  readonly #parts: Buffer[] = []
  #length: number

  constructor(start = 0) {
    this.#length = start
  }

  /** Where the next byte goes: from `start`. */
  get at(): number {
    return this.#length
  }

  /** Appends and returns where it begins. */
  add(bytes: Uint8Array): number {
    const at = this.#length
    this.#parts.push(Buffer.from(bytes))
    this.#length += bytes.length
    return at
  }

  text(value: string): number {
    return this.add(Buffer.from(`${value}\0`, 'latin1'))
  }

  align(to: number): number {
    const rest = this.#length % to
    if (rest > 0) this.add(Buffer.alloc(to - rest))
    return this.#length
  }

  bytes(): Buffer {
    return Buffer.concat(this.#parts)
  }
}

export function u16(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(2 * values.length)
  for (const [index, value] of values.entries()) buffer.writeUInt16LE(value, 2 * index)
  return buffer
}

export function u32(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(4 * values.length)
  for (const [index, value] of values.entries()) buffer.writeUInt32LE(value >>> 0, 4 * index)
  return buffer
}

export function u64(...values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(8 * values.length)
  for (const [index, value] of values.entries()) buffer.writeBigUInt64LE(BigInt(value), 8 * index)
  return buffer
}

/** Text in so many bytes, filled up with zeros. */
export function fixed(text: string, length: number): Buffer {
  const buffer = Buffer.alloc(length)
  buffer.write(text, 'latin1')
  return buffer
}
