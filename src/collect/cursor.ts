import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { GatehouseError } from '../base/errors.ts'

/** How far a stream has come. */
export interface StreamCursor {
  /** When the run that it belongs to began, ISO 8601. */
  readonly run: string
  /** File that its records go to. */
  readonly file: string
  /** Bytes of it that belong to whole pages: what lies beyond is of one that broke off. */
  readonly bytes: number
  readonly records: number
  readonly pages: number
  /** Where the next page is; absent when the stream has come to its end. */
  readonly next?: string
  /** ISO 8601; of events. */
  readonly since: string
  readonly until: string
}

/** What is remembered between runs. No credential is in it. */
export interface Cursors {
  /** When the last run began, ISO 8601; '' before the first. */
  readonly run: string
  /** It came to its end; else the next run takes it up. */
  readonly finished: boolean
  readonly streams: Readonly<Record<string, StreamCursor>>
}

export function readCursors(path: string): Cursors {
  if (!existsSync(path)) return { run: '', finished: true, streams: {} }
  try {
    const value = JSON.parse(readFileSync(path, 'utf8')) as Partial<Cursors>
    if (typeof value.streams === 'object' && typeof value.run === 'string') return { run: value.run, finished: value.finished === true, streams: value.streams }
  } catch {
    // Said below.
  }
  throw new GatehouseError('OUTPUT_UNWRITABLE', `${path} is no record of a collection`, { hint: 'Delete it to collect everything anew, into another folder.' })
}

/** Written beside and renamed, so that a killed process leaves the old one or the new one. */
export function writeCursors(path: string, cursors: Cursors): void {
  const next = `${path}.next`
  writeFileSync(next, `${JSON.stringify(cursors, null, 2)}\n`, { mode: 0o600, flush: true })
  renameSync(next, path)
}
