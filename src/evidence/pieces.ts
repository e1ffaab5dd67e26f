import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { decode } from '../base/decode.ts'
import { GatehouseError } from '../base/errors.ts'
import type { LinePlan } from '../base/line-plan.ts'
import { cut } from './chunks.ts'
import type { Format, Head } from './format.ts'
import type { Evidence } from './open.ts'
import { plainBytes } from './plain-bytes.ts'
import type { ReadContext } from './reading.ts'

/** Large enough that the engine's start is small beside its work, small enough to be taken up again quickly. */
const pieceBytes = 64 * 2 ** 20

/** What is held in memory at a time. */
const cutBytes = 4 * 2 ** 20

/** A piece of a log, ready for the engine. `end`: bytes of the log up to here. */
export type PreparedPiece =
  | { readonly kind: 'dropped'; readonly bytes: number; readonly end: number }
  | {
      readonly kind: 'lines'
      readonly end: number
      /** Ends with a line end. */
      readonly whole: boolean
      readonly plan: LinePlan
      /** File with the lines beyond what was read before; absent when there are none. */
      readonly path?: string
      /** SHA-256 of the log up to `end`; absent after a line that was left out, whose bytes are gone. */
      readonly hash?: string
    }

/**
 * Unpacks, cuts, hashes and writes the pieces of a log, one ahead of the caller, so that the engine need not wait. Ends
 * where the file is damaged or past its limits; `onDamage` is told.
 */
export function preparePieces(
  evidence: Evidence,
  format: Format,
  from: number,
  context: ReadContext,
  onDamage: (error: GatehouseError) => void,
): AsyncGenerator<PreparedPiece> {
  return ahead(prepare(evidence, format, from, context, onDamage))
}

async function* prepare(
  evidence: Evidence,
  format: Format,
  from: number,
  { limits, scratch }: ReadContext,
  onDamage: (error: GatehouseError) => void,
): AsyncGenerator<PreparedPiece> {
  const hash = createHash('sha256')
  let hashable = true
  let plan = planOf(format, evidence.head)
  // Two files by turns: one is read while the other is written.
  let file = new Scratch(join(scratch, 'piece-0'))
  let other = new Scratch(join(scratch, 'piece-1'))
  let end = 0

  const finished = async (whole: boolean): Promise<PreparedPiece> => {
    const path = await file.close()
    ;[file, other] = [other, file]
    return { kind: 'lines', end, whole, plan, ...(path !== undefined && { path }), ...(hashable && { hash: hash.copy().digest('hex') }) }
  }
  let begun = false
  for await (const cutting of cut(untilDamage(plainBytes(evidence, limits), onDamage), cutBytes, limits, format.restart)) {
    const breaks = cutting.kind === 'dropped' || !cutting.whole || (cutting.restart && cutting.offset > 0)
    if (begun && breaks) {
      yield await finished(true)
      begun = false
    }
    if (cutting.kind === 'dropped') {
      hashable = false
      end = cutting.offset + cutting.bytes
      yield { kind: 'dropped', bytes: cutting.bytes, end }
      continue
    }
    if (cutting.restart && cutting.offset > 0) plan = planOf(format, headOfPiece(evidence, cutting.data))
    hash.update(cutting.data)
    end = cutting.offset + cutting.data.length
    await file.write(cutting.data.subarray(Math.max(from - cutting.offset, 0)))
    begun = cutting.whole && file.length < pieceBytes
    if (!begun) yield await finished(cutting.whole)
  }
  if (begun) yield await finished(true)
}

/** A file that is written from its beginning, piece after piece. */
class Scratch {
  readonly #path: string
  #handle: FileHandle | undefined
  length = 0

  constructor(path: string) {
    this.#path = path
  }

  async write(data: Buffer): Promise<void> {
    if (data.length === 0) return
    if (!this.#handle) this.length = 0
    this.#handle ??= await open(this.#path, 'w', 0o600)
    await this.#handle.writeFile(data)
    this.length += data.length
  }

  /** The path of what was written; undefined when nothing was. */
  async close(): Promise<string | undefined> {
    if (!this.#handle) return undefined
    await this.#handle.close()
    this.#handle = undefined
    return this.#path
  }
}

function planOf(format: Format, head: Head): LinePlan {
  const plan = format.plan?.(head)
  if (!plan) throw new Error(`${format.name} has no plan`)
  return plan
}

function headOfPiece(evidence: Evidence, data: Buffer): Head {
  const bytes = data.subarray(0, 64 * 1024)
  return { path: evidence.path, bytes, text: decode(bytes), whole: bytes.length === data.length }
}

async function* untilDamage(stream: AsyncIterable<Buffer>, onDamage: (error: GatehouseError) => void): AsyncGenerator<Buffer> {
  try {
    yield* stream
  } catch (error) {
    if (!(error instanceof GatehouseError)) throw error
    onDamage(error)
  }
}

/** Makes the next item while the last one is worked on. */
async function* ahead<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = items.next()
  try {
    for (;;) {
      const item = await next
      if (item.done) return
      next = items.next()
      // A failure of the one made ahead is met when it is awaited.
      next.catch(() => undefined)
      yield item.value
    }
  } finally {
    await items.return(undefined)
  }
}
