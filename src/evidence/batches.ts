import type { Batch, Row, TableName } from '../model/tables.ts'

/** A row and the table it belongs to. */
export type TableRow = { readonly [T in TableName]: { readonly table: T; readonly row: Row<T> } }[TableName]

/** Rows handed on at a time. */
const batchRows = 2000

/** Rows of one table in batches small enough to hand on while the rest is still being read. */
export async function* batched<T extends TableName>(table: T, rows: AsyncIterable<Row<T>> | Iterable<Row<T>>): AsyncGenerator<Batch> {
  let batch: Row<T>[] = []
  for await (const row of rows) {
    batch.push(row)
    if (batch.length < batchRows) continue
    yield { table, rows: batch } as unknown as Batch
    batch = []
  }
  if (batch.length > 0) yield { table, rows: batch } as unknown as Batch
}

/** Rows of several tables, each in batches of its own. */
export async function* batchedByTable(rows: AsyncIterable<TableRow>, size = batchRows): AsyncGenerator<Batch> {
  const waiting = new Map<TableName, Row<TableName>[]>()
  for await (const { table, row } of rows) {
    const batch = waiting.get(table) ?? []
    batch.push(row)
    waiting.set(table, batch)
    if (batch.length < size) continue
    waiting.delete(table)
    yield { table, rows: batch } as unknown as Batch
  }
  for (const [table, batch] of waiting) yield { table, rows: batch } as unknown as Batch
}
