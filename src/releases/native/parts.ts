import { BeyondEnd } from '../cursor.ts'
import { entropy } from '../entropy.ts'

/** Most notes of one reading; a hostile file could earn one a byte. */
const mostNotes = 50

/** What could not be read, each said once. */
export class Notes {
  readonly #said = new Set<string>()

  add(note: string): void {
    if (this.#said.size < mostNotes) this.#said.add(note)
  }

  /** Reads one part. A part that lies beyond the end of the file is noted; what had been read of it before stays. */
  part(what: string, read: () => void): void {
    try {
      read()
    } catch (thrown) {
      if (!(thrown instanceof BeyondEnd)) throw thrown
      this.add(`${what} cannot be read to the end: ${thrown.message}`)
    }
  }

  get list(): readonly string[] {
    return [...this.#said]
  }
}

/** Entropy of parts of one file, until the parts together are three times as large as the file: parts that overlap that often are a trap. */
export class Measure {
  #left: number

  constructor(size: number) {
    this.#left = 3 * size + 4096
  }

  /** Bits a byte, two decimals; null when there are no bytes or no budget is left. */
  entropy(bytes: Uint8Array): number | null {
    if (bytes.length === 0 || !this.spend(bytes.length)) return null
    return rounded(entropy(bytes))
  }

  spend(bytes: number): boolean {
    this.#left -= bytes
    return this.#left >= 0
  }
}

/** Two decimals: traits are compared and shown. */
export function rounded(value: number): number {
  return Math.round(value * 100) / 100
}

/** Counts what is not zero. */
export function nonZero(bytes: Uint8Array): number {
  let count = 0
  for (let at = 0; at < bytes.length; at++) if (bytes[at] !== 0) count++
  return count
}
