import type { Kysely } from 'kysely'
import type { StateSchema } from '../../state/schema.ts'

/** The factors that a user can show, the stronger first. */
export async function factorsOf(state: Kysely<StateSchema>, user: string): Promise<readonly ('passkey' | 'totp' | 'oidc')[]> {
  const passkey = await state.selectFrom('login_passkey').select('id').where('userId', '=', user).executeTakeFirst()
  const totp = await state.selectFrom('login_totp').select('user').where('user', '=', user).where('confirmed_at', 'is not', null).executeTakeFirst()
  const oidc = await state.selectFrom('login_account').select('id').where('userId', '=', user).where('providerId', '!=', 'credential').executeTakeFirst()
  return [...(passkey ? ['passkey' as const] : []), ...(totp ? ['totp' as const] : []), ...(oidc ? ['oidc' as const] : [])]
}
