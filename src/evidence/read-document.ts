import { GatehouseError } from '../base/errors.ts'
import { printable } from '../base/text.ts'
import { notesKept, type StoredSource } from '../state/sources.ts'
import type { Format, Notes } from './format.ts'
import { digests } from './identity.ts'
import type { Evidence } from './open.ts'
import type { ReadContext, ReadResult } from './reading.ts'
import { sourceOf } from './source.ts'

/** Reads an inventory or a list from its beginning; what was read of it before is replaced. */
export async function readDocument(evidence: Evidence, format: Format, source: StoredSource, context: ReadContext): Promise<ReadResult> {
  const { lake, sources, limits, signal } = context
  const notes = collectNotes()
  const rows: Record<string, number> = {}
  let problem: GatehouseError | undefined
  let stored = Promise.resolve()
  try {
    for await (const batch of format.read?.(sourceOf(evidence, limits), notes) ?? []) {
      signal.throwIfAborted()
      // The lake stores one batch while the next is read.
      await stored
      stored = lake.append(batch.table, source.id, batch.rows)
      stored.catch(() => undefined)
      rows[batch.table] = (rows[batch.table] ?? 0) + batch.rows.length
    }
  } catch (error) {
    if (!(error instanceof GatehouseError) || !isOfEvidence(error)) throw error
    problem = error
  }
  await stored
  await sources.note(source.id, notes.kept)
  const { at: _, ...total } = await digests(evidence, limits)
  context.onBytes(total.bytes)
  return { rows, skipped: notes.skipped(), skippedTail: 0, whole: { lines: 0, bytes: total.bytes }, total, ...(problem && { problem }) }
}

/** Errors that a file is to blame for; anything else stops the run. */
function isOfEvidence(error: GatehouseError): boolean {
  return error.code === 'EVIDENCE_UNREADABLE' || error.code === 'LIMIT_EXCEEDED'
}

function collectNotes() {
  const kept: { line: number; text: string }[] = []
  let skipped = 0
  const keep = (line: number, text: string) => {
    if (kept.length < notesKept) kept.push({ line, text: printable(text, 300) })
  }
  const notes: Notes = {
    skip: (line, why) => {
      skipped += 1
      keep(line, why)
    },
    say: (text) => keep(0, text),
  }
  return { ...notes, kept, skipped: () => skipped }
}
