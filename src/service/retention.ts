import type { Kysely } from 'kysely'
import { join, name, type Sql, sql } from '../base/sql.ts'
import { type TableName, tableNames, tables } from '../model/tables.ts'
import { remember, remembered } from '../state/meta.ts'
import type { StateSchema } from '../state/schema.ts'

/** Days that rows are kept, by table; a table that is not named keeps its rows for ever. */
export type RetentionDays = Readonly<Partial<Record<TableName, number>>>

interface Kept {
  readonly revision: number
  readonly days: RetentionDays
}

const key = 'retention'

/** Tables of events that evidence fills: what is older than asked can go. States and lists have no age. */
export const agingTables: readonly TableName[] = tableNames.filter(
  (table) => 'time' in tables[table] && !('derived' in tables[table]) && table !== 'installation',
)

/** How long rows are kept, with a revision for If-Match. */
export async function readRetention(state: Kysely<StateSchema>): Promise<Kept> {
  const text = await remembered(state, key)
  return text === undefined ? { revision: 0, days: {} } : (JSON.parse(text) as Kept)
}

export async function keepRetention(state: Kysely<StateSchema>, kept: Kept): Promise<void> {
  await remember(state, key, JSON.stringify(kept))
}

/** Asks for the rows and the oldest moment (seconds since 1970) of each table that ages. */
export function agesStatement(): Sql {
  return join(
    agingTables.map((table) => sql`SELECT ${table} AS table, count() AS rows, toFloat64(minOrNull(${timeOf(table)})) AS oldest FROM ${name(table)}`),
    ' UNION ALL ',
  )
}

/** Removes what is older than asked. */
export function ageStatements(days: RetentionDays, now: Date): readonly Sql[] {
  return agingTables.flatMap((table) => {
    const kept = days[table]
    if (kept === undefined) return []
    const from = Math.floor(now.getTime() / 1000) - kept * 86_400
    return [sql`DELETE FROM ${name(table)} WHERE ${timeOf(table)} < fromUnixTimestamp64Micro(toInt64(${from * 1e6}), 'UTC')`]
  })
}

function timeOf(table: TableName): Sql {
  return name((tables[table] as { readonly time: string }).time)
}
