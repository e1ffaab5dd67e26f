import { passkey } from '@better-auth/passkey'
import type { BetterAuthPlugin } from 'better-auth'
import { createAuthMiddleware, isAPIError } from 'better-auth/api'
import { appendAudit, audit } from '../../state/audit.ts'
import { attemptSucceeded } from './attempts.ts'
import { factorsOf } from './factors.ts'
import type { LoginOptions } from './options.ts'
import { addressOf, admit, beginStay, endPrevious, refusal, requireEnrolment, requireFreshFactor, requireStay } from './stay.ts'

const unverified = 'The passkey did not ask for a PIN, a finger or a face: set one up on the device.'

/** Passkeys that verify their user: the device is one factor, what unlocks it the other. */
export function passkeyPlugin({ url }: LoginOptions) {
  return passkey({
    rpID: url.hostname,
    rpName: 'Gatehouse',
    origin: url.origin,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    registration: {
      afterVerification: async ({ verification }) => {
        if (!verification.registrationInfo?.userVerified) throw refusal('refused', unverified)
      },
    },
    authentication: {
      afterVerification: async ({ verification }) => {
        if (!verification.authenticationInfo.userVerified) throw refusal('refused', unverified)
      },
    },
    schema: { passkey: { modelName: 'login_passkey' } },
    advanced: { webAuthnChallengeCookie: 'passkey' },
  })
}

/** What stands around the endpoints of the passkey plugin: who may enrol and remove, counting, and a new session after enrolling. */
export function passkeyGuards({ state }: LoginOptions): BetterAuthPlugin {
  const at = (path: string) => (context: { readonly path?: string | undefined }) => context.path === path
  return {
    id: 'passkey-guards',
    hooks: {
      before: [
        {
          matcher: ({ path }) => path === '/passkey/generate-register-options' || path === '/passkey/verify-registration',
          handler: createAuthMiddleware(async (ctx) => {
            await requireEnrolment(ctx, state)
          }),
        },
        {
          matcher: at('/passkey/verify-authentication'),
          handler: createAuthMiddleware((ctx) => admit(state, { address: addressOf(ctx) })),
        },
        {
          matcher: at('/passkey/delete-passkey'),
          handler: createAuthMiddleware(async (ctx) => {
            const { user } = await requireFreshFactor(ctx)
            const others = await state
              .selectFrom('login_passkey')
              .select('id')
              .where('userId', '=', user.id)
              .where('id', '!=', String(ctx.body?.id))
              .executeTakeFirst()
            const factors = await factorsOf(state, user.id)
            if (!others && factors.every((factor) => factor === 'passkey')) throw refusal('conflict', 'This is the last factor: add another one first.')
          }),
        },
        {
          matcher: ({ path }) => path === '/passkey/list-user-passkeys' || path === '/passkey/update-passkey',
          handler: createAuthMiddleware(async (ctx) => {
            if ((await requireStay(ctx)).factor === null) throw refusal('not-signed-in', 'Show your second factor first.')
          }),
        },
      ],
      after: [
        {
          matcher: at('/passkey/generate-authenticate-options'),
          handler: createAuthMiddleware(async (ctx) => {
            const { returned } = ctx.context
            return isAPIError(returned) ? undefined : ctx.json({ ...(returned as object), userVerification: 'required' })
          }),
        },
        {
          matcher: at('/passkey/verify-authentication'),
          handler: createAuthMiddleware(async (ctx) => {
            const address = addressOf(ctx)
            if (!isAPIError(ctx.context.returned)) {
              await attemptSucceeded(state, { address }, false)
              await endPrevious(ctx)
              return ctx.json({ state: 'open' })
            }
            await audit(state, { by: 'nobody', action: 'factor-failed', about: 'a passkey', says: 'a passkey was refused', address })
            return undefined
          }),
        },
        {
          matcher: at('/passkey/verify-registration'),
          handler: createAuthMiddleware(async (ctx) => {
            if (isAPIError(ctx.context.returned)) return undefined
            const { user, factor, signedInAt } = await requireStay(ctx)
            await audit(state, { by: user.email, action: 'factor-added', about: user.email, says: 'passkey', address: addressOf(ctx) })
            await beginStay(ctx, user.id, 'passkey', factor === null ? new Date() : signedInAt)
            return ctx.json({ state: 'open' })
          }),
        },
        {
          matcher: at('/passkey/delete-passkey'),
          handler: createAuthMiddleware(async (ctx) => {
            if (isAPIError(ctx.context.returned)) return
            const { user } = await requireStay(ctx)
            const act = { by: user.email, action: 'factor-removed', about: user.email, says: 'passkey', address: addressOf(ctx) }
            await state.transaction().execute((transaction) => appendAudit(transaction, act))
          }),
        },
      ],
    },
  }
}
