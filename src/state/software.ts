import { type Kysely, sql } from 'kysely'
import type { SoftwareRow, StateSchema } from './schema.ts'

/** Rows of one statement: SQLite takes 32,766 values at once. */
const batch = 1000

/** Replaces what is known of installed releases by what the lake says now. */
export async function keepSoftware(database: Kysely<StateSchema>, rows: readonly SoftwareRow[]): Promise<void> {
  await database.transaction().execute(async (state) => {
    await state.deleteFrom('software').execute()
    for (let from = 0; from < rows.length; from += batch)
      await state
        .insertInto('software')
        .values(rows.slice(from, from + batch))
        .execute()
  })
}

/** Says anew which of these files, or of the files of a folder, were not read. */
export async function keepSkipped(
  database: Kysely<StateSchema>,
  looked: string | readonly string[],
  skipped: readonly { readonly file: string; readonly why: string }[],
): Promise<void> {
  await database.transaction().execute(async (state) => {
    const old = state.deleteFrom('skipped_file')
    if (typeof looked === 'string') await old.where(sql<string>`substr(file, 1, ${looked.length})`, '=', looked).execute()
    else for (const file of looked) await old.where('file', '=', file).execute()
    for (const { file, why } of skipped) {
      await state
        .insertInto('skipped_file')
        .values({ file, why })
        .onConflict((conflict) => conflict.column('file').doUpdateSet({ why }))
        .execute()
    }
  })
}
