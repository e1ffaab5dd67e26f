import { type Kysely, sql } from 'kysely'
import { GatehouseError } from '../base/errors.ts'
import type { StateSchema } from './schema.ts'

/** Steps that were ever taken, oldest first: a step is never changed, only followed by another. */
const steps: readonly string[][] = [
  [
    `CREATE TABLE source (id INTEGER PRIMARY KEY, path TEXT NOT NULL, format TEXT NOT NULL, head_bytes INTEGER NOT NULL, head_hash TEXT NOT NULL,
      bytes INTEGER NOT NULL, lines INTEGER NOT NULL, hash TEXT NOT NULL, done INTEGER NOT NULL, outcome TEXT NOT NULL, skipped INTEGER NOT NULL, skipped_tail INTEGER NOT NULL, rows TEXT NOT NULL)`,
    `CREATE TABLE seen (source INTEGER NOT NULL REFERENCES source (id), path TEXT NOT NULL, stamp TEXT NOT NULL, bytes INTEGER NOT NULL, hash TEXT NOT NULL,
      PRIMARY KEY (path, stamp))`,
    'CREATE INDEX seen_hash ON seen (hash)',
    'CREATE INDEX source_head ON source (head_hash)',
    'CREATE TABLE note (source INTEGER NOT NULL REFERENCES source (id), line INTEGER NOT NULL, text TEXT NOT NULL)',
    'CREATE INDEX note_source ON note (source)',
    'CREATE TABLE finding (id TEXT PRIMARY KEY, analysis TEXT NOT NULL, severity INTEGER NOT NULL, finding TEXT NOT NULL, first_found TEXT NOT NULL, last_found TEXT NOT NULL)',
    'CREATE TABLE run (analysis TEXT PRIMARY KEY, version INTEGER NOT NULL, status TEXT NOT NULL)',
    'CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)',
  ],
  [
    `CREATE TABLE vetted (id INTEGER PRIMARY KEY, ecosystem TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL, hash TEXT NOT NULL, word TEXT NOT NULL,
      at TEXT NOT NULL, vetting BLOB NOT NULL, record BLOB, UNIQUE (ecosystem, name, version, hash))`,
    'CREATE INDEX vetted_hash ON vetted (hash)',
  ],
  [
    'CREATE TABLE advisory (id TEXT PRIMARY KEY, sha256 TEXT NOT NULL UNIQUE, file TEXT NOT NULL, at TEXT NOT NULL, advisory BLOB NOT NULL)',
    'CREATE TABLE hunt (id TEXT PRIMARY KEY, advisories TEXT NOT NULL, asked TEXT NOT NULL, answered TEXT NOT NULL, word TEXT NOT NULL, hunt BLOB NOT NULL)',
  ],
]

/** Brings the state to the newest shape. Throws WORKSPACE_NEWER when a newer program wrote it. */
export async function migrate(database: Kysely<StateSchema>): Promise<void> {
  const answer = await sql<{ user_version: number }>`PRAGMA user_version`.execute(database)
  const at = answer.rows[0]?.user_version ?? 0
  if (at > steps.length) {
    throw new GatehouseError('WORKSPACE_NEWER', 'the workspace was written by a newer gatehouse', { hint: 'Update gatehouse, or use another --workspace.' })
  }
  if (at === steps.length) return
  await database.connection().execute(async (state) => {
    // Two processes may open an old workspace at once: the second waits here, and finds nothing left to do.
    await sql.raw('BEGIN IMMEDIATE').execute(state)
    try {
      const { rows } = await sql<{ user_version: number }>`PRAGMA user_version`.execute(state)
      for (const statement of steps.slice(rows[0]?.user_version ?? 0).flat()) await sql.raw(statement).execute(state)
      await sql.raw(`PRAGMA user_version = ${steps.length}`).execute(state)
      await sql.raw('COMMIT').execute(state)
    } catch (error) {
      await sql.raw('ROLLBACK').execute(state)
      throw error
    }
  })
}
