import { readSync } from 'node:fs'

/** Bytes read ahead: what lies side by side in an archive is asked for one after the other, and each reading costs more than its bytes. */
const readAhead = 2 ** 20

/** Pieces of an open file, with the part around the last one kept. */
export class FileWindow {
  readonly #fd: number
  #start = 0
  #bytes: Buffer = Buffer.alloc(0)

  constructor(fd: number) {
    this.#fd = fd
  }

  /** So many bytes from a place on, fewer only at the end of the file. They stay as they are when others are asked for. */
  at(position: number, length: number): Buffer {
    const from = position - this.#start
    if (from >= 0 && from + length <= this.#bytes.length) return this.#bytes.subarray(from, from + length)
    const bytes = Buffer.allocUnsafe(Math.max(length, readAhead))
    let filled = 0
    while (filled < bytes.length) {
      const read = readSync(this.#fd, bytes, filled, bytes.length - filled, position + filled)
      if (read === 0) break
      filled += read
    }
    this.#start = position
    this.#bytes = bytes.subarray(0, filled)
    return this.#bytes.subarray(0, length)
  }
}
