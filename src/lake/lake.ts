import type { LinePlan } from '../base/line-plan.ts'
import type { Sql } from '../base/sql.ts'
import type { Coverage } from '../model/status.ts'
import type { Row, TableName } from '../model/tables.ts'

/** A piece of a source as a file of whole lines. */
export interface Chunk {
  readonly path: string
  /** Absent: none. */
  readonly compression?: 'none' | 'gzip' | 'zstd'
  readonly source: number
  /** Lines of the source before this piece. */
  readonly linesBefore: number
}

export interface ChunkResult {
  readonly lines: number
  readonly ignored: number
  readonly rows: Partial<Record<TableName, number>>
  /** Lines no load took, and the first few of them. */
  readonly skipped: number
  readonly samples: readonly { readonly line: number; readonly text: string }[]
}

/** Rows at rest. One dialect, ClickHouse SQL, whatever the backend. */
export interface Lake extends AsyncDisposable {
  append<T extends TableName>(table: T, source: number, rows: readonly Row<T>[]): Promise<void>
  load(chunk: Chunk, plan: LinePlan): Promise<ChunkResult>
  /**
   * Stores what the one load of a plan takes, in one reading and without counting; fails after `seconds`. Returns the
   * rows. What a failure leaves behind is to be forgotten.
   */
  store(chunk: Chunk, plan: LinePlan, seconds: number): Promise<number>
  /** What a load would take, and what it would skip. */
  count(chunk: Chunk, plan: LinePlan): Promise<ChunkResult>
  /** Loads whole sources at once: a folder with one file per source, named by its number. */
  loadFolder(folder: string, plan: LinePlan): Promise<ReadonlyMap<number, ChunkResult>>
  /** Removes the rows of a source from a line on (0: all), so that an interrupted piece can be read again. */
  forget(source: number, fromLine: number): Promise<void>
  /** How many rows a source has, by table. */
  rowsOf(source: number): Promise<Readonly<Record<string, number>>>
  /** All rows of a query. 64-bit integers come as numbers. */
  rows<R>(query: Sql, signal?: AbortSignal): Promise<R[]>
  /** A statement without result. */
  run(statement: Sql): Promise<void>
  /** Rows per table and source; `sourceName` gives the name shown. */
  coverage(sourceName: (source: number) => string): Promise<readonly Coverage[]>
}
