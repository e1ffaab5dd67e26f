import { name, sql } from '../base/sql.ts'
import type { TableName } from '../model/tables.ts'
import type { Lake } from './lake.ts'

/** How many rows of a table each source gave, as they are there now; a source without any is absent. */
export async function rowsBySource(lake: Lake, table: TableName): Promise<ReadonlyMap<number, number>> {
  const counts = await lake.rows<{ source: number; rows: number }>(sql`SELECT source, count() AS rows FROM ${name(table)} GROUP BY source`)
  return new Map(counts.map(({ source, rows }) => [source, rows]))
}
