import type { StoredSource } from '../state/sources.ts'
import type { Format } from './format.ts'
import type { Evidence } from './open.ts'
import { readLines } from './read-lines.ts'
import { readOriginal } from './read-original.ts'
import type { ReadContext, ReadResult } from './reading.ts'

/** Stores a new log: in one go if it can be, else piece by piece. */
export async function readLog(evidence: Evidence, format: Format, source: StoredSource, context: ReadContext): Promise<ReadResult> {
  return (await readOriginal(evidence, format, source, context)) ?? (await readLines(evidence, format, source, context))
}
