import { mkdirSync, rmSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messageOf } from '../base/errors.ts'
import { sha256 } from '../base/hash.ts'
import type { Limits } from '../base/limits.ts'
import type { Lake } from '../lake/lake.ts'
import type { Sources, StoredSource } from '../state/sources.ts'
import { archiveKind } from './archive/members.ts'
import { recogniseArchive } from './archive/recognise.ts'
import type { Format } from './format.ts'
import { type Identity, identify, newSource } from './identity.ts'
import { isJsonList } from './json-list.ts'
import { keepNewestCopies } from './newest-copy.ts'
import { type Evidence, openEvidence, stampOf } from './open.ts'
import { readDocument } from './read-document.ts'
import { readLines } from './read-lines.ts'
import { readLog } from './read-log.ts'
import { added, outcomeOf, type ReadContext, type ReadResult, rowsIn } from './reading.ts'
import { recognise } from './recognise.ts'
import { SmallFiles } from './small-files.ts'
import { walk } from './walk.ts'

export interface IntakeOptions {
  readonly lake: Lake
  readonly sources: Sources
  readonly formats: readonly Format[]
  readonly limits: Limits
  readonly signal: AbortSignal
  /** The workspace: left out of the walk, and home of the scratch folder. */
  readonly workspace: string
  /** Milliseconds since 1970: of a log that was written to after it, an unfinished last line is left for later. */
  readonly unfinishedAfter?: number
  readonly onProgress?: (progress: IntakeProgress) => void
  /** Called before the first change to the lake. */
  readonly beforeChange?: () => Promise<void>
}

export interface IntakeProgress {
  readonly file: string
  /** Files done, of so many. */
  readonly done: number
  readonly files: number
  /** Decompressed bytes and rows so far, all files together. */
  readonly bytes: number
  readonly rows: number
}

export interface Intake {
  readonly files: number
  readonly added: number
  readonly grown: number
  readonly known: number
  readonly rows: number
  readonly skipped: readonly { readonly file: string; readonly why: string }[]
}

/** Reads every file of a folder, or of a list, that is new, or the part of it that is. */
export async function takeIn(from: string | readonly string[], options: IntakeOptions): Promise<Intake> {
  const found = typeof from === 'string' ? await walk(from, options.limits, [options.workspace]) : { files: from, skipped: [] }
  const counts = { files: found.files.length, added: 0, grown: 0, known: 0, rows: 0 }
  const skipped = [...found.skipped]
  const at = { file: '', done: 0, bytes: 0, read: 0 }
  const report = () => options.onProgress?.({ file: at.file, done: at.done, files: counts.files, bytes: at.bytes + at.read, rows: counts.rows })
  const onBytes = (bytes: number) => {
    at.read = bytes
    report()
  }
  const context = { ...options, beforeChange: once(options.beforeChange), scratch: scratchFolder(options.workspace), onBytes }
  const small = new SmallFiles(context)
  try {
    for (const [done, file] of found.files.entries()) {
      options.signal.throwIfAborted()
      Object.assign(at, { file, done, bytes: at.bytes + at.read, read: 0 })
      report()
      const came = await takeFile(file, context, small)
      if (came.is === 'skipped') skipped.push({ file, why: came.why })
      else counts[came.is] += 1
      counts.rows += came.rows + (small.full ? await small.flush() : 0)
    }
    counts.rows += await small.flush()
    await keepNewestCopies(options.lake, options.sources)
  } finally {
    rmSync(context.scratch, { recursive: true, force: true })
  }
  return { ...counts, skipped }
}

interface TakeContext extends ReadContext {
  readonly formats: readonly Format[]
  readonly beforeChange: () => Promise<void>
}

type FileResult = { readonly is: 'skipped'; readonly why: string; readonly rows: 0 } | { readonly is: 'added' | 'grown' | 'known'; readonly rows: number }

