import type { GenericEndpointContext } from '@better-auth/core'
import { type BetterAuthOptions, type BetterAuthPlugin, betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import { derivedKey } from '../../base/seal.ts'
import { appendAudit } from '../../state/audit.ts'
import { factorEndpoints } from './endpoints/factors.ts'
import { invitationEndpoints } from './endpoints/invitation.ts'
import { passwordEndpoints } from './endpoints/password.ts'
import { oidcGuard, oidcPlugin, secondFactorCheck } from './oidc.ts'
import type { LoginOptions } from './options.ts'
import { passkeyGuards, passkeyPlugin } from './passkeys.ts'
import { addressOf, type Factor, sourceHeader } from './stay.ts'

/** Where better-auth answers. */
export const authRoot = '/api/auth'

/** Sessions are looked at again at most so often, to move their end: a write for each request would be too many. */
const refreshSeconds = 60

/** better-auth, set up for this service: passwords, factors and invitations by our own endpoints, passkeys and OIDC by its plugins. */
export function createAuth(options: LoginOptions) {
  const own = {
    id: 'gatehouse',
    endpoints: { ...invitationEndpoints(options), ...passwordEndpoints(options), ...factorEndpoints(options) },
  } satisfies BetterAuthPlugin
  const plugins = [own, passkeyPlugin(options), passkeyGuards(options), ...(options.oidc ? [oidcPlugin(options.oidc), oidcGuard] : [])]
  return betterAuth({ ...settings(options), plugins })
}

export type Auth = ReturnType<typeof createAuth>

/** Everything but the plugins; a test compares the tables it asks for with those that are there. */
function settings(options: LoginOptions) {
  const secure = options.url.protocol === 'https:'
  return {
    appName: 'Gatehouse',
    baseURL: options.url.origin,
    basePath: authRoot,
    secret: derivedKey(options.keyring, 'better-auth'),
    // One connection: a transaction of its own would wait for ours for ever.
    database: { db: options.state, type: 'sqlite', transaction: false },
    trustedOrigins: [options.url.origin],
    telemetry: { enabled: false },
    // Its messages may hold what was sent.
    logger: { disabled: true },
    onAPIError: { errorURL: '/sign-in' },
    // Ours counts passwords and factors together, and outlives a restart: see attempts.ts.
    rateLimit: { enabled: false },
    user: {
      modelName: 'login_user',
      additionalFields: {
        role: { type: 'string', required: true, input: false, defaultValue: options.oidc?.provision ?? 'viewer' },
        disabled: { type: 'boolean', required: true, input: false, defaultValue: false },
        lastSignInAt: { type: 'date', required: false, input: false },
      },
      ...(options.oidc && { validateUserInfo: secondFactorCheck(options.oidc, Date.now) }),
    },
    session: {
      modelName: 'login_session',
      expiresIn: options.idleMinutes * 60,
      updateAge: refreshSeconds,
      freshAge: 0,
      additionalFields: {
        factor: { type: 'string', required: false, input: false },
        factorAt: { type: 'date', required: false, input: false },
        signedInAt: { type: 'date', required: true, input: false, defaultValue: () => new Date() },
      },
    },
    account: { modelName: 'login_account', accountLinking: { enabled: true }, updateAccountOnSignIn: false },
    verification: { modelName: 'login_verification' },
    advanced: {
      // Prefixes of ours: the __Host- prefix binds a cookie to this very host (RFC 6265bis).
      useSecureCookies: false,
      cookiePrefix: secure ? '__Host-gatehouse' : 'gatehouse',
      defaultCookieAttributes: { secure, httpOnly: true, sameSite: 'strict', path: '/' },
      // The identity provider sends people back from another site.
      cookies: { state: { attributes: { sameSite: 'lax' } } },
      ipAddress: { ipAddressHeaders: [sourceHeader] },
    },
    databaseHooks: databaseHooks(options),
  } as const satisfies BetterAuthOptions
}

/** How somebody came in, where better-auth itself makes the session. */
function factorOf(context: GenericEndpointContext | null): Factor | null {
  if (context?.path === '/passkey/verify-authentication') return 'passkey'
  return context?.path.startsWith('/callback/') ? 'oidc' : null
}

function databaseHooks({ state }: LoginOptions) {
  const withoutTokens = { accessToken: null, refreshToken: null, idToken: null }
  return {
    session: {
      create: {
        before: async (session, context) => {
          const user = await state.selectFrom('login_user').select('disabled').where('id', '=', session.userId).executeTakeFirst()
          if (user?.disabled !== 0) throw new APIError('FORBIDDEN', { code: 'account_disabled', message: 'This account may not sign in.' })
          const factor = (session.factor ?? factorOf(context)) as Factor | null
          return { data: { ...session, factor, factorAt: factor && new Date() } }
        },
        after: async (session, context) => {
          if (session.factor === null || session.factor === undefined) return
          const at = new Date().toISOString()
          await state.transaction().execute(async (transaction) => {
            const { email } = await transaction.selectFrom('login_user').select('email').where('id', '=', session.userId).executeTakeFirstOrThrow()
            await transaction.updateTable('login_user').set({ lastSignInAt: at }).where('id', '=', session.userId).execute()
            const says = `showed a second factor: ${String(session.factor)}`
            await appendAudit(transaction, { by: email, action: 'sign-in', about: email, says, address: addressOf(context) })
          })
        },
      },
    },
    account: {
      // Nothing is asked of the provider afterwards: tokens that are not kept cannot be stolen.
      create: { before: async (account) => ({ data: { ...account, ...withoutTokens } }) },
      update: { before: async (account) => ({ data: { ...account, ...withoutTokens } }) },
    },
  } satisfies BetterAuthOptions['databaseHooks']
}
