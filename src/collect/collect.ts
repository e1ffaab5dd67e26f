import { mkdirSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '../base/errors.ts'
import type { Credentials } from './credentials.ts'
import { type Cursors, readCursors, type StreamCursor, writeCursors } from './cursor.ts'
import { type Directory, type Stream, StreamRefused, type Window } from './directory.ts'
import { defaultHttp, type HttpSettings } from './http.ts'

export interface CollectOptions {
  readonly credentials: Credentials
  /** Folder that the files go to; a run that broke off is taken up in it. */
  readonly folder: string
  /** Events from then on; by default from where the last run ended, else the last 30 days. */
  readonly since?: Date
  readonly signal: AbortSignal
  readonly http?: Partial<HttpSettings>
  readonly now?: () => Date
  readonly onProgress?: (progress: Progress) => void
}

export interface Progress {
  readonly stream: string
  readonly pages: number
  readonly records: number
  /** Why it waits, and for how many milliseconds. */
  readonly waiting?: { readonly milliseconds: number; readonly why: string }
}

/** What came of one stream. */
export interface Collected {
  readonly stream: string
  readonly file?: string
  readonly records: number
  readonly pages: number
  /** Why it was not given. */
  readonly refused?: string
}

/** Without a run before, and without `--since`. */
const firstDays = 30
/** Directories tell of events with a delay: those of the last minutes are for the next run, so that none is missed between two. */
const settleMinutes = 15

/**
 * Collects every stream of a directory into files of JSON lines, page by page. After each page the cursor is written: a run
 * that broke off goes on with the page after the last whole one, and nothing is doubled.
 */
export async function collect(directory: Directory, options: CollectOptions): Promise<readonly Collected[]> {
  const { folder, signal } = options
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${directory.name}.cursor.json`)
  let cursors: Cursors = readCursors(path)
  const now = (options.now ?? (() => new Date()))()
  let at: Progress = { stream: '', pages: 0, records: 0 }
  const http = { ...defaultHttp, ...options.http }
  const streams = directory.connect(options.credentials, {
    http,
    onWait: (milliseconds, why) => options.onProgress?.({ ...at, waiting: { milliseconds, why } }),
  })
  const collected: Collected[] = []
  for (const stream of streams) {
    signal.throwIfAborted()
    const begun = begin(stream, cursors[stream.name], { directory: directory.name, now, since: options.since })
    const save = (cursor: StreamCursor) => {
      cursors = { ...cursors, [stream.name]: cursor }
      writeCursors(path, cursors)
      at = { stream: stream.name, pages: cursor.pages, records: cursor.records }
      options.onProgress?.(at)
    }
    collected.push(await follow(stream, begun, folder, signal, save))
  }
  return collected
}

/** Takes up a stream that broke off, or begins a new file. */
function begin(
  stream: Stream,
  last: StreamCursor | undefined,
  run: { readonly directory: string; readonly now: Date; readonly since: Date | undefined },
): StreamCursor {
  if (last?.next !== undefined && !stream.whole) return last
  const until = new Date(run.now.getTime() - settleMinutes * 60_000)
  const before = last?.next === undefined && last !== undefined ? new Date(last.until) : undefined
  const since = run.since ?? before ?? new Date(run.now.getTime() - firstDays * 86_400_000)
  const window = { since: since < until ? since : until, until }
  const stamp = run.now.toISOString().slice(0, 19).replaceAll(':', '').replace('T', '-')
  const file = last?.next !== undefined ? last.file : `${run.directory}-${stream.name}-${stamp}.${stream.ending ?? 'ndjson'}`
  return { file, bytes: 0, records: 0, pages: 0, next: stream.first(window), since: window.since.toISOString(), until: window.until.toISOString() }
}

async function follow(stream: Stream, begun: StreamCursor, folder: string, signal: AbortSignal, save: (cursor: StreamCursor) => void): Promise<Collected> {
  let cursor = begun
  const window: Window = { since: new Date(cursor.since), until: new Date(cursor.until) }
  await using file = await open(join(folder, cursor.file), 'a+', 0o600)
  // What was written after the last page that the cursor knows is of a page that will be asked for again.
  await file.truncate(cursor.bytes)
  try {
    while (cursor.next !== undefined) {
      signal.throwIfAborted()
      const page = await stream.page(cursor.next, window, signal)
      const data = Buffer.from(page.records.map((record) => (typeof record === 'string' ? record : `${JSON.stringify(record)}\n`)).join(''))
      await file.appendFile(data)
      await file.sync()
      const { next: _, ...reached } = cursor
      cursor = {
        ...reached,
        bytes: cursor.bytes + data.length,
        records: cursor.records + page.records.length,
        pages: cursor.pages + 1,
        ...(page.next !== undefined && { next: page.next }),
      }
      save(cursor)
    }
  } catch (error) {
    if (!(error instanceof StreamRefused)) throw error
    return { stream: stream.name, records: cursor.records, pages: cursor.pages, refused: messageOf(error) }
  } finally {
    await stream.close?.()
  }
  return { stream: stream.name, file: cursor.file, records: cursor.records, pages: cursor.pages }
}
