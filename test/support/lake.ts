import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Analysis, SettingValue } from '../../src/analysis/analysis.ts'
import { newestMoment } from '../../src/analysis/run.ts'
import { defaultLimits } from '../../src/base/limits.ts'
import { privateRanges } from '../../src/base/net.ts'
import { name, sql } from '../../src/base/sql.ts'
import { formats } from '../../src/evidence/formats.ts'
import { type Intake, takeIn } from '../../src/evidence/intake.ts'
import { derive } from '../../src/lake/derive/index.ts'
import type { Lake } from '../../src/lake/lake.ts'
import { openLake } from '../../src/lake/open.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { Batch } from '../../src/model/tables.ts'
import { openState } from '../../src/state/open.ts'
import { Sources } from '../../src/state/sources.ts'

/** A lake in a folder of its own, gone when disposed. One at a time: the engine holds one folder per process. */
export interface TestLake extends AsyncDisposable {
  readonly lake: Lake
  readonly folder: string
}

/** The lake that `findingsOf` fills again and again: to open one takes longer than most analyses. */
let kept: TestLake | undefined

export async function emptyLake(): Promise<TestLake> {
  const before = kept
  kept = undefined
  await before?.[Symbol.asyncDispose]()
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-lake-'))
  const lake = await openLake(folder, { memory: 2 ** 30 })
  return {
    lake,
    folder,
    async [Symbol.asyncDispose]() {
      await lake[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A lake with these rows and the tables derived from them. */
export async function lakeWith(batches: readonly Batch[], internal: readonly string[] = privateRanges): Promise<TestLake> {
  const test = await emptyLake()
  await append(test.lake, batches)
  await derive(test.lake, { internal })
  return test
}

/** Puts other rows into a lake, instead of all that it had: making its tables anew would take much longer. */
export async function refill(lake: Lake, batches: readonly Batch[], internal: readonly string[] = privateRanges): Promise<void> {
  await empty(lake)
  await append(lake, batches)
  await derive(lake, { internal })
}

/** The same with what is read from evidence files. */
export async function refillFromFolder(lake: Lake, path: string, internal: readonly string[] = privateRanges): Promise<Intake> {
  await empty(lake)
  const workspace = mkdtempSync(join(tmpdir(), 'gatehouse-state-'))
  try {
    const { intake } = await takeInto(lake, path, workspace)
    await derive(lake, { internal })
    return intake
  } finally {
    rmSync(workspace, { recursive: true, force: true })
  }
}

async function empty(lake: Lake): Promise<void> {
  const filled = await lake.rows<{ name: string }>(sql`SELECT name FROM system.tables WHERE database = currentDatabase() AND total_rows > 0`)
  for (const { name: table } of filled) await lake.run(sql`TRUNCATE TABLE ${name(table)} SYNC`)
}

async function takeInto(lake: Lake, path: string, workspace: string) {
  const sources = new Sources(await openState(workspace))
  const signal = new AbortController().signal
  const intake = await takeIn(path, { lake, sources, formats, limits: defaultLimits, signal, workspace })
  return { intake, sources }
}

/** Each batch is a source of its own, but for those that name the one they are of. */
async function append(lake: Lake, batches: readonly (Batch & { readonly source?: number })[]): Promise<void> {
  for (const [index, batch] of batches.entries()) await lake.append(batch.table, batch.source ?? index + 1, batch.rows)
}

/** A lake read from evidence files, as assess does it, and what became of each file. */
export async function lakeFromFolder(
  path: string,
  internal: readonly string[] = privateRanges,
): Promise<TestLake & { readonly intake: Intake; readonly sources: Sources }> {
  const test = await emptyLake()
  const { intake, sources } = await takeInto(test.lake, path, test.folder)
  await derive(test.lake, { internal })
  return { ...test, intake, sources }
}

/** What an analysis finds in these rows. */
export async function findingsOf(
  analysis: Analysis,
  batches: readonly Batch[],
  settings: Record<string, SettingValue> = {},
  earlier: readonly Finding[] = [],
): Promise<readonly Finding[]> {
  kept ??= await emptyLake()
  await refill(kept.lake, batches)
  return findingsIn(kept.lake, analysis, settings, earlier)
}

/** What an analysis finds in a lake; `earlier` is what others found before, for one that follows. */
export async function findingsIn(
  lake: Lake,
  analysis: Analysis,
  settings: Record<string, SettingValue> = {},
  earlier: readonly Finding[] = [],
): Promise<readonly Finding[]> {
  const now = await newestMoment(lake)
  const input = { lake, settings: { ...analysis.settings, ...settings }, now, earlier, signal: new AbortController().signal }
  return Array.fromAsync(analysis.run(input))
}
