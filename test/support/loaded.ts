import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultLimits } from '../../src/base/limits.ts'
import { name, sql } from '../../src/base/sql.ts'
import { cut } from '../../src/evidence/chunks.ts'
import type { Format } from '../../src/evidence/format.ts'
import type { ChunkResult, Lake } from '../../src/lake/lake.ts'
import type { TableName } from '../../src/model/tables.ts'
import { headOfText } from './source.ts'

/** Number of the text loaded last. */
let source = 0

/**
 * Lets the engine read a text by the plan of its format, in pieces of `size` bytes, as the intake does but without its
 * records. Says what came of it.
 */
export async function loadText(test: { lake: Lake; folder: string }, format: Format, content: string | Uint8Array, path = 'sample', size = 32 * 2 ** 20) {
  const bytes = Buffer.from(typeof content === 'string' ? content : Uint8Array.from(content))
  const file = join(test.folder, 'piece')
  source += 1
  let plan = format.plan?.(headOfText(bytes, path))
  const total: Pick<ChunkResult, 'lines' | 'ignored' | 'skipped'> & { rows: Partial<Record<TableName, number>>; samples: ChunkResult['samples'][number][] } = {
    lines: 0,
    ignored: 0,
    skipped: 0,
    rows: {},
    samples: [],
  }
  for await (const piece of cut(toStream(bytes), size, defaultLimits, format.restart)) {
    if (piece.kind === 'dropped') throw new Error('a line longer than the limit')
    if (piece.restart && piece.offset > 0) plan = format.plan?.(headOfText(piece.data, path))
    if (!plan) throw new Error(`${format.name} has no plan`)
    writeFileSync(file, piece.data)
    const result = await test.lake.load({ path: file, source, linesBefore: total.lines }, plan)
    Object.assign(total, { lines: total.lines + result.lines, ignored: total.ignored + result.ignored, skipped: total.skipped + result.skipped })
    for (const [table, rows] of Object.entries(result.rows)) total.rows[table as TableName] = (total.rows[table as TableName] ?? 0) + rows
    total.samples.push(...result.samples)
  }
  return total
}

export type EngineRow = Readonly<Record<string, unknown>>

/** Rows that the text loaded last gave to a table, without the source, in the order of their lines. */
export function rowsOf(lake: Lake, table: TableName): Promise<EngineRow[]> {
  return lake.rows<EngineRow>(sql`SELECT * EXCEPT source FROM ${name(table)} WHERE source = ${source} ORDER BY line`)
}

async function* toStream(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}
