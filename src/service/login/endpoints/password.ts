import { createAuthEndpoint } from 'better-auth/api'
import { deleteSessionCookie } from 'better-auth/cookies'
import { z } from 'zod'
import { sha256 } from '../../../base/hash.ts'
import { appendAudit, audit } from '../../../state/audit.ts'
import { findUser, passwordOf, setPassword } from '../accounts.ts'
import { attemptSucceeded } from '../attempts.ts'
import { factorsOf } from '../factors.ts'
import type { LoginOptions } from '../options.ts'
import { hashPassword, verifyNothing, verifyPassword } from '../password-hash.ts'
import { passwordFault } from '../passwords.ts'
import { addressOf, admit, beginStay, refusal, requireFreshFactor, requireStay } from '../stay.ts'

const password = z.string().min(1).max(1000)

/** Signing in with a password, which leads to the second factor and no further; signing out; another password. */
export function passwordEndpoints({ state }: LoginOptions) {
  return {
    signInWithPassword: createAuthEndpoint(
      '/sign-in',
      { method: 'POST', body: z.strictObject({ name: z.string().min(1).max(320), password }) },
      async (ctx) => {
        const user = await findUser(state, ctx.body.name)
        const address = addressOf(ctx)
        // Names that nobody has are counted like those that somebody has: what is answered does not tell them apart.
        const attempt = { account: user?.id ?? `nobody:${sha256(ctx.body.name.trim().toLowerCase())}`, address }
        await admit(state, attempt)
        const stored = user && user.disabled === 0 ? await passwordOf(state, user.id) : undefined
        const right = stored === undefined ? await verifyNothing(ctx.body.password) : await verifyPassword(ctx.body.password, stored)
        if (!right || !user) {
          const about = user?.email ?? 'a name that nobody has'
          await audit(state, { by: 'nobody', action: 'sign-in-failed', about, says: 'wrong name or password', address })
          throw refusal('refused', 'Name or password is not right.')
        }
        await attemptSucceeded(state, attempt, false)
        await beginStay(ctx, user.id, null)
        const factors = await factorsOf(state, user.id)
        return ctx.json({ state: factors.length === 0 ? 'enrol' : 'second-factor', factors: factors.length === 0 ? [] : [...factors, 'recovery-code'] })
      },
    ),

    signOut: createAuthEndpoint('/sign-out', { method: 'POST', body: z.strictObject({}).optional() }, async (ctx) => {
      const stay = await requireStay(ctx)
      await state.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('login_session').where('id', '=', stay.id).execute()
        const act = { by: stay.user.email, action: 'sign-out', about: stay.user.email, says: 'signed out', address: addressOf(ctx) }
        await appendAudit(transaction, act)
      })
      deleteSessionCookie(ctx)
      return ctx.json({ state: 'sign-in' })
    }),

    changePassword: createAuthEndpoint('/password/change', { method: 'POST', body: z.strictObject({ current: password, next: password }) }, async (ctx) => {
      const { user, factor, signedInAt } = await requireFreshFactor(ctx)
      const attempt = { account: user.id, address: addressOf(ctx) }
      await admit(state, attempt)
      const stored = await passwordOf(state, user.id)
      if (stored === undefined || !(await verifyPassword(ctx.body.current, stored))) throw refusal('refused', 'The current password is not right.')
      await attemptSucceeded(state, attempt, false)
      const fault = passwordFault(ctx.body.next, user)
      if (fault) throw refusal('invalid-request', fault, { errors: [{ path: 'next', says: fault }] })
      const hash = await hashPassword(ctx.body.next)
      await state.transaction().execute(async (transaction) => {
        await setPassword(transaction, user.id, hash)
        await transaction.deleteFrom('login_session').where('userId', '=', user.id).execute()
        const says = 'changed the password; all other sessions ended'
        await appendAudit(transaction, { by: user.email, action: 'password-changed', about: user.email, says, address: attempt.address })
      })
      await beginStay(ctx, user.id, factor, signedInAt)
      return ctx.json({ state: 'open' })
    }),
  }
}
