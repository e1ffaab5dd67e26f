import { rowsBySource } from '../lake/rows-by-source.ts'
import { evidenceTables } from '../model/tables.ts'
import { Sources } from '../state/sources.ts'
import type { Workspace } from './workspace.ts'

/** Keeps how many rows each source has by now, after some were removed on purpose: what is missing of them later is damage. */
export async function recount({ lake, state }: Workspace): Promise<void> {
  const rows = new Map<number, Record<string, number>>()
  for (const table of evidenceTables) {
    for (const [source, count] of await rowsBySource(lake, table)) rows.set(source, { ...rows.get(source), [table]: count })
  }
  const sources = new Sources(state)
  for (const { id, rows: before } of await sources.all()) {
    const now = JSON.stringify(rows.get(id) ?? {})
    if (now !== before) await sources.update(id, { rows: now })
  }
}
