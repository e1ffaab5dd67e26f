import type { Kysely } from 'kysely'
import type { StateSchema } from './schema.ts'

/** One remembered value, or undefined. */
export async function remembered(state: Kysely<StateSchema>, key: string): Promise<string | undefined> {
  return (await state.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst())?.value
}

export async function remember(state: Kysely<StateSchema>, key: string, value: string): Promise<void> {
  await state
    .insertInto('meta')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute()
}
