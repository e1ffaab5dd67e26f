import { createHash, type Hash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { GatehouseError } from '../base/errors.ts'
import type { LinePlan } from '../base/line-plan.ts'
import { bytes as bytesText, plural, printable } from '../base/text.ts'
import type { ChunkResult } from '../lake/lake.ts'
import type { Note, StoredSource } from '../state/sources.ts'
import { cut } from './chunks.ts'
import type { Format, Head } from './format.ts'
import { digests } from './identity.ts'
import type { Evidence } from './open.ts'
import { plainBytes } from './plain-bytes.ts'
import { added, type ReadContext, type ReadResult } from './reading.ts'
import { decode } from './text.ts'

/** Large enough that the engine's start is small beside its work, small enough to be taken up again quickly. */
const pieceBytes = 32 * 2 ** 20

/**
 * Lets the engine read a log piece by piece, from where the source was left, and remembers after each piece how far it
 * came: a piece that was acknowledged is never read again, one that was interrupted is read anew.
 */
export async function readLines(evidence: Evidence, format: Format, source: StoredSource, context: ReadContext): Promise<ReadResult> {
  const { sources, limits } = context
  const hash = createHash('sha256')
  const at = { lines: source.lines, bytes: source.bytes }
  const result: ReadResult = { rows: {}, skipped: 0, skippedTail: 0, whole: at, total: { bytes: 0, hash: '' } }
  let plan = planOf(format, evidence.head)
  // The bytes of a line that was left out are gone: from there on the hash needs a pass of its own, at the end.
  let hashable = true

  const stream = untilDamage(plainBytes(evidence, limits), (error) => {
    result.problem = error
  })
  for await (const piece of ahead(cut(stream, pieceBytes, limits, format.restart))) {
    context.signal.throwIfAborted()
    const end = piece.offset + (piece.kind === 'dropped' ? piece.bytes : piece.data.length)
    if (piece.kind === 'dropped') {
      hashable = false
      if (end > source.bytes) await leaveOut(piece.bytes)
    } else {
      if (piece.restart && piece.offset > 0) plan = planOf(format, headOfPiece(evidence, piece.data))
      hash.update(piece.data)
      if (end > source.bytes) await take(piece.data.subarray(Math.max(source.bytes - piece.offset, 0)), piece.whole)
    }
    context.onBytes(end)
    result.total.bytes = end

    async function leaveOut(bytes: number): Promise<void> {
      at.lines += 1
      at.bytes = end
      result.skipped += 1
      const text = `a line of ${bytesText(bytes)}, longer than the limit of ${bytesText(limits.lineBytes)}: left out`
      await sources.note(source.id, [{ line: at.lines, text }])
    }

    async function take(data: Buffer, whole: boolean): Promise<void> {
      const before = result.skipped
      const lines = await load(data, plan, source.id, at.lines, result, context)
      if (!whole) {
        result.skippedTail = result.skipped - before
        return
      }
      at.lines += lines
      at.bytes = end
      if (hashable) await sources.update(source.id, { ...at, hash: hash.copy().digest('hex'), ...added(source, result) })
    }
  }
  return finish(evidence, source, result, hashable ? hash : undefined, context)
}

async function finish(
  evidence: Evidence,
  source: StoredSource,
  result: ReadResult,
  hash: Hash | undefined,
  { sources, limits }: ReadContext,
): Promise<ReadResult> {
  if (hash) return { ...result, total: { bytes: result.total.bytes, hash: hash.digest('hex') } }
  const { bytes, hash: whole, at } = await digests(evidence, limits, [result.whole.bytes])
  await sources.update(source.id, { ...result.whole, hash: at.get(result.whole.bytes) ?? '', ...added(source, result) })
  return { ...result, total: { bytes, hash: whole } }
}

/** Gives one piece to the engine as a file and adds up what came of it. */
async function load(data: Buffer, plan: LinePlan, source: number, linesBefore: number, result: ReadResult, context: ReadContext): Promise<number> {
  if (data.length === 0) return 0
  await writeFile(context.scratch, data)
  const loaded = await context.lake.load({ path: context.scratch, source, linesBefore }, plan)
  for (const [table, rows] of Object.entries(loaded.rows)) result.rows[table] = (result.rows[table] ?? 0) + rows
  result.skipped += loaded.skipped
  await context.sources.note(source, lineNotes(loaded))
  return loaded.lines
}

/** Says which lines of a piece no plan could read. */
export function lineNotes({ samples, skipped }: ChunkResult): readonly Note[] {
  const notes = samples.map((sample) => ({ line: sample.line, text: `not a whole record: ${printable(sample.text, 80)}` }))
  const more = skipped > notes.length ? [{ line: notes.at(-1)?.line ?? 0, text: `… ${plural(skipped, 'line')} like this in one piece` }] : []
  return [...notes, ...more]
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

/** Ends where a file is damaged or past its limits, and says so, so that what came before is not lost. */
async function* untilDamage(stream: AsyncIterable<Buffer>, onDamage: (error: GatehouseError) => void): AsyncGenerator<Buffer> {
  try {
    yield* stream
  } catch (error) {
    if (!(error instanceof GatehouseError)) throw error
    onDamage(error)
  }
}

/** Reads the next item while the last one is worked on: unpacking and loading run at the same time. */
async function* ahead<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = items.next()
  try {
    for (;;) {
      const item = await next
      if (item.done) return
      next = items.next()
      // A failure of the one read ahead is met when it is awaited.
      next.catch(() => undefined)
      yield item.value
    }
  } finally {
    await items.return(undefined)
  }
}
