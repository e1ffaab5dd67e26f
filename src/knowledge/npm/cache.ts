import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { log } from '../../base/log.ts'
import { type Integrity, matches } from './integrity.ts'

/**
 * Tarballs by what they are, not by where they came from: the name of a file is its digest, and what is read is held against it again.
 * A cache that cannot be written is none: nothing fails for it.
 */
export class TarballCache {
  readonly #folder: string
  readonly #mostBytes: number

  constructor(folder: string, mostBytes: number) {
    this.#folder = folder
    this.#mostBytes = mostBytes
  }

  get(integrity: Integrity): Uint8Array | undefined {
    for (const digest of integrity.digests) {
      const path = this.#path(integrity, digest)
      try {
        const bytes = readFileSync(path)
        if (matches(bytes, integrity)) {
          utimesSync(path, new Date(), new Date())
          return bytes
        }
        rmSync(path, { force: true })
      } catch {
        // It is not there.
      }
    }
    return undefined
  }

  /** Keeps bytes that were found to match. */
  put(integrity: Integrity, bytes: Uint8Array): void {
    const [digest] = integrity.digests.filter((one) => matches(bytes, { ...integrity, digests: [one] }))
    // Nothing is kept under a digest for which others can be made.
    if (digest === undefined || integrity.algorithm === 'sha1' || bytes.length > this.#mostBytes) return
    try {
      mkdirSync(this.#folder, { recursive: true })
      this.#makeRoom(bytes.length)
      const path = this.#path(integrity, digest)
      const unfinished = `${path}.${process.pid}`
      writeFileSync(unfinished, bytes)
      renameSync(unfinished, path)
    } catch (error) {
      log.warn({ err: error }, 'a tarball could not be cached')
    }
  }

  #path({ algorithm }: Integrity, digest: string): string {
    return join(this.#folder, `${algorithm}-${digest}`)
  }

  /** Those not asked for the longest go first. */
  #makeRoom(bytes: number): void {
    const files = readdirSync(this.#folder)
      .map((name) => ({ path: join(this.#folder, name), ...sizeAndTime(join(this.#folder, name)) }))
      .toSorted((a, b) => a.time - b.time)
    let total = files.reduce((sum, file) => sum + file.size, bytes)
    for (const file of files) {
      if (total <= this.#mostBytes) return
      rmSync(file.path, { force: true })
      total -= file.size
    }
  }
}

function sizeAndTime(path: string): { readonly size: number; readonly time: number } {
  const stats = statSync(path, { throwIfNoEntry: false })
  return { size: stats?.size ?? 0, time: stats?.mtimeMs ?? 0 }
}
