import type { Kysely } from 'kysely'
import type { Keyring } from '../../base/seal.ts'
import type { StateSchema } from '../../state/schema.ts'
import type { OidcSettings } from './oidc.ts'

export interface LoginOptions {
  readonly state: Kysely<StateSchema>
  readonly keyring: Keyring
  /** The address that people type, such as https://gatehouse.example.com: links, passkeys, cookies and the check of origins go by it. */
  readonly url: URL
  /** A session ends when nothing was asked for so long, and at the latest so long after signing in. */
  readonly idleMinutes: number
  readonly absoluteHours: number
  readonly oidc?: OidcSettings | undefined
}

/** How long a second factor counts for what asks for a fresh one: the requirement is ten minutes. */
export const stepUpMilliseconds = 10 * 60_000
/** How long somebody who gave the right password has for the second factor, or to enrol one. */
export const pendingMilliseconds = 10 * 60_000
/** A moment that lies further ahead than this was written by a clock that was wrong: what rests on it is over. Milliseconds. */
export const clockTolerance = 5 * 60_000
/** How long a one-time link works. */
export const invitationMilliseconds = 24 * 3_600_000
