import { writeFileSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { GatehouseError } from '../base/errors.ts'
import { byPlainness, type LinePlan, onlyLoad } from '../base/line-plan.ts'
import type { StoredSource } from '../state/sources.ts'
import type { Format } from './format.ts'
import { byteStream, type Evidence, stampOf } from './open.ts'
import { isPlain } from './plain-bytes.ts'
import type { ReadContext, ReadResult } from './reading.ts'
import { type Scan, scanLines } from './scan-lines.ts'

/** Bytes on disk. Beyond it a kill would cost more than a minute of work, since this way begins anew. */
const mostBytes = 512 * 2 ** 20

/** The engine is slow when it takes this long; a bomb, which Node's side sees, must not hold it for ever. */
const patience = { seconds: 20, bytesPerSecond: 0.5e6 }

/** Characters that the engine takes for a pattern of names. */
const pattern = /[{}*?[\]\\]/

/**
 * Stores a new log in one go: the engine reads the file itself while Node, beside it, unpacks it under the limits, hashes
 * it and counts its lines. Only a log whose every line is accounted for counts as read; undefined for any other – a line
 * that is no record or is too long, a second header, damage, an unfinished last line, a file that grew meanwhile –, of
 * which nothing is kept: it is for the careful way.
 */
export async function readOriginal(evidence: Evidence, format: Format, source: StoredSource, context: ReadContext): Promise<ReadResult | undefined> {
  const plan = format.plan?.(evidence.head)
  const load = plan && onlyLoad(plan)
  if (!load || !isEligible(evidence)) return undefined
  const { first, rest } = byPlainness(plan)
  const [plain, seen] = await Promise.all([store(evidence, first, source, context), scan(evidence, format, context)])
  const isWhole = async (stored: number | undefined) =>
    seen !== undefined && stored !== undefined && (await accountsFor(seen, seen.lines - stored, plan, context))
  let stored = plain
  let whole = await isWhole(stored)
  if (!whole && seen && stored !== undefined && rest) {
    const others = await store(evidence, rest, source, context)
    stored = others === undefined ? undefined : stored + others
    whole = await isWhole(stored)
  }
  if (!whole || !seen || stored === undefined || !(await isUnchanged(evidence))) {
    await context.lake.forget(source.id, 1)
    return undefined
  }
  const size = { lines: seen.lines, bytes: seen.bytes }
  await context.sources.update(source.id, { ...size, hash: seen.hash })
  return { rows: { [load.table]: stored }, skipped: 0, skippedTail: 0, whole: size, total: { bytes: seen.bytes, hash: seen.hash } }
}

function isEligible({ path, head, size, list }: Evidence): boolean {
  return !list && size <= mostBytes && !pattern.test(resolve(path)) && isPlain(head.bytes)
}

/** Rows stored; undefined when the engine could not read it: the careful way finds out why. */
async function store({ path, compression, size }: Evidence, plan: LinePlan, source: StoredSource, { lake }: ReadContext): Promise<number | undefined> {
  const seconds = patience.seconds + Math.ceil(size / patience.bytesPerSecond)
  try {
    return await lake.store({ path: resolve(path), compression, source: source.id, linesBefore: 0 }, plan, seconds)
  } catch (error) {
    if (error instanceof GatehouseError && error.code !== 'DISK_FULL') return undefined
    throw error
  }
}

/** undefined where the file is damaged or past its limits, or not a run of whole lines. */
async function scan(evidence: Evidence, format: Format, { limits, signal, onBytes }: ReadContext): Promise<Scan | undefined> {
  try {
    return await scanLines(byteStream(evidence, limits), limits.lineBytes, format.restart, (bytes) => {
      signal.throwIfAborted()
      onBytes(bytes)
    })
  } catch (error) {
    if (error instanceof GatehouseError) return undefined
    throw error
  }
}

async function isUnchanged({ path, stamp }: Evidence): Promise<boolean> {
  return stampOf(await stat(path, { bigint: true })) === stamp
}

/** Whether the lines that became no row are none: comments at the beginning and the end. False, too, when it cannot be told. */
async function accountsFor({ ends }: Scan, missing: number, plan: LinePlan, { lake, scratch }: ReadContext): Promise<boolean> {
  if (missing === 0) return true
  const path = join(scratch, 'ends')
  writeFileSync(path, ends)
  const counted = await lake.count({ path, source: 0, linesBefore: 0 }, plan)
  return counted.skipped === 0 && counted.ignored === missing
}
