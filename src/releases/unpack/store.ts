import { createHash, hash } from 'node:crypto'
import { closeSync, mkdirSync, openSync, renameSync, statSync, unlinkSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type Budget, spend } from './budget.ts'
import { bytesSource, fileSource, type Source } from './source.ts'

/** Members up to this many bytes stay in memory until they are whole. */
const inMemory = 2 ** 20

/** Begins the names of files that are not whole yet. */
export const partPrefix = '.part-'

export interface Stored {
  readonly sha256: string
  readonly size: number
}

/** Bytes that are on their way to a file named by their hash. */
export interface Filling {
  write(bytes: Uint8Array): void
  /** Looks at the whole while it is still at hand. */
  end(look: (source: Source, stored: Stored) => void): Stored
}

/** The folder where members lie by their hash, each content once. */
export class Store {
  readonly #folder: string
  readonly #budget: Budget
  #parts = 0

  constructor(folder: string, budget: Budget) {
    this.#folder = folder
    this.#budget = budget
    mkdirSync(folder, { recursive: true })
  }

  pathOf(sha256: string): string {
    return join(this.#folder, sha256)
  }

  fill(): Filling {
    let held: Uint8Array[] = []
    let size = 0
    let part: Part | undefined
    const write = (bytes: Uint8Array): void => {
      spend(this.#budget, bytes.length)
      size += bytes.length
      if (part) part.write(bytes)
      else if (size <= inMemory) held.push(Buffer.from(bytes))
      else {
        part = this.#part()
        for (const piece of held) part.write(piece)
        held = []
        part.write(bytes)
      }
    }
    return {
      write,
      end: (look) => {
        if (part) return this.#keepPart(part, size, look)
        const bytes = held.length === 1 && held[0] ? held[0] : Buffer.concat(held)
        const stored = { sha256: hash('sha256', bytes, 'hex'), size }
        if (!this.has(stored.sha256)) this.#keep(stored.sha256, bytes)
        look(bytesSource(bytes), stored)
        return stored
      },
    }
  }

  has(sha256: string): boolean {
    return statSync(this.pathOf(sha256), { throwIfNoEntry: false }) !== undefined
  }

  /** A file that is gone when its user is done; its bytes count as those of members do. */
  spool(): { write(bytes: Uint8Array): void; open(): Source & Disposable } {
    const part = this.#part()
    return {
      write: (bytes) => {
        spend(this.#budget, bytes.length)
        part.write(bytes)
      },
      open: () => {
        part.close()
        const source = fileSource(part.path)
        return {
          ...source,
          [Symbol.dispose]: () => {
            source[Symbol.dispose]()
            unlinkSync(part.path)
          },
        }
      },
    }
  }

  #keep(sha256: string, bytes: Uint8Array): void {
    // A killed process must not leave half a member under its full name.
    const path = join(this.#folder, `${partPrefix}${process.pid}-${this.#parts++}`)
    writeFileSync(path, bytes)
    renameSync(path, this.pathOf(sha256))
  }

  #keepPart(part: Part, size: number, look: (source: Source, stored: Stored) => void): Stored {
    const sha256 = part.close()
    const path = this.pathOf(sha256)
    if (this.has(sha256)) unlinkSync(part.path)
    else renameSync(part.path, path)
    using source = fileSource(path)
    look(source, { sha256, size })
    return { sha256, size }
  }

  #part(): Part {
    return new Part(join(this.#folder, `${partPrefix}${process.pid}-${this.#parts++}`))
  }
}

/** A file that is being written, with the hash of what was. */
class Part {
  readonly path: string
  readonly #descriptor: number
  readonly #hash = createHash('sha256')

  constructor(path: string) {
    this.path = path
    this.#descriptor = openSync(path, 'wx')
  }

  write(bytes: Uint8Array): void {
    this.#hash.update(bytes)
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#descriptor, bytes, at)
  }

  close(): string {
    closeSync(this.#descriptor)
    return this.#hash.digest('hex')
  }
}
