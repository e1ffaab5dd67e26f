import { randomBytes } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import { sha256 } from '../../base/hash.ts'
import type { LoginInvitationRow } from '../../state/login-schema.ts'
import type { StateSchema } from '../../state/schema.ts'
import { clockTolerance, invitationMilliseconds } from './options.ts'

const tokenBytes = 32
/** Whoever starts the service reads its output now: this link need not work for long. */
const setUpMilliseconds = 3_600_000

export interface OneTimeLink {
  readonly link: string
  /** ISO 8601, UTC. */
  readonly expiresAt: string
}

/**
 * Makes a link that works once. The token stands in the fragment, which browsers send to nobody: it gets into no log and no Referer
 * header. Only its hash is kept. An older link of the same user stops working.
 */
export async function invite(state: Transaction<StateSchema>, url: URL, kind: LoginInvitationRow['kind'], user: string | null): Promise<OneTimeLink> {
  const token = randomBytes(tokenBytes).toString('base64url')
  const expiresAt = new Date(Date.now() + (kind === 'set-up' ? setUpMilliseconds : invitationMilliseconds)).toISOString()
  await state
    .deleteFrom('login_invitation')
    .where('user', user === null ? 'is' : '=', user)
    .execute()
  await state
    .insertInto('login_invitation')
    .values({ hash: sha256(token), kind, user, expires_at: expiresAt })
    .execute()
  return { link: new URL(`/welcome#${token}`, url).href, expiresAt }
}

/** The link for the first admin, as long as there is nobody; every start makes a new one. */
export async function setUpLink(state: Kysely<StateSchema>, url: URL): Promise<OneTimeLink | undefined> {
  return state.transaction().execute(async (transaction) => {
    const anybody = await transaction.selectFrom('login_user').select('id').limit(1).executeTakeFirst()
    return anybody ? undefined : invite(transaction, url, 'set-up', null)
  })
}

export interface Invited {
  readonly kind: LoginInvitationRow['kind']
  readonly user: string | null
  readonly name: string
  readonly email: string
  readonly expiresAt: string
}

/** What a token is for; undefined when it is unknown, used or too old. */
export async function lookAtInvitation(state: Kysely<StateSchema>, token: string): Promise<Invited | undefined> {
  const row = await state
    .selectFrom('login_invitation')
    .leftJoin('login_user', 'login_user.id', 'login_invitation.user')
    .select(['kind', 'login_invitation.user', 'name', 'email', 'expires_at', 'disabled'])
    .where('hash', '=', sha256(token))
    .executeTakeFirst()
  if (!row || row.disabled === 1 || !stillWorks(row.expires_at)) return undefined
  return { kind: row.kind, user: row.user, name: row.name ?? '', email: row.email ?? '', expiresAt: row.expires_at }
}

/** Uses a token up: false when somebody else was faster. */
export async function useInvitation(state: Transaction<StateSchema>, token: string): Promise<boolean> {
  const used = await state.deleteFrom('login_invitation').where('hash', '=', sha256(token)).returning('expires_at').executeTakeFirst()
  return used !== undefined && stillWorks(used.expires_at)
}

/** One that would work longer than any link does was made before the clock was set back. */
function stillWorks(expiresAt: string): boolean {
  const left = Date.parse(expiresAt) - Date.now()
  return left > 0 && left <= invitationMilliseconds + clockTolerance
}
