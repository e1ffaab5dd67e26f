import { hash } from 'node:crypto'

/** From this length on, in characters, the system's own encoder is faster than a loop. */
const long = 64

/** Gathers texts as UTF-8, in memory that is used again and again, to hash them together: no text is made of them. */
export class Digest {
  #bytes = Buffer.allocUnsafe(65_536)
  #length = 0

  put(text: string) {
    const { length } = text
    if (this.#length + 3 * length > this.#bytes.length) this.#grow(3 * length)
    if (length >= long) return this.#encode(text)
    const bytes = this.#bytes
    const start = this.#length
    for (let index = 0; index < length; index += 1) {
      const code = text.charCodeAt(index)
      if (code > 127) return this.#encode(text)
      bytes[start + index] = code
    }
    this.#length = start + length
  }

  /** The first 64 bits of the SHA-256, hexadecimal; what is put from then on is for the next. */
  take(): string {
    const id = hash('sha256', this.#bytes.subarray(0, this.#length)).slice(0, 16)
    this.#length = 0
    return id
  }

  #encode(text: string): void {
    this.#length += this.#bytes.write(text, this.#length)
  }

  #grow(more: number): void {
    const larger = Buffer.allocUnsafe(2 * this.#bytes.length + more)
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }
}
