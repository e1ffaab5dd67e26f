import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
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

/** Statements that are kept prepared; there are fewer, but for lists whose values are written one by one. */
const mostStatements = 500

/** The few calls that Kysely makes, in terms of node:sqlite. */
function adapter(database: DatabaseSync) {
  const prepared = new Map<string, StatementSync>()
  const prepare = (text: string) => {
    const known = prepared.get(text)
    if (known) return known
    const statement = database.prepare(text)
    if (prepared.size >= mostStatements) prepared.clear()
    prepared.set(text, statement)
    return statement
  }
  return {
    close: () => database.close(),
    prepare: (text: string) => {
      // A transaction that reads before it writes could not write any more once another process has written: it takes its turn at once.
      const statement = prepare(text === 'begin' ? 'begin immediate' : text)
      const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[]
      return {
        reader: statement.columns().length > 0,
        all: (parameters: readonly unknown[]) => statement.all(...values(parameters)),
        run: (parameters: readonly unknown[]) => statement.run(...values(parameters)),
        // One of its own: it is open until its last row, and the same question may be asked meanwhile.
        iterate: (parameters: readonly unknown[]) => database.prepare(text).iterate(...values(parameters)),
      }
    },
  }
}
