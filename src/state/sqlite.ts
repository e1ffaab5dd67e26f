import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Kysely, SqliteDialect } from 'kysely'
import type { StateSchema } from './schema.ts'

/** Milliseconds to wait for another process. */
const busy = 5000

/** SQLite from Node itself, behind Kysely. `durable`: each transaction is on the disk when it ends, and not only safe from the end of the process. */
export function openSqlite(path: string, { durable = false }: { readonly durable?: boolean } = {}): Kysely<StateSchema> {
  const database = new DatabaseSync(path, { timeout: busy })
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${durable ? 'FULL' : 'NORMAL'}; PRAGMA foreign_keys = ON`)
  return new Kysely<StateSchema>({ dialect: new SqliteDialect({ database: adapter(database) }) })
}

/** The few calls that Kysely makes, in terms of node:sqlite. */
function adapter(database: DatabaseSync) {
  return {
    close: () => database.close(),
    prepare: (text: string) => {
      // A transaction that reads before it writes could not write any more once another process has written: it takes its turn at once.
      const statement = database.prepare(text === 'begin' ? 'begin immediate' : text)
      const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[]
      return {
        reader: statement.columns().length > 0,
        all: (parameters: readonly unknown[]) => statement.all(...values(parameters)),
        run: (parameters: readonly unknown[]) => statement.run(...values(parameters)),
        iterate: (parameters: readonly unknown[]) => statement.iterate(...values(parameters)),
      }
    },
  }
}
