import type { BetterAuthOptions, BetterAuthPlugin } from 'better-auth'
import { createAuthMiddleware } from 'better-auth/api'
import { genericOAuth } from 'better-auth/plugins'
import type { Role } from '../access.ts'
import { endPrevious } from './stay.ts'

/** An identity provider that people may sign in with. */
export interface OidcSettings {
  /** Shown on the button. */
  readonly name: string
  readonly issuer: URL
  readonly clientId: string
  readonly clientSecret: string
  /** Values of `amr` (RFC 8176) and of `acr`, any of which says that a second factor was shown. */
  readonly amr: readonly string[]
  readonly acr: readonly string[]
  /** The role of who is not known here yet; without one, only those who were invited may sign in. */
  readonly provision?: Role | undefined
}

export const oidcProvider = 'oidc'
/** The provider must have asked for the factors within ten minutes, so that signing in there again counts as fresh. */
const mostAge = 600
/** Clocks differ. */
const leeway = 60

/** Authorization code flow with PKCE, state and nonce; the ID token is checked for signature, issuer, audience and nonce. */
export function oidcPlugin({ name, issuer, clientId, clientSecret, provision }: OidcSettings) {
  const discoveryUrl = `${issuer.href.replace(/\/$/, '')}/.well-known/openid-configuration`
  return genericOAuth({
    config: [
      {
        providerId: oidcProvider,
        name,
        discoveryUrl,
        clientId,
        clientSecret,
        scopes: ['openid', 'email', 'profile'],
        pkce: true,
        requireIdTokenVerification: true,
        disableSignUp: provision === undefined,
        authorizationUrlParams: { max_age: String(mostAge) },
      },
    ],
  })
}

type ValidateUserInfo = NonNullable<NonNullable<BetterAuthOptions['user']>['validateUserInfo']>

/** Refuses who comes from the provider without a second factor, or with one shown too long ago. What is not said was not shown. */
export function secondFactorCheck({ amr, acr }: Pick<OidcSettings, 'amr' | 'acr'>, now: () => number): ValidateUserInfo {
  return ({ source }) => {
    const claims = source.oauth?.profile ?? {}
    const methods = Array.isArray(claims.amr) ? claims.amr : []
    const shown = methods.some((method) => amr.includes(method)) || (typeof claims.acr === 'string' && acr.includes(claims.acr))
    if (!shown) return { error: 'second_factor_missing', errorDescription: 'The identity provider did not say that a second factor was shown.' }
    if (typeof claims.auth_time === 'number' && claims.auth_time < now() / 1000 - mostAge - leeway)
      return { error: 'second_factor_stale', errorDescription: 'Sign in at the identity provider again.' }
    return undefined
  }
}

/** Whoever comes back from the provider has a new session: the one before ends. */
export const oidcGuard: BetterAuthPlugin = {
  id: 'oidc-guard',
  hooks: {
    after: [
      {
        matcher: ({ path }) => path?.startsWith('/callback/') ?? false,
        handler: createAuthMiddleware(async (ctx) => {
          if (ctx.context.newSession) await endPrevious(ctx)
        }),
      },
    ],
  },
}
