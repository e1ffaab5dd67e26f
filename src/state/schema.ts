import type { ColumnType, Generated } from 'kysely'
import type { Outcome } from '../model/status.ts'

/** JSON kept as text. */
type Json<T> = ColumnType<string, string, string> & { readonly __shape?: T }

/** One piece of evidence, known by its content. */
export interface SourceRow {
  id: Generated<number>
  /** Path it was last seen under, as given to assess. */
  path: string
  format: string
  /** SHA-256 of the first `head_bytes` decompressed bytes, to find candidates. */
  head_bytes: number
  head_hash: string
  /** Whole lines stored: decompressed bytes, lines, and the SHA-256 over those bytes. */
  bytes: number
  lines: number
  hash: string
  /** 0 while being read: an interrupted source is taken up again at `bytes`. */
  done: number
  outcome: Outcome
  skipped: number
  /** Of those, the one in an unfinished last line: read again when the file grows. */
  skipped_tail: number
  rows: Json<Record<string, number>>
}

/** A file that was found to be a source, or an earlier, shorter state of it. */
export interface SeenRow {
  source: number
  path: string
  /** Size, time and inode: the same stamp need not be read again. */
  stamp: string
  /** The whole content, an unfinished last line included: decompressed bytes and their SHA-256. */
  bytes: number
  hash: string
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

/** A release that was vetted: what was said of it and what the next one is compared with. */
export interface VettedRow {
  id: Generated<number>
  ecosystem: string
  name: string
  /** Empty where it is not known. */
  version: string
  /** SHA-256 of the artifact, hex. */
  hash: string
  word: string
  /** ISO 8601, UTC. */
  at: string
  /** JSON, Zstandard: the verdict, and what is kept of the release itself (NULL once there are many newer ones). */
  vetting: Uint8Array
  record: Uint8Array | null
}

/** An advisory that was hunted for, known by its content. */
export interface AdvisoryRow {
  id: string
  sha256: string
  /** Name of the file it came from. */
  file: string
  /** ISO 8601, UTC. */
  at: string
  /** JSON, Zstandard. */
  advisory: Uint8Array
}

/** A question that is asked again on new evidence: the advisories of one affair, and the last answer. */
export interface HuntRow {
  id: string
  advisories: Json<readonly string[]>
  /** ISO 8601, UTC. */
  asked: string
  answered: string
  word: string
  /** JSON, Zstandard. */
  hunt: Uint8Array
}

export interface StateSchema {
  source: SourceRow
  seen: SeenRow
  note: NoteRow
  finding: FindingRow
  run: RunRow
  meta: MetaRow
  vetted: VettedRow
  advisory: AdvisoryRow
  hunt: HuntRow
}
