import type { Sql } from '../../base/sql.ts'
import { provenance, type TableName, tables } from '../../model/tables.ts'
import type { Engine } from '../engine/engine.ts'

export type Cell = string | number | boolean | string[] | null

export interface LakeRow {
  readonly table: string
  readonly source: number
  readonly line: number
  readonly values: Record<string, Cell>
}

/** Columns of a table by name, where the row came from included. */
export function columnsOf(table: TableName): Readonly<Record<string, { readonly type: string; readonly doc: string }>> {
  return { ...tables[table].columns, ...provenance }
}

/** Rows of one table as the API shows them: times as ISO 8601, flags as such, unknown as null. */
export async function rowsOf(engine: Engine, query: Sql, table: TableName, signal?: AbortSignal): Promise<{ readonly rows: LakeRow[] }> {
  const found = await engine.ask<readonly Record<string, unknown>[]>('rows', { text: query.text }, signal === undefined ? {} : { signal })
  const columns = columnsOf(table)
  return {
    rows: found.map((row) => ({
      table,
      source: Number(row.source),
      line: Number(row.line),
      values: Object.fromEntries(
        Object.entries(columns)
          .filter(([column]) => column in row && !(column in provenance))
          .map(([column, { type }]) => [column, cellOf(row[column], type)]),
      ),
    })),
  }
}

/** A value of the engine's JSON by the type of its column. */
export function cellOf(value: unknown, type: string): Cell {
  if (value === null || value === undefined) return null
  if (type.startsWith('time')) return typeof value === 'string' ? `${value.replace(' ', 'T')}Z` : null
  if (type.startsWith('flag')) return value === true || value === 1
  if (Array.isArray(value)) return value.map(String)
  return typeof value === 'number' ? value : String(value)
}
