import { randomBytes } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { z } from 'zod'
import { sha256 } from '../../base/hash.ts'
import type { createdKey, newKey, serviceKey } from '../../contract/settings.ts'
import { appendAudit } from '../../state/audit.ts'
import type { LoginKeyRow } from '../../state/login-schema.ts'
import type { StateSchema } from '../../state/schema.ts'
import type { KeyScope, Principal } from '../access.ts'
import { Refused } from '../problem.ts'
import type { Actor } from './actor.ts'

type ServiceKey = z.output<typeof serviceKey>

/** Tells what it is to people and to scanners for leaked secrets. */
const prefix = 'gatehouse_'
const keyBytes = 32
const shownCharacters = prefix.length + 4
/** How exactly the last use is known: a write for each request would be too many. */
const useMilliseconds = 60_000
const dayMilliseconds = 24 * 3_600_000

export async function listKeys(state: Kysely<StateSchema>): Promise<{ items: ServiceKey[] }> {
  const rows = await state.selectFrom('login_key').selectAll().orderBy('created_at', 'desc').orderBy('id').execute()
  return { items: rows.map(shown) }
}

/** Makes a key. The answer holds it whole; what is kept is its hash. */
export async function createKey(state: Kysely<StateSchema>, wanted: z.output<typeof newKey>, actor: Actor): Promise<z.output<typeof createdKey>> {
  const secret = `${prefix}${randomBytes(keyBytes).toString('base64url')}`
  const now = Date.now()
  const row = {
    id: sha256(secret).slice(-16),
    name: wanted.name,
    start: secret.slice(0, shownCharacters),
    hash: sha256(secret),
    scopes: [...new Set(wanted.scopes)].join(' '),
    by: actor.by,
    created_at: new Date(now).toISOString(),
    expires_at: wanted.expiresInDays === undefined ? null : new Date(now + wanted.expiresInDays * dayMilliseconds).toISOString(),
    last_used_at: null,
  }
  await state.transaction().execute(async (transaction) => {
    await transaction.insertInto('login_key').values(row).execute()
    await appendAudit(transaction, { ...actor, action: 'key-created', about: `key ${row.name}`, says: `may ${row.scopes}` })
  })
  return { key: shown(row), secret }
}

export async function revokeKey(state: Kysely<StateSchema>, id: string, actor: Actor): Promise<void> {
  await state.transaction().execute(async (transaction) => {
    const row = await transaction.deleteFrom('login_key').where('id', '=', id).returning('name').executeTakeFirst()
    if (!row) throw new Refused('not-found', 'There is no such key.')
    await appendAudit(transaction, { ...actor, action: 'key-revoked', about: `key ${row.name}`, says: 'may do nothing any more' })
  })
}

/** Whose key this is; undefined for one that is unknown, taken away or too old. */
export async function principalOfKey(state: Kysely<StateSchema>, secret: string, now: number): Promise<Principal | undefined> {
  const row = await state.selectFrom('login_key').selectAll().where('hash', '=', sha256(secret)).executeTakeFirst()
  if (!row || (row.expires_at !== null && row.expires_at <= new Date(now).toISOString())) return undefined
  if (row.last_used_at === null || Date.parse(row.last_used_at) < now - useMilliseconds)
    await state
      .updateTable('login_key')
      .set({ last_used_at: new Date(now).toISOString() })
      .where('id', '=', row.id)
      .execute()
  // The rights of a key are its scopes; the least role keeps it from what handlers ask of roles.
  return { kind: 'key', id: row.id, name: `key ${row.name}`, role: 'viewer', scopes: row.scopes.split(' ') }
}

function shown({ id, name, start, scopes, by, created_at, expires_at, last_used_at }: Selectable<LoginKeyRow>): ServiceKey {
  const times = { createdAt: created_at, expiresAt: expires_at, lastUsedAt: last_used_at }
  return { id, name, start, scopes: scopes.split(' ') as KeyScope[], by, ...times }
}
