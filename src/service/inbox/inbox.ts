import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256OfFile } from '../../base/file-hash.ts'
import { Refused } from '../problem.ts'
import { safeName } from '../uploads.ts'

/** Largest file of evidence that is taken over HTTP, in bytes. */
const mostEvidenceBytes = 64 * 2 ** 30
/** Milliseconds after which a transfer that nobody goes on with is forgotten. */
const kept = 7 * 24 * 3600_000
/** Milliseconds that a file waits for others of the same delivery; then it is read without them. */
const patience = 15 * 60_000

/** A file of evidence on its way. */
export interface Transfer {
  readonly id: string
  readonly name: string
  /** Bytes in all, and how many are here. */
  readonly size: number
  readonly offset: number
}

interface Begun {
  readonly name: string
  readonly size: number
  /** SHA-256 in lower case that the sender promises; empty: none. */
  readonly sha256: string
  /** When the file was last changed where it comes from, ISO 8601. */
  readonly modifiedAt?: string | undefined
}

const idLike = /^[0-9a-f-]{36}$/

/**
 * Files of evidence that come in over the network, piece by piece: what arrived is on disk, and a sender that was cut off asks how far it came and goes on
 * from there. The names of senders never become paths but by their safe last part.
 */
export class Inbox {
  readonly #folder: string
  /** Transfers that bytes are coming for now: two senders of one file would mix. */
  readonly #busy = new Set<string>()

  constructor(workspace: string) {
    this.#folder = join(workspace, 'inbox')
  }

  async begin(begun: Begun): Promise<Transfer> {
    if (begun.size > mostEvidenceBytes) throw new Refused('too-large', `A file of evidence may have ${mostEvidenceBytes} bytes.`)
    const id = randomUUID()
    const folder = join(this.#folder, id)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeFile(join(folder, 'part'), '', { mode: 0o600 })
    await writeFile(join(folder, 'begun.json'), JSON.stringify({ ...begun, name: safeName(begun.name) }), { mode: 0o600, flush: true })
    return this.transfer(id)
  }

  /** Throws `not-found`. */
  async transfer(id: string): Promise<Transfer> {
    const { name, size } = await this.#begun(id)
    const { size: offset } = await stat(join(this.#folder, id, 'part'))
    return { id, name, size, offset }
  }

  /** Adds bytes at an offset, which has to be where the last ones ended. Throws `conflict` for any other, `too-large` for more than was promised. */
  async append(id: string, offset: number, bytes: AsyncIterable<Uint8Array>): Promise<Transfer> {
    const before = await this.transfer(id)
    if (before.offset !== offset) throw new Refused('conflict', `The transfer is at byte ${before.offset}, not ${offset}.`)
    if (this.#busy.has(id)) throw new Refused('conflict', 'Somebody else sends bytes for it at this moment.')
    this.#busy.add(id)
    try {
      // What came before a connection broke is kept: a stream of the file system would let go of what it had not written yet.
      await using part = await open(join(this.#folder, id, 'part'), 'r+')
      let at = offset
      try {
        for await (const bytesOfPart of bytes) {
          if (at + bytesOfPart.length > before.size) throw new Refused('too-large', `The file was said to have ${before.size} bytes, and more came.`)
          await part.write(bytesOfPart, 0, bytesOfPart.length, at)
          at += bytesOfPart.length
        }
      } finally {
        await part.sync()
      }
    } finally {
      this.#busy.delete(id)
    }
    return this.transfer(id)
  }

  /**
   * The path of a file that has arrived, under its own name; undefined while bytes are missing. `more`: it waits for others, to be read with them.
   * Throws `conflict` where it is not what was promised.
   */
  async arrived(id: string, more = false): Promise<string | undefined> {
    const { name, size, sha256, modifiedAt } = await this.#begun(id)
    const part = join(this.#folder, id, 'part')
    if ((await stat(part)).size < size) return undefined
    if (sha256 !== '' && (await sha256OfFile(part)) !== sha256) {
      await rm(join(this.#folder, id), { recursive: true, force: true })
      throw new Refused('conflict', 'The bytes that came are not those of the digest that was promised. Send the file again.')
    }
    const folder = join(this.#folder, 'files', id)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    if (modifiedAt !== undefined) await utimes(part, new Date(modifiedAt), new Date(modifiedAt))
    // Noted before it is in its place: a service that ends in between leaves a note of nothing, and no file that nobody reads.
    if (more) await this.#noteWaiting(id, name)
    await rename(part, join(folder, name))
    await rm(join(this.#folder, id), { recursive: true, force: true })
    return join(folder, name)
  }

  /** Files that wait to be read together, by their ids. `until`: only those that have waited long enough for others by then. */
  async waiting(until?: Date): Promise<ReadonlyMap<string, string>> {
    const waiting = new Map<string, string>()
    for (const id of await readdir(this.#waiting).catch(() => [])) {
      const note = join(this.#waiting, id)
      const noted = await stat(note)
      if (!idLike.test(id) || (until && until.getTime() - noted.mtimeMs < patience)) continue
      const path = join(this.#folder, 'files', id, await readFile(note, 'utf8'))
      if (await stat(path).catch(() => undefined)) waiting.set(id, path)
    }
    return waiting
  }

  /** Somebody reads these now. */
  async taken(ids: Iterable<string>): Promise<void> {
    for (const id of ids) await rm(join(this.#waiting, id), { force: true })
  }

  /** Forgets transfers that nobody went on with. */
  async clean(now: Date): Promise<void> {
    for (const id of await readdir(this.#folder).catch(() => [])) {
      if (!idLike.test(id) || this.#busy.has(id)) continue
      const changed = await stat(join(this.#folder, id, 'part')).catch(() => undefined)
      if (!changed || now.getTime() - changed.mtimeMs > kept) await rm(join(this.#folder, id), { recursive: true, force: true })
    }
  }

  get #waiting(): string {
    return join(this.#folder, 'waiting')
  }

  async #noteWaiting(id: string, name: string): Promise<void> {
    await mkdir(this.#waiting, { recursive: true, mode: 0o700 })
    await writeFile(join(this.#waiting, id), name, { mode: 0o600, flush: true })
  }

  async #begun(id: string): Promise<Begun> {
    const text = idLike.test(id) ? await readFile(join(this.#folder, id, 'begun.json'), 'utf8').catch(() => undefined) : undefined
    if (text === undefined) throw new Refused('not-found', 'This transfer is not there, or no longer.', { hint: 'Begin it again.' })
    return JSON.parse(text) as Begun
  }
}
