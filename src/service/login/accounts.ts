import { randomUUID } from 'node:crypto'
import type { Kysely, Selectable, Transaction } from 'kysely'
import type { LoginUserRow } from '../../state/login-schema.ts'
import type { StateSchema } from '../../state/schema.ts'
import type { Role } from '../access.ts'

export type StoredUser = Selectable<LoginUserRow>

/** How better-auth calls the account of somebody who has a password here. */
const passwordProvider = 'credential'

/** By e-mail address or name, in whatever case. */
export async function findUser(state: Kysely<StateSchema>, name: string): Promise<StoredUser | undefined> {
  const wanted = name.trim().toLowerCase()
  return state
    .selectFrom('login_user')
    .selectAll()
    .where((where) => where.or([where('email', '=', wanted), where(where.fn('lower', ['name']), '=', wanted)]))
    .executeTakeFirst()
}

/** Adds somebody who has no password yet. Names and addresses are unique in the database. */
export async function addUser(state: Transaction<StateSchema>, { name, email, role }: { name: string; email: string; role: Role }): Promise<StoredUser> {
  const now = new Date().toISOString()
  const times = { createdAt: now, updatedAt: now, lastSignInAt: null }
  return state
    .insertInto('login_user')
    .values({ id: randomUUID(), name, email: email.toLowerCase(), emailVerified: 1, image: null, role, disabled: 0, ...times })
    .returningAll()
    .executeTakeFirstOrThrow()
}

export async function passwordOf(state: Kysely<StateSchema>, user: string): Promise<string | undefined> {
  const row = await state
    .selectFrom('login_account')
    .select('password')
    .where('userId', '=', user)
    .where('providerId', '=', passwordProvider)
    .executeTakeFirst()
  return row?.password ?? undefined
}

/** The hash takes time and no transaction should wait for it: it is made before. */
export async function setPassword(state: Transaction<StateSchema>, user: string, hash: string): Promise<void> {
  const now = new Date().toISOString()
  await removePassword(state, user)
  const tokens = { accessToken: null, refreshToken: null, idToken: null, accessTokenExpiresAt: null, refreshTokenExpiresAt: null, scope: null }
  await state
    .insertInto('login_account')
    .values({ id: randomUUID(), accountId: user, providerId: passwordProvider, userId: user, password: hash, createdAt: now, updatedAt: now, ...tokens })
    .execute()
}

async function removePassword(state: Transaction<StateSchema>, user: string): Promise<void> {
  await state.deleteFrom('login_account').where('userId', '=', user).where('providerId', '=', passwordProvider).execute()
}

/** Takes away everything that a user could sign in with, and ends all sessions. */
export async function takeAwayFactors(state: Transaction<StateSchema>, user: string): Promise<void> {
  await state.deleteFrom('login_account').where('userId', '=', user).execute()
  await state.deleteFrom('login_totp').where('user', '=', user).execute()
  await state.deleteFrom('login_recovery_code').where('user', '=', user).execute()
  await state.deleteFrom('login_passkey').where('userId', '=', user).execute()
  await state.deleteFrom('login_session').where('userId', '=', user).execute()
  await state.deleteFrom('login_attempt').where('kind', '=', 'account').where('key', '=', user).execute()
}
