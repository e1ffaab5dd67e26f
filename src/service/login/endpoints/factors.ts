import type { GenericEndpointContext } from '@better-auth/core'
import { createAuthEndpoint } from 'better-auth/api'
import { z } from 'zod'
import { appendAudit, audit } from '../../../state/audit.ts'
import { attemptSucceeded } from '../attempts.ts'
import { factorsOf } from '../factors.ts'
import type { LoginOptions } from '../options.ts'
import { recoveryCodesLeft, renewRecoveryCodes, takeRecoveryCode } from '../recovery-codes.ts'
import { addressOf, admit, beginStay, type Factor, refusal, requireEnrolment, requireFreshFactor, requireStay } from '../stay.ts'
import { offerTotp, takeTotp } from '../totp.ts'

const code = z.strictObject({ code: z.string().trim().min(1).max(60) })
const nothing = z.strictObject({}).optional()

/** TOTP and recovery codes: to enrol, to complete a sign-in, and to confirm what asks for a fresh factor. */
export function factorEndpoints({ state, keyring }: LoginOptions) {
  /** One guess at a factor: counted with those at the password, written down, and answered with a new session when it is right. */
  async function show(ctx: GenericEndpointContext, factor: Factor, take: (user: string) => Promise<boolean>): Promise<void> {
    const { user, signedInAt } = await requireStay(ctx)
    const attempt = { account: user.id, address: addressOf(ctx) }
    await admit(state, attempt)
    if (!(await take(user.id))) {
      await audit(state, { by: user.email, action: 'factor-failed', about: user.email, says: `wrong ${factor}`, address: attempt.address })
      throw refusal('refused', 'The code is not right, or was used before.')
    }
    await attemptSucceeded(state, attempt, true)
    await beginStay(ctx, user.id, factor, signedInAt)
  }

  return {
    offerTotp: createAuthEndpoint('/totp/enrol', { method: 'POST', body: nothing }, async (ctx) => {
      const { user } = await requireEnrolment(ctx, state)
      if ((await factorsOf(state, user.id)).includes('totp')) throw refusal('conflict', 'Remove the authenticator app that is there first.')
      return ctx.json(await offerTotp(state, keyring, user))
    }),

    confirmTotp: createAuthEndpoint('/totp/confirm', { method: 'POST', body: code }, async (ctx) => {
      const { user } = await requireEnrolment(ctx, state)
      await show(ctx, 'totp', (id) => takeTotp(state, keyring, { user: id, code: ctx.body.code, confirmed: false, now: Date.now() }))
      await audit(state, { by: user.email, action: 'factor-added', about: user.email, says: 'authenticator app', address: addressOf(ctx) })
      return ctx.json({ state: 'open' })
    }),

    verifyTotp: createAuthEndpoint('/totp/verify', { method: 'POST', body: code }, async (ctx) => {
      await show(ctx, 'totp', (user) => takeTotp(state, keyring, { user, code: ctx.body.code, confirmed: true, now: Date.now() }))
      return ctx.json({ state: 'open' })
    }),

    removeTotp: createAuthEndpoint('/totp/remove', { method: 'POST', body: nothing }, async (ctx) => {
      const { user } = await requireFreshFactor(ctx)
      await state.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('login_totp').where('user', '=', user.id).execute()
        if ((await factorsOf(transaction, user.id)).length === 0) throw refusal('conflict', 'This is the last factor: add another one first.')
        await appendAudit(transaction, { by: user.email, action: 'factor-removed', about: user.email, says: 'authenticator app', address: addressOf(ctx) })
      })
      return ctx.json({ state: 'open' })
    }),

    verifyRecoveryCode: createAuthEndpoint('/recovery-codes/verify', { method: 'POST', body: code }, async (ctx) => {
      const { user } = await requireStay(ctx)
      await show(ctx, 'recovery-code', (id) => takeRecoveryCode(state, id, ctx.body.code))
      return ctx.json({ state: 'open', left: await recoveryCodesLeft(state, user.id) })
    }),

    renewRecoveryCodes: createAuthEndpoint('/recovery-codes/renew', { method: 'POST', body: nothing }, async (ctx) => {
      const { user } = await requireFreshFactor(ctx)
      const codes = await state.transaction().execute(async (transaction) => {
        const says = 'ten new ones; the old ones stop working'
        await appendAudit(transaction, { by: user.email, action: 'recovery-codes-renewed', about: user.email, says, address: addressOf(ctx) })
        return renewRecoveryCodes(transaction, user.id)
      })
      return ctx.json({ codes })
    }),
  }
}
