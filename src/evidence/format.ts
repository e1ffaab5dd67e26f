import type { LinePlan } from '../base/line-plan.ts'
import type { Batch, TableName } from '../model/tables.ts'

/** The beginning of a file, decompressed: enough to say what it is. */
export interface Head {
  /** For messages only: a file is recognised by its content. */
  readonly path: string
  /** At most 64 KiB. */
  readonly bytes: Uint8Array
  /** The same as text: UTF-8, or UTF-16 where there is a byte order mark; bad sequences become U+FFFD. */
  readonly text: string
  /** The whole file is in `bytes`. */
  readonly whole: boolean
}

/** A file to read whole or line by line. Limits are enforced underneath: past them reading throws LIMIT_EXCEEDED. */
export interface Source {
  readonly path: string
  readonly head: Head
  /** When the file was last changed: microseconds; the date of an inventory that does not carry one. */
  readonly modified: number
  /** The whole text, decoded as in `Head.text`. */
  text(): Promise<string>
  /** Lines without their ends, numbered from 1. */
  lines(): AsyncIterable<{ readonly line: number; readonly text: string }>
  /** The file itself, or, of an archive, each file in it. */
  documents(): AsyncIterable<SourceDocument>
}

/** One document of a source, with what it says or why it could not be read. */
export interface SourceDocument {
  /** Path in the archive; of a file that is none, the file's. */
  readonly name: string
  /** From 1. */
  readonly number: number
  readonly text?: string
  readonly problem?: string
}

/** Where a reader says what it could not read. Nothing is dropped in silence. */
export interface Notes {
  /** One record that was skipped: its line (or record number) and why, in plain words. */
  skip(line: number, why: string): void
  /** Something worth knowing that lost no record. */
  say(text: string): void
}

/**
 * One kind of evidence file. A format either gives a `plan`, so that the engine parses the lines itself (logs, which
 * are large and grow), or a `read`, which yields rows (inventories and lists, which are documents).
 */
export interface Format {
  readonly name: string
  readonly title: string
  /** Where such a file comes from, and how to get one. Shown in the docs. */
  readonly origin: string
  readonly fills: readonly TableName[]
  /** 0 (not this) … 1 (certainly this); from the content. Pure. */
  recognise(head: Head): number
  plan?(head: Head): LinePlan
  /**
   * Records also come as JSON lists, bare or under one of these keys: they are given to the plan one a line, and the number of
   * a line is then that of the record.
   */
  readonly lists?: readonly string[]
  /** Text that begins a new header inside a file (logs that were concatenated): the plan is made anew from there. */
  readonly restart?: string
  /** It also reads archives (zip, tar) of such documents. */
  readonly archives?: true
  read?(source: Source, notes: Notes): AsyncIterable<Batch>
}