async function takeFile(file: string, context: TakeContext, small: SmallFiles): Promise<FileResult> {
  if (await isUnchanged(file, context.sources)) return { is: 'known', rows: 0 }
  const opened = await openEvidence(file, context.limits).catch((error: unknown) => messageOf(error))
  if (typeof opened === 'string') return { is: 'skipped', why: `cannot be read: ${opened}`, rows: 0 }
  const archive = archiveKind(opened)
  const recognised = archive ? await recogniseArchive(opened, archive, context.formats, context.limits) : recognise(opened.head, context.formats)
  if ('why' in recognised) return { is: 'skipped', why: recognised.why, rows: 0 }
  const { format } = recognised
  const evidence: Evidence = format.lists && isJsonList(opened.head, format.lists) ? { ...opened, list: true } : opened
  if (format.plan?.(evidence.head).loads.length === 0) {
    return { is: 'skipped', why: `${format.title}: recognised, but this kind of log feeds no analysis`, rows: 0 }
  }
  const waited = small.resembles(evidence) ? await small.flush() : 0
  const identity = await identify(evidence, format, context.sources, context.limits)
  if (identity.is === 'known') return { is: 'known', rows: waited }
  await context.beforeChange()
  if (identity.is === 'new' && (await small.take(evidence, format))) return { is: 'added', rows: waited }
  const source = identity.is === 'longer' ? await resume(identity.source, format, context) : await begin(evidence, format, context.sources)
  await context.sources.update(source.id, { path: file, done: 0 })
  const read = readerOf(format, identity)
  const result = await read(evidence, format, source, context)
  await end(evidence, format, source, result, context)
  return { is: identity.is === 'longer' && source.done ? 'grown' : 'added', rows: waited + rowsIn(result.rows) }
}

/** What was begun before is taken up piece by piece. */
function readerOf(format: Format, identity: Identity) {
  if (!format.plan) return readDocument
  return identity.is === 'new' ? readLog : readLines
}

function once(action: (() => Promise<void>) | undefined): () => Promise<void> {
  let done: Promise<void> | undefined
  return async () => {
    done ??= action?.() ?? Promise.resolve()
    await done
  }
}

/** A file that has not been touched since it was read needs not be opened. */
async function isUnchanged(file: string, sources: Sources): Promise<boolean> {
  const info = await stat(file, { bigint: true }).catch(() => undefined)
  return info !== undefined && (await sources.byStamp(file, stampOf(info))) !== undefined
}

async function begin(evidence: Evidence, format: Format, sources: Sources): Promise<StoredSource> {
  const row = newSource(evidence, format)
  return { ...row, id: await sources.add(row) }
}

/** Takes a source up again: what lies past its last whole line, and all of a document, is forgotten first. */
async function resume(known: StoredSource, format: Format, { lake, sources }: ReadContext): Promise<StoredSource> {
  // Nobody knows which of its lines went with a damaged part: it is read as if nothing of it had been.
  const source = known.lost > 0 ? { ...known, bytes: 0, lines: 0, hash: sha256(''), skipped: 0, skipped_tail: 0 } : known
  const from = format.plan ? source.lines + 1 : 0
  await lake.forget(source.id, from)
  await sources.forgetNotes(source.id, from)
  const kept = format.plan ? { rows: JSON.stringify(await lake.rowsOf(source.id)), skipped: source.skipped - source.skipped_tail } : { rows: '{}', skipped: 0 }
  return { ...source, ...kept, skipped_tail: 0 }
}

async function end(evidence: Evidence, format: Format, source: StoredSource, result: ReadResult, { sources }: ReadContext): Promise<void> {
  const sum = { ...added(source, result), skipped_tail: result.skippedTail }
  if (result.problem) await sources.note(source.id, [{ line: 0, text: [result.problem.message, result.problem.hint].filter(Boolean).join('. ') }])
  const document = format.plan ? {} : { bytes: result.total.bytes, hash: result.total.hash }
  const outcome = outcomeOf(JSON.parse(sum.rows) as Record<string, number>, result.problem !== undefined || sum.skipped > 0)
  await sources.update(source.id, { ...document, ...sum, done: 1, lost: 0, outcome })
  // What was left for later is not known yet: the same file is opened again.
  if (!result.left) await sources.saw({ source: source.id, path: evidence.path, stamp: evidence.stamp, ...result.total })
}

/** In the workspace, unless its path holds characters that the engine takes for a pattern. */
function scratchFolder(workspace: string): string {
  const folder = /[{}*?[\]\\]/.test(workspace) ? join(tmpdir(), `gatehouse-${process.pid}`) : join(workspace, 'scratch')
  mkdirSync(folder, { recursive: true })
  return folder
}
