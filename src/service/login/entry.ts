import type { Principal } from '../access.ts'
import type { Auth } from './auth.ts'
import { principalOfKey } from './keys.ts'
import { clockTolerance, type LoginOptions, pendingMilliseconds, stepUpMilliseconds } from './options.ts'
import { type Stay, stayOf } from './stay.ts'

/** Who makes a request, as far as it is known. */
export interface Entry {
  /** Only who has shown two factors, or holds a key. */
  readonly principal?: Principal
  /** Also who has given no more than the password. */
  readonly stay?: Stay
  /** Cookies that go back: the end of the session has moved. */
  readonly cookies: readonly string[]
}

const nobody: Entry = { cookies: [] }

/** Reads the key or the session of a request. `refresh`: whether it counts as something that somebody did, and moves the end of the session. */
export async function entryOf(auth: Auth, options: LoginOptions, headers: Headers, refresh: boolean): Promise<Entry> {
  const authorization = headers.get('authorization')
  if (authorization !== null) {
    const [, key] = /^Bearer ([\w-]{1,200})$/i.exec(authorization) ?? []
    const principal = key === undefined ? undefined : await principalOfKey(options.state, key, Date.now())
    return principal ? { principal, cookies: [] } : nobody
  }
  if (!headers.has('cookie')) return nobody
  const { response, headers: given } = await auth.api.getSession({ headers, query: { disableRefresh: !refresh }, returnHeaders: true })
  if (!response) return nobody
  const stay = stayOf(response)
  if (stay.disabled || isOver(options, stay)) {
    await options.state.deleteFrom('login_session').where('id', '=', stay.id).execute()
    return nobody
  }
  return { stay, cookies: given.getSetCookie(), ...(stay.factorAt !== null && { principal: principalOf(stay, stay.factorAt) }) }
}

/**
 * A session ends at the latest so long after signing in, and much sooner without the second factor. One that begins ahead of the clock, or would last
 * longer than any may, dates from before the clock was set back: how old it is nobody knows.
 */
function isOver({ absoluteHours, idleMinutes }: LoginOptions, { factor, factorAt, signedInAt, expiresAt }: Stay): boolean {
  const now = Date.now()
  const longest = factor === null ? pendingMilliseconds : absoluteHours * 3_600_000
  const ahead = Math.max(signedInAt.getTime(), factorAt?.getTime() ?? 0, expiresAt.getTime() - idleMinutes * 60_000)
  return signedInAt.getTime() + longest <= now || ahead > now + clockTolerance
}

function principalOf({ user }: Stay, factorAt: Date): Principal {
  return { kind: 'user', id: user.id, name: user.email, role: user.role, scopes: [], steppedUpUntil: factorAt.getTime() + stepUpMilliseconds }
}
