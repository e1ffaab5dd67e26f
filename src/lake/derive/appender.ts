import type { Row, TableName } from '../../model/tables.ts'
import type { Lake } from '../lake.ts'

const batchRows = 50_000

/** Rows made one by one, stored in batches: the lake stores one while the next is made. */
export class Appender<T extends TableName> {
  readonly #lake: Lake
  readonly #table: T
  #rows: Row<T>[] = []
  #stored: Promise<void> = Promise.resolve()

  constructor(lake: Lake, table: T) {
    this.#lake = lake
    this.#table = table
  }

  add(...rows: readonly Row<T>[]): void {
    this.#rows.push(...rows)
  }

  get full(): boolean {
    return this.#rows.length >= batchRows
  }

  async end(): Promise<void> {
    await this.store()
    await this.#stored
  }

  async store(): Promise<void> {
    await this.#stored
    this.#stored = this.#lake.append(this.#table, 0, this.#rows)
    // A failure is thrown where it is waited for.
    this.#stored.catch(() => undefined)
    this.#rows = []
  }
}
