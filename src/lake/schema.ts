import { raw, type Sql } from '../base/sql.ts'
import { type Column, type ColumnType, provenance, type Row, type TableName, tableNames, tables } from '../model/tables.ts'

const engineTypes: Record<ColumnType, string> = {
  time: "DateTime64(6, 'UTC')",
  'time?': "Nullable(DateTime64(6, 'UTC'))",
  text: 'String',
  category: 'LowCardinality(String)',
  texts: 'Array(String)',
  count: 'UInt64',
  'count?': 'Nullable(UInt64)',
  number: 'Float64',
  'number?': 'Nullable(Float64)',
  port: 'UInt16',
  flag: 'Bool',
  'flag?': 'Nullable(Bool)',
}

/** Columns of a table, its own and where the row came from. */
function columnsOf(table: TableName): Readonly<Record<string, Column>> {
  return { ...tables[table].columns, ...provenance }
}

/**
 * Parts of a piece's size stay as they are: nearly every question reads a table to its end, so that merging them costs more
 * than it gives. Small ones are still merged. The engine's limits on the number of parts are raised to match.
 */
const storage = 'max_bytes_to_merge_at_max_space_in_pool = 25165824, parts_to_delay_insert = 50000, parts_to_throw_insert = 100000'

/** Asks which tables and columns a lake has. */
export const existing = raw('SELECT table, groupArray(name) AS columns FROM system.columns WHERE database = currentDatabase() GROUP BY table')

export interface ExistingTable {
  readonly table: string
  readonly columns: readonly string[]
}

/** Statements that make the tables that are not there, and add the columns that an older workspace lacks. */
export function schema(there: readonly ExistingTable[]): readonly Sql[] {
  const known = new Map(there.map(({ table, columns }) => [table, new Set(columns)]))
  return tableNames.flatMap((table) => {
    const columns = Object.entries(columnsOf(table)).map(([name, { type }]) => ({ name, text: `${name} ${engineTypes[type]}` }))
    const has = known.get(table)
    if (!has) {
      const all = columns.map(({ text }) => text).join(', ')
      return [raw(`CREATE TABLE IF NOT EXISTS ${table} (${all}) ENGINE = MergeTree ORDER BY (${tables[table].order.join(', ')}) SETTINGS ${storage}`)]
    }
    const missing = columns.filter(({ name }) => !has.has(name))
    return missing.length > 0 ? [raw(`ALTER TABLE ${table} ${missing.map(({ text }) => `ADD COLUMN IF NOT EXISTS ${text}`).join(', ')}`)] : []
  })
}

/** Rows as newline-delimited JSON that the engine reads into `table`. */
export function jsonLines<T extends TableName>(table: T, source: number, rows: readonly Row<T>[]): Buffer {
  const times = Object.entries(columnsOf(table)).flatMap(([name, { type }]) => (type.startsWith('time') ? [name] : []))
  const text = (row: Row<T>) => {
    if (times.length === 0) return JSON.stringify(row)
    const record: Record<string, unknown> = { ...row }
    for (const name of times) if (typeof record[name] === 'number') record[name] = timeText(record[name])
    return JSON.stringify(record)
  }
  // The source is added to the text: of hundreds of thousands of rows without a time, none is made anew for its sake.
  return Buffer.from(rows.map((row) => `${text(row).slice(0, -1)},"source":${source}}\n`).join(''))
}

/** Microseconds → `2024-01-10 10:00:00.123456`: the engine's DateTime64 without a detour through a float. 1970 … 2299. */
function timeText(time: number): string {
  const micros = Math.min(Math.max(Math.round(time), 0), 10_413_791_999e6)
  const whole = Math.floor(micros / 1e6)
  const date = new Date(whole * 1000).toISOString().slice(0, 19).replace('T', ' ')
  return `${date}.${String(micros - whole * 1e6).padStart(6, '0')}`
}
