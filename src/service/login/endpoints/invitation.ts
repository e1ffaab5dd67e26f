import { createAuthEndpoint } from 'better-auth/api'
import { z } from 'zod'
import { appendAudit } from '../../../state/audit.ts'
import { addUser, setPassword } from '../accounts.ts'
import { attemptSucceeded } from '../attempts.ts'
import { type Invited, lookAtInvitation, useInvitation } from '../invitations.ts'
import type { LoginOptions } from '../options.ts'
import { hashPassword } from '../password-hash.ts'
import { passwordFault } from '../passwords.ts'
import { addressOf, admit, beginStay, refusal } from '../stay.ts'

const token = z.string().min(1).max(200)
const accepted = z.strictObject({ token, name: z.string().trim().max(200), email: z.string().trim().max(320), password: z.string().max(1000) })

/** The one-time links of set-up, invitation and reset: what they are for, and a password of one's own. */
export function invitationEndpoints({ state }: LoginOptions) {
  async function open(address: string, given: string): Promise<Invited> {
    await admit(state, { address })
    const invited = await lookAtInvitation(state, given)
    if (!invited) throw refusal('not-found', 'This link was used before, or is too old. Ask for a new one.')
    await attemptSucceeded(state, { address }, false)
    return invited
  }

  return {
    lookAtInvitation: createAuthEndpoint('/invitation/look', { method: 'POST', body: z.strictObject({ token }) }, async (ctx) => {
      const { kind, name, email, expiresAt } = await open(addressOf(ctx), ctx.body.token)
      return ctx.json({ kind, name, email, expiresAt })
    }),

    acceptInvitation: createAuthEndpoint('/invitation/accept', { method: 'POST', body: accepted }, async (ctx) => {
      const invited = await open(addressOf(ctx), ctx.body.token)
      const owner = invited.kind === 'set-up' ? firstAdmin(ctx.body) : { name: invited.name, email: invited.email }
      const fault = passwordFault(ctx.body.password, owner)
      if (fault) throw refusal('invalid-request', fault, { errors: [{ path: 'password', says: fault }] })
      const hash = await hashPassword(ctx.body.password)
      const user = await state.transaction().execute(async (transaction) => {
        if (!(await useInvitation(transaction, ctx.body.token))) throw refusal('not-found', 'This link was used before, or is too old.')
        const id = invited.user ?? (await addUser(transaction, { ...owner, role: 'admin' })).id
        await setPassword(transaction, id, hash)
        const says = invited.kind === 'set-up' ? 'set up as the first admin' : 'chose a password'
        await appendAudit(transaction, { by: owner.email, action: 'password-set', about: owner.email, says, address: addressOf(ctx) })
        return id
      })
      await beginStay(ctx, user, null)
      return ctx.json({ state: 'enrol' })
    }),
  }
}

function firstAdmin({ name, email }: { readonly name: string; readonly email: string }): { readonly name: string; readonly email: string } {
  const parsed = z.object({ name: z.string().min(1), email: z.email() }).safeParse({ name, email })
  if (parsed.success) return { name, email: email.toLowerCase() }
  const errors = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), says: issue.message }))
  throw refusal('invalid-request', 'Name and e-mail address are needed.', { errors })
}
