import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sha256 } from '../base/hash.ts'
import type { LinePlan } from '../base/line-plan.ts'
import type { ChunkResult } from '../lake/lake.ts'
import type { Format } from './format.ts'
import { newSource } from './identity.ts'
import type { Evidence } from './open.ts'
import { plainBytes } from './plain-bytes.ts'
import { lineNotes } from './read-lines.ts'
import { outcomeOf, type ReadContext, rowsIn } from './reading.ts'

/** Largest file that waits for others, and how much may wait. */
const mostBytes = 4 * 2 ** 20
const mostWaiting = { files: 256, bytes: 32 * 2 ** 20 }

/** Enough of a beginning to tell files apart that may be copies, or one the start of the other. */
const telling = 1024

interface Small {
  readonly evidence: Evidence
  readonly format: Format
  readonly plan: LinePlan
  readonly data: Buffer
  readonly hash: string
}

/**
 * Small logs, as sensors rotate them by the hour, cost the engine more to begin than to read: those that need the same
 * plan are given to it together. Nothing of a waiting file is in the state before its rows are on the way.
 */
export class SmallFiles {
  readonly #context: ReadContext
  #waiting: Small[] = []
  #bytes = 0

  constructor(context: ReadContext) {
    this.#context = context
  }

  /** Lets a new file wait, if it is small, sound and of one plan. */
  async take(evidence: Evidence, format: Format): Promise<boolean> {
    const data = evidence.size <= mostBytes ? await this.#whole(evidence) : undefined
    const plan = format.plan?.(evidence.head)
    if (!data || !plan || (format.restart !== undefined && data.includes(format.restart))) return false
    this.#waiting.push({ evidence, format, plan, data, hash: sha256(data) })
    this.#bytes += data.length
    this.#context.onBytes(data.length)
    return true
  }

  get full(): boolean {
    return this.#waiting.length >= mostWaiting.files || this.#bytes >= mostWaiting.bytes
  }

  /** A waiting file may be the same as this one, or its beginning. */
  resembles(evidence: Evidence): boolean {
    const head = Buffer.from(evidence.head.bytes.subarray(0, telling))
    return this.#waiting.some(({ evidence: { head: other } }) => {
      const length = Math.min(head.length, other.bytes.length, telling)
      return head.subarray(0, length).equals(other.bytes.subarray(0, length))
    })
  }

  /** Gives what waits to the engine. Returns the rows added. */
  async flush(): Promise<number> {
    let rows = 0
    for (const group of Map.groupBy(this.#waiting, ({ plan }) => JSON.stringify(plan)).values()) rows += await this.#load(group)
    this.#waiting = []
    this.#bytes = 0
    return rows
  }

  /** The bytes of a file that is whole lines, each within the limit; undefined for any other. */
  async #whole(evidence: Evidence): Promise<Buffer | undefined> {
    const parts: Buffer[] = []
    let length = 0
    try {
      for await (const part of plainBytes(evidence, this.#context.limits)) {
        parts.push(part)
        length += part.length
        if (length > Math.min(mostBytes, this.#context.limits.lineBytes)) return undefined
      }
    } catch {
      // Damaged: the careful way says so.
      return undefined
    }
    const data = Buffer.concat(parts)
    return data.at(-1) === 0x0a ? data : undefined
  }

  async #load(group: readonly Small[]): Promise<number> {
    const { lake, sources, scratch, signal } = this.#context
    signal.throwIfAborted()
    const folder = join(scratch, 'files')
    mkdirSync(folder, { recursive: true })
    try {
      const ids = new Map<number, Small>()
      for (const small of group) {
        const { evidence, format } = small
        const id = await sources.add(newSource(evidence, format))
        ids.set(id, small)
        writeFileSync(join(folder, String(id)), small.data)
      }
      const [first] = group
      const loaded = first ? await lake.loadFolder(folder, first.plan) : new Map<number, ChunkResult>()
      let rows = 0
      for (const [id, small] of ids) rows += await this.#remember(id, small, loaded.get(id))
      return rows
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }

  async #remember(
    id: number,
    { evidence, data, hash }: Small,
    result: ChunkResult = { lines: 0, ignored: 0, rows: {}, skipped: 0, samples: [] },
  ): Promise<number> {
    const { sources } = this.#context
    const outcome = outcomeOf(result.rows, result.skipped > 0)
    await sources.note(id, lineNotes(result))
    await sources.update(id, { bytes: data.length, lines: result.lines, hash, done: 1, outcome, skipped: result.skipped, rows: JSON.stringify(result.rows) })
    await sources.saw({ source: id, path: evidence.path, stamp: evidence.stamp, bytes: data.length, hash })
    return rowsIn(result.rows)
  }
}
