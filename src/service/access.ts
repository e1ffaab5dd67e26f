import type {} from 'fastify'

/** What a person or key may do, weakest first: look, work on incidents, run the installation. */
export const roles = ['viewer', 'analyst', 'admin'] as const
export type Role = (typeof roles)[number]

/** Rights that a service key may be given one by one. A person has all that the role allows. */
export const keyScopes = ['read', 'evidence:write', 'triage:write', 'jobs:write'] as const
export type KeyScope = (typeof keyScopes)[number]

/** Who makes a request: a person who has shown two factors, or a service key. */
export interface Principal {
  readonly kind: 'user' | 'key'
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly scopes: readonly string[]
  /** Milliseconds since 1970 until which a fresh second factor counts; absent without one. */
  readonly steppedUpUntil?: number
}

/** What a route asks of who calls it: every route has one, and a test generated from the OpenAPI document holds it. */
export type Access =
  | { readonly public: true }
  | {
      readonly role: Role
      /** A service key needs this right; without it, the route is for people only. */
      readonly scope?: KeyScope
      /** Asks for a second factor shown in the last ten minutes. */
      readonly stepUp?: boolean
    }

export type Refusal = 'sign-in-required' | 'role-required' | 'scope-required' | 'step-up-required'

/** Why this principal may not take a route, or undefined when it may. `now`: milliseconds since 1970. */
export function refusalOf(access: Access, principal: Principal | undefined, now: number): Refusal | undefined {
  if ('public' in access) return undefined
  if (!principal) return 'sign-in-required'
  if (principal.kind === 'key') return keyRefusal(access, principal)
  if (roles.indexOf(principal.role) < roles.indexOf(access.role)) return 'role-required'
  if (access.stepUp && !(principal.steppedUpUntil !== undefined && principal.steppedUpUntil > now)) return 'step-up-required'
  return undefined
}

/** A key cannot show a second factor: a route that asks for one is never open to it. */
function keyRefusal(access: Exclude<Access, { public: true }>, principal: Principal): Refusal | undefined {
  if (access.scope === undefined || access.stepUp) return 'role-required'
  return principal.scopes.includes(access.scope) ? undefined : 'scope-required'
}

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyRequest {
    principal?: Principal | undefined
  }
}
