import type { Kysely } from 'kysely'
import type { z } from 'zod'
import type { auditPage, auditQuery } from '../../contract/settings.ts'
import type { StateSchema } from '../../state/schema.ts'
import { Refused } from '../problem.ts'

/** A page of the audit log, the newest first. The cursor is the sequence number that the page before ended with. */
export async function auditLog(state: Kysely<StateSchema>, { limit, cursor, action, by }: z.output<typeof auditQuery>): Promise<z.output<typeof auditPage>> {
  const before = cursor === undefined ? Number.MAX_SAFE_INTEGER : Number(cursor)
  if (!Number.isSafeInteger(before)) throw new Refused('invalid-request', 'This cursor is none of this list.')
  const wanted = state
    .selectFrom('audit')
    .$if(action !== undefined, (query) => query.where('action', '=', action ?? ''))
    .$if(by !== undefined, (query) => query.where('by', '=', by ?? ''))
  const rows = await wanted
    .select(['sequence', 'at', 'by', 'action', 'about', 'says', 'address'])
    .where('sequence', '<', before)
    .orderBy('sequence', 'desc')
    .limit(limit + 1)
    .execute()
  const { total } = await wanted.select((count) => count.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? String(items.at(-1)?.sequence) : null, total }
}
