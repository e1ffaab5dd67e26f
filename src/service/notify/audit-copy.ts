import type { Kysely } from 'kysely'
import type { OutgoingPolicy } from '../../base/outgoing/address.ts'
import type { StoredChannel } from '../../state/channels.ts'
import { remember, remembered } from '../../state/meta.ts'
import type { StateSchema } from '../../state/schema.ts'
import { sendAudit, takesAudit } from './syslog.ts'

/** Records sent over one connection. */
const most = 200

/**
 * Sends what is new in the audit log to a collector that is to have it: all of it, in its order, each record with its hash, so that who changes the log here
 * cannot change it there. A record may come twice, and none is left out. False: there was nothing to send. Throws when it may not have arrived.
 */
export async function copyAudit(state: Kysely<StateSchema>, channel: StoredChannel, policy: OutgoingPolicy): Promise<boolean> {
  const settings: unknown = JSON.parse(channel.settings)
  if (channel.kind !== 'syslog' || !takesAudit(settings)) return false
  const key = `audit-copied/${channel.id}`
  const after = Number((await remembered(state, key)) ?? 0)
  const records = await state.selectFrom('audit').selectAll().where('sequence', '>', after).orderBy('sequence').limit(most).execute()
  const newest = records.at(-1)
  if (!newest) return false
  await sendAudit(settings, records, policy)
  await remember(state, key, String(newest.sequence))
  return true
}
