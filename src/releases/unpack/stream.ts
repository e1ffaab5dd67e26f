import { BeyondEnd } from '../cursor.ts'

/** Bytes that come once and in order, taken in amounts of the reader's choice. */
export class ByteStream {
  readonly #content: Iterator<Uint8Array> | AsyncIterator<Uint8Array>
  #piece: Uint8Array = new Uint8Array()
  #offset = 0
  #ended = false

  constructor(content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) {
    this.#content = Symbol.asyncIterator in content ? content[Symbol.asyncIterator]() : content[Symbol.iterator]()
  }

  /** Bytes taken so far. */
  get offset(): number {
    return this.#offset
  }

  /** The next bytes without taking them; fewer at the end. */
  async peek(length: number): Promise<Uint8Array> {
    if (this.#piece.length < length) await this.#gather(length)
    return this.#piece.subarray(0, length)
  }

  /** Exactly `length` bytes, or BeyondEnd. */
  async take(length: number): Promise<Uint8Array> {
    if (this.#piece.length < length) await this.#gather(length)
    if (this.#piece.length < length) throw new BeyondEnd(this.#offset + length)
    return this.#advance(length)
  }

  /** Hands the next `length` bytes on in pieces as they come, or throws BeyondEnd after what there is. */
  async pass(length: number, to: (bytes: Uint8Array) => void): Promise<void> {
    let rest = length
    while (rest > 0) {
      if (this.#piece.length === 0 && !(await this.#next())) throw new BeyondEnd(this.#offset + rest)
      const bytes = this.#advance(Math.min(rest, this.#piece.length))
      rest -= bytes.length
      to(bytes)
    }
  }

  /** All that is left, in pieces. */
  async *rest(): AsyncGenerator<Uint8Array, void, undefined> {
    while (this.#piece.length > 0 || (await this.#next())) yield this.#advance(this.#piece.length)
  }

  #advance(length: number): Uint8Array {
    const bytes = this.#piece.subarray(0, length)
    this.#piece = this.#piece.subarray(length)
    this.#offset += length
    return bytes
  }

  async #next(): Promise<boolean> {
    while (!this.#ended && this.#piece.length === 0) {
      const { done, value } = await this.#content.next()
      if (done) this.#ended = true
      else this.#piece = value
    }
    return this.#piece.length > 0
  }

  async #gather(length: number): Promise<void> {
    const gathered = [this.#piece]
    let size = this.#piece.length
    while (size < length) {
      this.#piece = new Uint8Array()
      if (!(await this.#next())) break
      gathered.push(this.#piece)
      size += this.#piece.length
    }
    this.#piece = gathered.length === 1 ? (gathered[0] ?? this.#piece) : Buffer.concat(gathered)
  }
}
