import { raw, sql } from '../base/sql.ts'
import { type TableName, tableNames } from '../model/tables.ts'
import type { Lake } from './lake.ts'

/** A piece of a table that cannot be trusted any more: it is kept, but no query sees it. */
export interface PartAside {
  readonly table: TableName
  /** Name of its folder among those that are set aside. */
  readonly part: string
}

interface Checked {
  readonly part_path: string
  readonly is_passed: boolean | number
  readonly message: string
}

/**
 * Compares every stored byte with its checksum, table by table, and sets parts aside that are not as they were written. Reads the whole lake: at the speed
 * of the disk.
 */
export async function setDamageAside(lake: Lake, signal: AbortSignal): Promise<void> {
  for (const table of tableNames) {
    signal.throwIfAborted()
    const parts = await lake.rows<Checked>(raw(`CHECK TABLE ${table} SETTINGS check_query_single_value_result = 0`), signal)
    for (const { part_path: part } of parts.filter(({ is_passed: passed }) => !passed)) await lake.run(sql`ALTER TABLE ${raw(table)} DETACH PART ${part}`)
  }
}

/** Every part that is set aside, by a check or because the engine could not open it. */
export async function partsAside(lake: Lake): Promise<readonly PartAside[]> {
  const known = new Set<string>(tableNames)
  const parts = await lake.rows<PartAside>(
    raw(
      "SELECT toString(table) AS table, name AS part FROM system.detached_parts WHERE database = currentDatabase() AND reason != 'ignored' ORDER BY table, part",
    ),
  )
  return parts.filter(({ table }) => known.has(table))
}
