import type { Batch, Row, TableName } from '../model/tables.ts'

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
