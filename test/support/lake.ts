import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Analysis, SettingValue } from '../../src/analysis/analysis.ts'
import { newestMoment } from '../../src/analysis/run.ts'
import { privateRanges } from '../../src/base/net.ts'
import { derive } from '../../src/lake/derive/index.ts'
import type { Lake } from '../../src/lake/lake.ts'
import { openLake } from '../../src/lake/open.ts'
import type { Finding } from '../../src/model/finding.ts'
import type { Batch } from '../../src/model/tables.ts'

/** A lake in a folder of its own, gone when disposed. One at a time: the engine holds one folder per process. */
export interface TestLake extends AsyncDisposable {
  readonly lake: Lake
  readonly folder: string
}

export async function emptyLake(): Promise<TestLake> {
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
  for (const [index, batch] of batches.entries()) await test.lake.append(batch.table, index + 1, batch.rows)
  await derive(test.lake, { internal })
  return test
}

/** What an analysis finds in these rows. */
export async function findingsOf(analysis: Analysis, batches: readonly Batch[], settings: Record<string, SettingValue> = {}): Promise<readonly Finding[]> {
  await using test = await lakeWith(batches)
  return findingsIn(test.lake, analysis, settings)
}

/** What an analysis finds in a lake. */
export async function findingsIn(lake: Lake, analysis: Analysis, settings: Record<string, SettingValue> = {}): Promise<readonly Finding[]> {
  const now = await newestMoment(lake)
  const input = { lake, settings: { ...analysis.settings, ...settings }, now, signal: new AbortController().signal }
  return Array.fromAsync(analysis.run(input))
}
