/** A look beyond the end of the bytes: the file is truncated or lies about its sizes. */
export class BeyondEnd extends Error {
  readonly offset: number

  constructor(offset: number) {
    super(`the file ends before offset ${offset}`)
    this.name = 'BeyondEnd'
    this.offset = offset
  }
}

/** Bytes that are read by offset with every bound checked. Offsets count from the beginning of the bytes given. */
export class Cursor {
  readonly bytes: Uint8Array
  readonly #view: DataView
  readonly #little: boolean

  constructor(bytes: Uint8Array, order: 'little' | 'big' = 'little') {
    this.bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#little = order === 'little'
  }

  get length(): number {
    return this.bytes.length
  }

  has(offset: number, length = 1): boolean {
    return Number.isSafeInteger(offset) && Number.isSafeInteger(length) && offset >= 0 && length >= 0 && offset + length <= this.bytes.length
  }

  u8(offset: number): number {
    return this.#view.getUint8(this.#at(offset, 1))
  }

  u16(offset: number): number {
    return this.#view.getUint16(this.#at(offset, 2), this.#little)
  }

  u32(offset: number): number {
    return this.#view.getUint32(this.#at(offset, 4), this.#little)
  }

  /** Throws BeyondEnd, too, for a number that no file can hold: it is an offset or a size wherever it stands. */
  u64(offset: number): number {
    const value = this.#view.getBigUint64(this.#at(offset, 8), this.#little)
    if (value > Number.MAX_SAFE_INTEGER) throw new BeyondEnd(Number.MAX_SAFE_INTEGER)
    return Number(value)
  }

  /** A 64-bit number that need not be an offset in the file; above 2^53 its lowest bits are lost. */
  address(offset: number): number {
    return Number(this.#view.getBigUint64(this.#at(offset, 8), this.#little))
  }

  /** A view, not a copy. */
  slice(offset: number, length: number): Uint8Array {
    return this.bytes.subarray(this.#at(offset, length), offset + length)
  }

  /** Latin-1 text up to the first NUL, at most `most` bytes. */
  text(offset: number, most: number): string {
    const bytes = this.bytes.subarray(this.#at(offset, 0), Math.min(offset + most, this.length))
    const end = bytes.indexOf(0)
    return Buffer.from(end < 0 ? bytes : bytes.subarray(0, end)).toString('latin1')
  }

  #at(offset: number, length: number): number {
    if (!this.has(offset, length)) throw new BeyondEnd(offset + length)
    return offset
  }
}
