import type { Kysely, Transaction } from 'kysely'
import type { z } from 'zod'
import type { invitation, newUser, user, userChange } from '../../contract/settings.ts'
import { appendAudit } from '../../state/audit.ts'
import type { StateSchema } from '../../state/schema.ts'
import type { Role } from '../access.ts'
import { Refused } from '../problem.ts'
import { addUser, type StoredUser, takeAwayFactors } from './accounts.ts'
import type { Actor } from './actor.ts'
import { factorsOf } from './factors.ts'
import { invite } from './invitations.ts'

type User = z.output<typeof user>
type Invitation = z.output<typeof invitation>

export async function listUsers(state: Kysely<StateSchema>): Promise<{ items: User[] }> {
  const rows = await state.selectFrom('login_user').selectAll().orderBy('name').orderBy('id').execute()
  return { items: await Promise.all(rows.map((row) => shown(state, row))) }
}

/** Adds somebody, who chooses a password and enrols a factor by the link. */
export async function inviteUser(state: Kysely<StateSchema>, url: URL, wanted: z.output<typeof newUser>, actor: Actor): Promise<Invitation> {
  return state.transaction().execute(async (transaction) => {
    await mustBeFree(transaction, wanted)
    const added = await addUser(transaction, wanted)
    await appendAudit(transaction, { ...actor, action: 'user-invited', about: added.email, says: `as ${added.role}` })
    return { user: await shown(transaction, added), ...(await invite(transaction, url, 'invitation', added.id)) }
  })
}

/** Changes name or role, or locks somebody out, which ends all their sessions. One who may run the service has to remain. */
export async function changeUser(state: Kysely<StateSchema>, id: string, change: z.output<typeof userChange>, actor: Actor): Promise<User> {
  return state.transaction().execute(async (transaction) => {
    const before = await storedUser(transaction, id)
    if (change.name !== undefined && change.name.toLowerCase() !== before.name.toLowerCase()) await mustBeFree(transaction, { name: change.name })
    const values = {
      ...(change.name !== undefined && { name: change.name }),
      ...(change.role !== undefined && { role: change.role }),
      ...(change.disabled !== undefined && { disabled: change.disabled ? 1 : 0 }),
    }
    const set = { ...values, updatedAt: new Date().toISOString() }
    const after = await transaction.updateTable('login_user').set(set).where('id', '=', id).returningAll().executeTakeFirstOrThrow()
    await adminMustRemain(transaction)
    // A new role holds at once, with a new session.
    if (after.role !== before.role || after.disabled === 1) await transaction.deleteFrom('login_session').where('userId', '=', id).execute()
    if (after.disabled === 1) await transaction.deleteFrom('login_invitation').where('user', '=', id).execute()
    const says = Object.entries(change).map(([field, value]) => `${field}: ${value}`)
    await appendAudit(transaction, { ...actor, action: 'user-changed', about: after.email, says: says.join(', ') })
    return shown(transaction, after)
  })
}

export async function deleteUser(state: Kysely<StateSchema>, id: string, actor: Actor): Promise<void> {
  await state.transaction().execute(async (transaction) => {
    const { email } = await storedUser(transaction, id)
    await transaction.deleteFrom('login_user').where('id', '=', id).execute()
    await adminMustRemain(transaction)
    await appendAudit(transaction, { ...actor, action: 'user-removed', about: email, says: 'may not sign in any more' })
  })
}

/** Takes away password, factors and sessions; the link lets them be set up again. For one who lost them, by somebody else. */
export async function resetUser(state: Kysely<StateSchema>, url: URL, id: string, actor: Actor): Promise<Invitation> {
  return state.transaction().execute(async (transaction) => {
    const stored = await storedUser(transaction, id)
    await takeAwayFactors(transaction, id)
    await appendAudit(transaction, { ...actor, action: 'user-reset', about: stored.email, says: 'password, factors and sessions taken away' })
    return { user: await shown(transaction, stored), ...(await invite(transaction, url, 'reset', id)) }
  })
}

async function storedUser(state: Transaction<StateSchema>, id: string): Promise<StoredUser> {
  const row = await state.selectFrom('login_user').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new Refused('not-found', 'There is nobody with this id.')
  return row
}

async function mustBeFree(state: Transaction<StateSchema>, { name, email }: { readonly name: string; readonly email?: string }): Promise<void> {
  const same = await state
    .selectFrom('login_user')
    .select('email')
    .where((where) => where.or([where(where.fn('lower', ['name']), '=', name.toLowerCase()), where('email', '=', email?.toLowerCase() ?? '')]))
    .executeTakeFirst()
  if (same) throw new Refused('conflict', 'Somebody has this name or e-mail address already.')
}

/** Refuses, in the transaction of the change itself, what would leave nobody to run the service. */
async function adminMustRemain(state: Transaction<StateSchema>): Promise<void> {
  const admin = await state.selectFrom('login_user').select('id').where('role', '=', 'admin').where('disabled', '=', 0).limit(1).executeTakeFirst()
  if (!admin) throw new Refused('conflict', 'This is the last admin.', { hint: 'Make somebody else an admin first.' })
}

async function shown(state: Kysely<StateSchema>, { id, name, email, role, disabled, lastSignInAt, createdAt }: StoredUser): Promise<User> {
  const factors = [...(await factorsOf(state, id))]
  return { id, name, email, role: role as Role, disabled: disabled === 1, factors, lastSignInAt, createdAt }
}
