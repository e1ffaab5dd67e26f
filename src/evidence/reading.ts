import type { GatehouseError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import type { Lake } from '../lake/lake.ts'
import type { Outcome } from '../model/status.ts'
import type { Sources, StoredSource } from '../state/sources.ts'

/** What reading a file needs. */
export interface ReadContext {
  readonly lake: Lake
  readonly sources: Sources
  readonly limits: Limits
  readonly signal: AbortSignal
  /** Folder of files that the engine can read pieces from. */
  readonly scratch: string
  /** Milliseconds since 1970: of a file that was written to after it, an unfinished last line is left for later. */
  readonly unfinishedAfter?: number
  /** Called with the decompressed bytes read of this file. */
  readonly onBytes: (bytes: number) => void
}

/** What came of it. */
export interface ReadResult {
  /** Rows added, by table. */
  readonly rows: Record<string, number>
  /** Lines or records that could not be read. */
  skipped: number
  /** Of those, in an unfinished last line. */
  skippedTail: number
  /** How far it was read in whole lines. */
  readonly whole: { readonly lines: number; readonly bytes: number }
  /** The whole content, an unfinished last line included. */
  readonly total: { bytes: number; hash: string }
  /** An unfinished last line was left for later. */
  left?: boolean
  /** Why it ended early. */
  problem?: GatehouseError
}

/** Rows of all tables together. */
export function rowsIn(rows: Readonly<Record<string, number>>): number {
  return Object.values(rows).reduce((sum, count) => sum + count, 0)
}

/** How a source ended: what was not read makes it partial, or failed if nothing was. */
export function outcomeOf(rows: Readonly<Record<string, number>>, missed: boolean): Outcome {
  if (!missed) return 'succeeded'
  return rowsIn(rows) === 0 ? 'failed' : 'partial'
}

/** Counts of a source with what was just read added. */
export function added(source: StoredSource, result: Pick<ReadResult, 'rows' | 'skipped'>): { readonly rows: string; readonly skipped: number } {
  const rows: Record<string, number> = { ...(JSON.parse(source.rows) as Record<string, number>) }
  for (const [table, count] of Object.entries(result.rows)) rows[table] = (rows[table] ?? 0) + count
  return { rows: JSON.stringify(rows), skipped: source.skipped + result.skipped }
}
