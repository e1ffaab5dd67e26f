import { defaultLimits, type Limits } from '../../src/base/limits.ts'
import type { Format, Notes } from '../../src/evidence/format.ts'
import { openEvidence } from '../../src/evidence/open.ts'
import { sourceOf } from '../../src/evidence/source.ts'
import type { TableName } from '../../src/model/tables.ts'
import type { Reading } from './source.ts'

/** Everything a format makes of a file on disk, archives included. */
export async function readFile(format: Format, path: string, limits: Limits = defaultLimits): Promise<Reading> {
  const rows: Partial<Record<TableName, object[]>> = {}
  const skipped: { line: number; why: string }[] = []
  const said: string[] = []
  const notes: Notes = { skip: (line, why) => skipped.push({ line, why }), say: (text) => said.push(text) }
  for await (const batch of format.read?.(sourceOf(await openEvidence(path, limits), limits), notes) ?? []) {
    rows[batch.table] = [...(rows[batch.table] ?? []), ...batch.rows]
  }
  return { rows: rows as Reading['rows'], skipped, said }
}
