import type { GenericEndpointContext } from '@better-auth/core'
import { APIError, getSessionFromCtx } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import type { Kysely } from 'kysely'
import { type ProblemName, problems } from '../../contract/problem.ts'
import type { StateSchema } from '../../state/schema.ts'
import type { Role } from '../access.ts'
import { type Attempt, beginAttempt } from './attempts.ts'
import { factorsOf } from './factors.ts'
import { stepUpMilliseconds } from './options.ts'

/** What was shown besides the password, or in its place. */
export type Factor = 'totp' | 'passkey' | 'recovery-code' | 'oidc'

/** Somebody who came in: with a password alone (`factor` null), or all the way. */
export interface Stay {
  readonly id: string
  readonly token: string
  readonly user: { readonly id: string; readonly name: string; readonly email: string; readonly role: Role }
  /** Locked out since the session began. */
  readonly disabled: boolean
  readonly factor: Factor | null
  readonly factorAt: Date | null
  readonly signedInAt: Date
  readonly expiresAt: Date
}

/** A refusal as better-auth knows it; the plugin makes a problem of it. */
export function refusal(problem: ProblemName, detail: string, more: Readonly<Record<string, unknown>> = {}): APIError {
  return new APIError(problems[problem].status, { code: problem, message: detail, ...more })
}

/** What the session of better-auth holds, in our terms. */
export function stayOf(found: { readonly session: Readonly<Record<string, unknown>>; readonly user: Readonly<Record<string, unknown>> }): Stay {
  const { session, user } = found
  const date = (value: unknown) => (value === null || value === undefined ? null : new Date(value as string))
  return {
    id: session.id as string,
    token: session.token as string,
    user: { id: user.id as string, name: user.name as string, email: user.email as string, role: user.role as Role },
    disabled: Boolean(user.disabled),
    factor: (session.factor ?? null) as Factor | null,
    factorAt: date(session.factorAt),
    signedInAt: date(session.signedInAt) ?? new Date(0),
    expiresAt: date(session.expiresAt) ?? new Date(0),
  }
}

/** Whoever makes this request. Refuses who did not even give a password. */
export async function requireStay(ctx: GenericEndpointContext): Promise<Stay> {
  const found = await getSessionFromCtx(ctx)
  if (!found) throw refusal('not-signed-in', 'Sign in first.')
  return stayOf(found)
}

/** Refuses who has not shown a second factor within the last ten minutes. */
export async function requireFreshFactor(ctx: GenericEndpointContext): Promise<Stay> {
  const stay = await requireStay(ctx)
  if (stay.factorAt === null) throw refusal('not-signed-in', 'Show your second factor first.')
  if (stay.factorAt.getTime() + stepUpMilliseconds <= Date.now()) throw refusal('step-up-required', 'Confirm with your second factor first.')
  return stay
}

/** Lets those enrol a factor who have none yet, and those who have just shown one: a password alone never adds one. */
export async function requireEnrolment(ctx: GenericEndpointContext, state: Kysely<StateSchema>): Promise<Stay> {
  const stay = await requireStay(ctx)
  if (stay.factor !== null || (await factorsOf(state, stay.user.id)).length > 0) return requireFreshFactor(ctx)
  return stay
}

/** Ends the session that a request came with, once it has a new one. */
export async function endPrevious(ctx: GenericEndpointContext): Promise<void> {
  const token = await ctx.getSignedCookie(ctx.context.authCookies.sessionToken.name, ctx.context.secret)
  if (token) await ctx.context.internalAdapter.deleteSession(token)
}

/**
 * Begins a session with a new token; the one that the request came with ends. Whoever planted or stole a token before
 * has nothing of it after a step up. `signedInAt`: kept over steps of one stay, so that they do not make it longer.
 */
export async function beginStay(ctx: GenericEndpointContext, user: string, factor: Factor | null, signedInAt = new Date()): Promise<void> {
  // true: what is given stands before the defaults.
  const session = await ctx.context.internalAdapter.createSession(user, false, { factor, factorAt: factor && new Date(), signedInAt }, true)
  const found = await ctx.context.internalAdapter.findUserById(user)
  if (!session || !found) throw refusal('not-signed-in', 'This account may not sign in.')
  await endPrevious(ctx)
  await setSessionCookie(ctx, { session, user: found })
}

/** The source of a request: the plugin sets this header, whatever the client sent. */
export const sourceHeader = 'x-gatehouse-source'

export function addressOf(ctx: GenericEndpointContext | null): string {
  return (ctx?.headers ?? ctx?.request?.headers)?.get(sourceHeader) ?? ''
}

/** Counts an attempt, or refuses it after too many. */
export async function admit(state: Kysely<StateSchema>, attempt: Attempt): Promise<void> {
  const wait = await beginAttempt(state, attempt, Date.now())
  if (wait === 0) return
  const seconds = Math.ceil(wait / 1000)
  throw refusal('too-many-requests', `Too many attempts: wait ${Math.ceil(seconds / 60)} minutes. A passkey still works.`, { retryAfter: seconds })
}
