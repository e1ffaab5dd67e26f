import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { Kysely, SqliteDialect } from 'kysely'
import { GatehouseError, messageOf } from '../base/errors.ts'
import type { StateSchema } from './schema.ts'

/** Milliseconds to wait for another process. */
const busy = 5000

/**
 * SQLite from Node itself, behind Kysely. `durable`: each transaction is on the disk when it ends, and not only safe from the end of the process.
 * Here and in everything that is asked of it STATE_DAMAGED is thrown where the file is not what SQLite wrote.
 */
export function openSqlite(path: string, { durable = false }: { readonly durable?: boolean } = {}): Kysely<StateSchema> {
  const database = tried(() => {
    const opened = new DatabaseSync(path, { timeout: busy })
    opened.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${durable ? 'FULL' : 'NORMAL'}; PRAGMA foreign_keys = ON`)
    return opened
  })
  return new Kysely<StateSchema>({ dialect: new SqliteDialect({ database: adapter(database) }) })
}

/** SQLITE_CORRUPT and SQLITE_NOTADB, with whatever more the upper bits say: https://www.sqlite.org/rescode.html */
const damage: ReadonlySet<number> = new Set([11, 26])

function tried<Result>(act: () => Result): Result {
  try {
    return act()
  } catch (error) {
    const { errcode } = error as { readonly errcode?: number }
    if (errcode === undefined || !damage.has(errcode & 0xff)) throw error
    throw new GatehouseError('STATE_DAMAGED', `the state of the workspace, state.sqlite, is damaged: ${messageOf(error)}`, {
      hint: 'Make another --workspace: from a back-up with gatehouse restore, or by assessing the evidence again.',
      cause: error,
    })
  }
}

/** Statements that are kept prepared; there are fewer, but for lists whose values are written one by one. */
const mostStatements = 500

/** The few calls that Kysely makes, in terms of node:sqlite. */
function adapter(database: DatabaseSync) {
  const prepared = new Map<string, StatementSync>()
  const prepare = (text: string) => {
    const known = prepared.get(text)
    if (known) return known
    const statement = tried(() => database.prepare(text))
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
        all: (parameters: readonly unknown[]) => tried(() => statement.all(...values(parameters))),
        run: (parameters: readonly unknown[]) => tried(() => statement.run(...values(parameters))),
        // One of its own: it is open until its last row, and the same question may be asked meanwhile.
        iterate: (parameters: readonly unknown[]) => database.prepare(text).iterate(...values(parameters)),
      }
    },
  }
}
