import { bytes as bytesText, plural, printable } from '../base/text.ts'
import type { ChunkResult } from '../lake/lake.ts'
import type { Note, StoredSource } from '../state/sources.ts'
import type { Format } from './format.ts'
import { digests } from './identity.ts'
import type { Evidence } from './open.ts'
import { type PreparedPiece, preparePieces } from './pieces.ts'
import { added, type ReadContext, type ReadResult } from './reading.ts'

/**
 * Lets the engine read a log piece by piece, from where the source was left, and remembers after each piece how far it
 * came: a piece that was acknowledged is never read again, one that was interrupted is read anew.
 */
export async function readLines(evidence: Evidence, format: Format, source: StoredSource, context: ReadContext): Promise<ReadResult> {
  const at = { lines: source.lines, bytes: source.bytes }
  const result: ReadResult = { rows: {}, skipped: 0, skippedTail: 0, whole: at, total: { bytes: 0, hash: '' } }
  let hash: string | undefined = source.hash
  const pieces = preparePieces(evidence, format, source.bytes, context, (error) => {
    result.problem = error
  })
  for await (const piece of pieces) {
    context.signal.throwIfAborted()
    if (piece.end > source.bytes) await take(piece)
    hash = piece.kind === 'lines' ? piece.hash : undefined
    result.total.bytes = piece.end
    context.onBytes(piece.end)
  }
  return finish(evidence, source, result, hash, context)

  async function take(piece: PreparedPiece): Promise<void> {
    if (piece.kind === 'lines' && !piece.whole && isBeingWritten(evidence, context)) {
      result.left = true
      return
    }
    const before = result.skipped
    const lines = piece.kind === 'dropped' ? await leaveOut(piece.bytes) : await load(piece)
    if (piece.kind === 'lines' && !piece.whole) {
      result.skippedTail = result.skipped - before
      return
    }
    at.lines += lines
    at.bytes = piece.end
    if (piece.kind === 'lines' && piece.hash) await context.sources.update(source.id, { ...at, hash: piece.hash, ...added(source, result) })
  }

  async function leaveOut(bytes: number): Promise<number> {
    result.skipped += 1
    const text = `a line of ${bytesText(bytes)}, longer than the limit of ${bytesText(context.limits.lineBytes)}: left out`
    await context.sources.note(source.id, [{ line: at.lines + 1, text }])
    return 1
  }

  async function load({ path, plan }: PreparedPiece & { kind: 'lines' }): Promise<number> {
    if (path === undefined) return 0
    const loaded = await context.lake.load({ path, source: source.id, linesBefore: at.lines }, plan)
    for (const [table, rows] of Object.entries(loaded.rows)) result.rows[table] = (result.rows[table] ?? 0) + rows
    result.skipped += loaded.skipped
    await context.sources.note(source.id, lineNotes(loaded))
    return loaded.lines
  }
}

/** What is packed was finished by whoever packed it. */
function isBeingWritten({ compression, modified }: Evidence, { unfinishedAfter }: ReadContext): boolean {
  return unfinishedAfter !== undefined && compression === 'none' && modified / 1000 > unfinishedAfter
}

async function finish(
  evidence: Evidence,
  source: StoredSource,
  result: ReadResult,
  hash: string | undefined,
  { sources, limits }: ReadContext,
): Promise<ReadResult> {
  if (hash !== undefined) return { ...result, total: { bytes: result.total.bytes, hash } }
  // A line was left out, and its bytes with it: the hash needs a pass of its own.
  const { bytes, hash: whole, at } = await digests(evidence, limits, [result.whole.bytes])
  await sources.update(source.id, { ...result.whole, hash: at.get(result.whole.bytes) ?? '', ...added(source, result) })
  return { ...result, total: { bytes, hash: whole } }
}

/** Says which lines of a piece no plan could read. */
export function lineNotes({ samples, skipped }: ChunkResult): readonly Note[] {
  const notes = samples.map((sample) => ({ line: sample.line, text: `not a whole record: ${printable(sample.text, 80)}` }))
  const more = skipped > notes.length ? [{ line: notes.at(-1)?.line ?? 0, text: `… ${plural(skipped, 'line')} like this in one piece` }] : []
  return [...notes, ...more]
}
