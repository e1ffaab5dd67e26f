import { rmSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messageOf } from '../base/errors.ts'
import { sha256 } from '../base/hash.ts'
import type { Limits } from '../base/limits.ts'
import type { Lake } from '../lake/lake.ts'
import type { Outcome } from '../model/status.ts'
import type { Sources, StoredSource } from '../state/sources.ts'
import type { Format } from './format.ts'
import { headOf, identify } from './identity.ts'
import { type Evidence, openEvidence, stampOf } from './open.ts'
import { readDocument } from './read-document.ts'
import { readLines } from './read-lines.ts'
import { added, type ReadContext, type ReadResult } from './reading.ts'
import { recognise } from './recognise.ts'
import { walk } from './walk.ts'

export interface IntakeOptions {
  readonly lake: Lake
  readonly sources: Sources
  readonly formats: readonly Format[]
  readonly limits: Limits
  readonly signal: AbortSignal
  /** The workspace: left out of the walk, and home of the scratch file. */
  readonly workspace: string
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

/** Reads every file of a folder that is new, or the part of it that is. */
export async function takeIn(folder: string, options: IntakeOptions): Promise<Intake> {
  const found = await walk(folder, options.limits, [options.workspace])
  const counts = { files: found.files.length, added: 0, grown: 0, known: 0, rows: 0 }
  const skipped = [...found.skipped]
  const scratch = scratchFile(options.workspace)
  let bytes = 0
  let changed = false
  try {
    for (const [done, file] of found.files.entries()) {
      options.signal.throwIfAborted()
      const report = (now: number) => options.onProgress?.({ file, done, files: counts.files, bytes: bytes + now, rows: counts.rows })
      let read = 0
      const onBytes = (now: number) => {
        read = now
        report(now)
      }
      report(0)
      const beforeChange = async () => {
        if (!changed) await options.beforeChange?.()
        changed = true
      }
      const came = await takeFile(file, { ...options, scratch, onBytes }, beforeChange)
      bytes += read
      if (came.is === 'skipped') skipped.push({ file, why: came.why })
      else {
        counts[came.is] += 1
        counts.rows += came.rows
      }
    }
  } finally {
    rmSync(scratch, { force: true })
  }
  return { ...counts, skipped }
}

type FileResult = { readonly is: 'skipped'; readonly why: string } | { readonly is: 'added' | 'grown' | 'known'; readonly rows: number }

async function takeFile(file: string, context: ReadContext & Pick<IntakeOptions, 'formats'>, beforeChange: () => Promise<void>): Promise<FileResult> {
  if (await isUnchanged(file, context.sources)) return { is: 'known', rows: 0 }
  const evidence = await openEvidence(file, context.limits).catch((error: unknown) => messageOf(error))
  if (typeof evidence === 'string') return { is: 'skipped', why: `cannot be read: ${evidence}` }
  const recognised = recognise(evidence.head, context.formats)
  if ('why' in recognised) return { is: 'skipped', why: recognised.why }
  const { format } = recognised
  if (format.plan?.(evidence.head).loads.length === 0) return { is: 'skipped', why: `${format.title}: recognised, but this kind of log feeds no analysis` }

  const identity = await identify(evidence, format, context.sources, context.limits)
  if (identity.is === 'known') return { is: 'known', rows: 0 }
  await beforeChange()
  const source = identity.is === 'longer' ? await resume(identity.source, format, context) : await begin(evidence, format, context.sources)
  await context.sources.update(source.id, { path: file, done: 0 })
  const result = format.plan ? await readLines(evidence, format, source, context) : await readDocument(evidence, format, source, context)
  await end(evidence, format, source, result, context)
  const rows = Object.values(result.rows).reduce((sum, count) => sum + count, 0)
  return { is: identity.is === 'longer' && source.done ? 'grown' : 'added', rows }
}

/** A file that has not been touched since it was read needs not be opened. */
async function isUnchanged(file: string, sources: Sources): Promise<boolean> {
  const info = await stat(file, { bigint: true }).catch(() => undefined)
  return info !== undefined && (await sources.byStamp(file, stampOf(info))) !== undefined
}

async function begin(evidence: Evidence, format: Format, sources: Sources): Promise<StoredSource> {
  const nothing = { bytes: 0, lines: 0, hash: sha256(''), done: 0, outcome: 'partial', skipped: 0, skipped_tail: 0, rows: '{}' } as const
  const row = { path: evidence.path, format: format.name, ...headOf(evidence), ...nothing }
  return { ...row, id: await sources.add(row) }
}

/** Takes a source up again: what lies past its last whole line, and all of a document, is forgotten first. */
async function resume(source: StoredSource, format: Format, { lake, sources }: ReadContext): Promise<StoredSource> {
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
  await sources.update(source.id, { ...document, ...sum, done: 1, outcome: outcomeOf(result, sum) })
  await sources.saw({ source: source.id, path: evidence.path, stamp: evidence.stamp, ...result.total })
}

function outcomeOf(result: ReadResult, sum: { readonly rows: string; readonly skipped: number }): Outcome {
  const empty = sum.rows === '{}' || Object.values(JSON.parse(sum.rows) as Record<string, number>).every((count) => count === 0)
  if (result.problem || sum.skipped > 0) return empty ? 'failed' : 'partial'
  return 'succeeded'
}

/** In the workspace, unless its path holds characters that the engine takes for a pattern. */
function scratchFile(workspace: string): string {
  return /[{}*?[\]\\]/.test(workspace) ? join(tmpdir(), `gatehouse-piece-${process.pid}`) : join(workspace, 'piece')
}
