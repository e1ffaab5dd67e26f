import { join } from 'node:path'
import type { Kysely } from 'kysely'
import { migrate } from './migrate.ts'
import type { StateSchema } from './schema.ts'
import { openSqlite } from './sqlite.ts'

/** Opens the state of a workspace. The only place that names a backend. `durable`: what was written survives a loss of power, too. */
export async function openState(workspace: string, { durable = false }: { readonly durable?: boolean } = {}): Promise<Kysely<StateSchema>> {
  const database = openSqlite(join(workspace, 'state.sqlite'), { durable })
  await migrate(database)
  return database
}
