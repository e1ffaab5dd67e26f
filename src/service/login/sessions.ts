import type { Kysely } from 'kysely'
import type { z } from 'zod'
import type { openSession } from '../../contract/settings.ts'
import { appendAudit } from '../../state/audit.ts'
import type { StateSchema } from '../../state/schema.ts'
import type { Principal } from '../access.ts'
import { Refused } from '../problem.ts'
import type { Actor } from './actor.ts'

type OpenSession = z.output<typeof openSession>

/** Own sessions; for an admin everybody's. `current`: the id of the session that asks. */
export async function listSessions(state: Kysely<StateSchema>, principal: Principal, current: string | undefined): Promise<{ items: OpenSession[] }> {
  const rows = await state
    .selectFrom('login_session')
    .innerJoin('login_user', 'login_user.id', 'login_session.userId')
    .select(['login_session.id', 'email', 'ipAddress', 'userAgent', 'signedInAt', 'login_session.updatedAt', 'expiresAt'])
    .where('expiresAt', '>', new Date().toISOString())
    .$if(principal.role !== 'admin', (query) => query.where('userId', '=', principal.id))
    .orderBy('login_session.updatedAt', 'desc')
    .orderBy('login_session.id')
    .execute()
  const items = rows.map(({ id, email, ipAddress, userAgent, signedInAt, updatedAt, expiresAt }) => ({
    id,
    current: id === current,
    user: email,
    address: ipAddress ?? '',
    agent: userAgent ?? '',
    createdAt: signedInAt,
    lastSeenAt: updatedAt,
    expiresAt,
  }))
  return { items }
}

/** Ends a session of one's own; for an admin anybody's. Who may not see one is told that there is none. */
export async function revokeSession(state: Kysely<StateSchema>, id: string, principal: Principal, actor: Actor): Promise<void> {
  await state.transaction().execute(async (transaction) => {
    const row = await transaction
      .deleteFrom('login_session')
      .where('id', '=', id)
      .$if(principal.role !== 'admin', (query) => query.where('userId', '=', principal.id))
      .returning('userId')
      .executeTakeFirst()
    const user = row && (await transaction.selectFrom('login_user').select('email').where('id', '=', row.userId).executeTakeFirst())
    if (!user) throw new Refused('not-found', 'There is no such session.')
    await appendAudit(transaction, { ...actor, action: 'session-revoked', about: user.email, says: 'a session was ended' })
  })
}
