import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { Kysely, SqliteDialect } from 'kysely'
import type { StateSchema } from './schema.ts'

/** SQLite from Node itself, behind Kysely. `busy` is how long to wait for another process, in milliseconds. */
export function openSqlite(path: string, busy = 5000): Kysely<StateSchema> {
  const database = new DatabaseSync(path, { timeout: busy })
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON')
  return new Kysely<StateSchema>({ dialect: new SqliteDialect({ database: adapter(database) }) })
}

/** The few calls that Kysely makes, in terms of node:sqlite. */
function adapter(database: DatabaseSync) {
  return {
    close: () => database.close(),
    prepare: (text: string) => {
      const statement = database.prepare(text)
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
