import { mkdirSync, rmSync } from 'node:fs'
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
 * Collects every stream of a directory into files, page by page. After each page the cursor is written: a run that broke off
 * goes on with the page after the last whole one, what it had finished is not asked for again, and nothing is doubled.
 */
export async function collect(directory: Directory, options: CollectOptions): Promise<readonly Collected[]> {
  const { folder, signal, onProgress = () => undefined } = options
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${directory.name}.cursor.json`)
  let cursors = readCursors(path)
  const keep = (change: Partial<Cursors>) => {
    cursors = { ...cursors, ...change }
    writeCursors(path, cursors)
  }
  let at: Progress = { stream: '', pages: 0, records: 0 }
  const streams = directory.connect(options.credentials, {
    http: { ...defaultHttp, ...options.http },
    onWait: (milliseconds, why) => onProgress({ ...at, waiting: { milliseconds, why } }),
  })
  const resumed = !cursors.finished
  if (!resumed) keep({ run: (options.now ?? (() => new Date()))().toISOString(), finished: false })
  const collected: Collected[] = []
  for (const stream of streams) {
    signal.throwIfAborted()
    const last = cursors.streams[stream.name]
    const save = (cursor: StreamCursor) => {
      keep({ streams: { ...cursors.streams, [stream.name]: cursor } })
      at = { stream: stream.name, pages: cursor.pages, records: cursor.records }
      onProgress(at)
    }
    collected.push(
      await follow(stream, begin(stream, last, { directory: directory.name, run: cursors.run, resumed, since: options.since }), { folder, signal, save }),
    )
  }
  keep({ finished: true })
  return collected
}

interface Run {
  readonly directory: string
  /** When it began, ISO 8601. */
  readonly run: string
  /** It broke off before. */
  readonly resumed: boolean
  readonly since: Date | undefined
}

/** Takes up a stream that broke off, leaves one that the same run has finished, or begins a new file. */
function begin(stream: Stream, last: StreamCursor | undefined, { directory, run, resumed, since }: Run): StreamCursor {
  if (last?.next !== undefined && !stream.whole) return { ...last, run }
  if (resumed && last?.run === run && last.next === undefined) return last
  const now = new Date(run)
  const until = new Date(now.getTime() - settleMinutes * 60_000)
  const from = since ?? (last === undefined ? new Date(now.getTime() - firstDays * 86_400_000) : new Date(last.until))
  const window = { since: from < until ? from : until, until }
  const file = `${directory}-${stream.name}-${run.slice(0, 23).replace(/[:.]/g, '').replace('T', '-')}.${stream.ending ?? 'ndjson'}`
  return { run, file, bytes: 0, records: 0, pages: 0, next: stream.first(window), since: window.since.toISOString(), until: window.until.toISOString() }
}

interface Following {
  readonly folder: string
  readonly signal: AbortSignal
  readonly save: (cursor: StreamCursor) => void
}

async function follow(stream: Stream, begun: StreamCursor, { folder, signal, save }: Following): Promise<Collected> {
  const path = join(folder, begun.file)
  let cursor = begun
  try {
    if (begun.next !== undefined) cursor = await writePages(stream, begun, { path, signal, save })
  } catch (error) {
    if (!(error instanceof StreamRefused)) throw error
    if (cursor.bytes === 0) rmSync(path, { force: true })
    return { stream: stream.name, records: 0, pages: 0, refused: messageOf(error) }
  } finally {
    await stream.close?.()
  }
  if (cursor.bytes === 0) rmSync(path, { force: true })
  return { stream: stream.name, ...(cursor.bytes > 0 && { file: cursor.file }), records: cursor.records, pages: cursor.pages }
}

async function writePages(
  stream: Stream,
  begun: StreamCursor,
  { path, signal, save }: { readonly path: string } & Omit<Following, 'folder'>,
): Promise<StreamCursor> {
  let cursor = begun
  const window: Window = { since: new Date(begun.since), until: new Date(begun.until) }
  await using file = await open(path, 'a+', 0o600)
  // What was written after the last page that the cursor knows is of a page that will be asked for again.
  await file.truncate(begun.bytes)
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
  return cursor
}
