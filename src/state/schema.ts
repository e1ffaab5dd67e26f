import type { ColumnType, Generated } from 'kysely'
import type { Outcome } from '../model/status.ts'

/** JSON kept as text. */
type Json<T> = ColumnType<string, string, string> & { readonly __shape?: T }

/** One piece of evidence, known by its content. */
export interface SourceRow {
  id: Generated<number>
  /** Path it was last seen under, relative to the assessed folder. */
  path: string
  format: string
  /** Size, time and inode when last read: the same stamp need not be read again. */
  stamp: string
  /** SHA-256 of the first `head_bytes` decompressed bytes, to find candidates. */
  head_bytes: number
  head_hash: string
  /** Whole lines stored: decompressed bytes, lines, and the SHA-256 over those bytes. */
  bytes: number
  lines: number
  hash: string
  /** The whole content as last read, an unfinished last line included. */
  total_bytes: number
  total_hash: string
  /** 0 while being read: an interrupted source is taken up again at `bytes`. */
  done: number
  outcome: Outcome
  skipped: number
  rows: Json<Record<string, number>>
}

export interface NoteRow {
  source: number
  /** 0: about the whole source. */
  line: number
  text: string
}

export interface FindingRow {
  id: string
  analysis: string
  severity: number
  finding: Json<unknown>
  first_found: string
  last_found: string
}

export interface RunRow {
  analysis: string
  version: number
  status: Json<unknown>
}

export interface MetaRow {
  key: string
  value: string
}

export interface StateSchema {
  source: SourceRow
  note: NoteRow
  finding: FindingRow
  run: RunRow
  meta: MetaRow
}
