import type { Kysely } from 'kysely'
import { type Keyring, seal, sealedByFirst, unseal } from '../base/seal.ts'
import type { StateSchema } from './schema.ts'

/** Secrets that the service needs again (passwords of mail servers and connectors, the secret of the identity provider), sealed. */
export class Secrets {
  readonly #database: Kysely<StateSchema>
  readonly #keyring: Keyring

  constructor(database: Kysely<StateSchema>, keyring: Keyring) {
    this.#database = database
    this.#keyring = keyring
  }

  async set(name: string, value: string): Promise<void> {
    const row = { sealed: seal(this.#keyring, value, boundTo('secret', name)), at: new Date().toISOString() }
    await this.#database
      .insertInto('secret')
      .values({ name, ...row })
      .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
      .execute()
  }

  /** Throws SECRET_UNREADABLE when it was sealed with a key that is not there. */
  async get(name: string): Promise<string | undefined> {
    const row = await this.#database.selectFrom('secret').select('sealed').where('name', '=', name).executeTakeFirst()
    return row && unseal(this.#keyring, row.sealed, boundTo('secret', name))
  }

  async remove(name: string): Promise<void> {
    await this.#database.deleteFrom('secret').where('name', '=', name).execute()
  }

  /** Names and times, never what they are. */
  async list(): Promise<readonly { readonly name: string; readonly at: string }[]> {
    return this.#database.selectFrom('secret').select(['name', 'at']).orderBy('name').execute()
  }
}

/** What a sealed text of a row is bound to. */
export function boundTo(table: string, row: string): string {
  return `${table}/${row}`
}

/** Seals with the first key whatever another one sealed. Gives how many. */
export async function sealAgain(database: Kysely<StateSchema>, keyring: Keyring): Promise<number> {
  return database.transaction().execute(async (state) => {
    let count = 0
    for (const { name, sealed } of await state.selectFrom('secret').select(['name', 'sealed']).execute()) {
      if (sealedByFirst(keyring, sealed)) continue
      const bound = boundTo('secret', name)
      await state
        .updateTable('secret')
        .set({ sealed: seal(keyring, unseal(keyring, sealed, bound), bound) })
        .where('name', '=', name)
        .execute()
      count++
    }
    for (const { user, seed } of await state.selectFrom('login_totp').select(['user', 'seed']).execute()) {
      if (sealedByFirst(keyring, seed)) continue
      const bound = boundTo('login_totp', user)
      await state
        .updateTable('login_totp')
        .set({ seed: seal(keyring, unseal(keyring, seed, bound), bound) })
        .where('user', '=', user)
        .execute()
      count++
    }
    return count
  })
}
