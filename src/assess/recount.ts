import { name, sql } from '../base/sql.ts'
import { tableNames, tables } from '../model/tables.ts'
import { Sources } from '../state/sources.ts'
import type { Workspace } from './workspace.ts'

/** Keeps how many rows each source has by now, after some were removed on purpose: what is missing of them later is damage. */
export async function recount({ lake, state }: Workspace): Promise<void> {
  const rows = new Map<number, Record<string, number>>()
  for (const table of tableNames) {
    if ('derived' in tables[table]) continue
    const counts = await lake.rows<{ source: number; rows: number }>(sql`SELECT source, count() AS rows FROM ${name(table)} GROUP BY source`)
    for (const { source, rows: count } of counts) rows.set(source, { ...rows.get(source), [table]: count })
  }
  const sources = new Sources(state)
  for (const { id, rows: before } of await sources.all()) {
    const now = JSON.stringify(rows.get(id) ?? {})
    if (now !== before) await sources.update(id, { rows: now })
  }
}
