import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { migrate } from './migrate.ts'
import type { StateSchema } from './schema.ts'
import { openSqlite } from './sqlite.ts'

/** Opens the state of a workspace. The only place that names a backend. */
export async function openState(workspace: string): Promise<Kysely<StateSchema>> {
  const database = openSqlite(join(workspace, 'state.sqlite'))
  await migrate(database)
  return database
}
