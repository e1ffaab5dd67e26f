import type { Kysely } from 'kysely'
import type { Session } from '../../contract/session.ts'
import type { StateSchema } from '../../state/schema.ts'
import { factorsOf } from './factors.ts'
import { oidcProvider } from './oidc.ts'
import { type LoginOptions, pendingMilliseconds, stepUpMilliseconds } from './options.ts'
import { recoveryCodesLeft } from './recovery-codes.ts'
import type { Stay } from './stay.ts'

/** Who is signed in, and how far. `version` is that of the program. */
export async function sessionAnswer(options: LoginOptions, stay: Stay | undefined, version: string): Promise<Session> {
  const { state, oidc, absoluteHours } = options
  const providers = oidc ? [{ id: oidcProvider, name: oidc.name }] : []
  if (!stay) {
    const times = { steppedUpUntil: null, idleUntil: null, endsAt: null }
    return { state: (await hasUsers(state)) ? 'sign-in' : 'set-up', user: null, ...times, providers, recoveryCodesLeft: null, version }
  }
  const own = await factorsOf(state, stay.user.id)
  const left = await recoveryCodesLeft(state, stay.user.id)
  const longest = stay.factor === null ? pendingMilliseconds : absoluteHours * 3_600_000
  return {
    state: stay.factor !== null ? 'open' : own.length > 0 ? 'second-factor' : 'enrol',
    user: { ...stay.user, factors: [...own, ...(left ? ['recovery-code'] : [])] },
    steppedUpUntil: stay.factorAt && new Date(stay.factorAt.getTime() + stepUpMilliseconds).toISOString(),
    idleUntil: stay.expiresAt.toISOString(),
    endsAt: new Date(stay.signedInAt.getTime() + longest).toISOString(),
    providers,
    recoveryCodesLeft: left,
    version,
  }
}

async function hasUsers(state: Kysely<StateSchema>): Promise<boolean> {
  return (await state.selectFrom('login_user').select('id').limit(1).executeTakeFirst()) !== undefined
}
