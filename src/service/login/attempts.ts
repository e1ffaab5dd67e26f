import ipaddr from 'ipaddr.js'
import { type Kysely, sql } from 'kysely'
import { audit } from '../../state/audit.ts'
import type { StateSchema } from '../../state/schema.ts'

/** Wrong passwords, codes and recovery codes count together; NIST SP 800-63B-4, section 3.2.2, allows at most 100 in a row. */
const most = { account: 10, source: 50 } as const
/** How long failures count, and how long an account or source has to wait after too many. */
const windowMilliseconds = 15 * 60_000

export interface Attempt {
  /** Id of the user, or the name that was typed when there is none. */
  readonly account?: string
  readonly address: string
}

/**
 * Counts an attempt before it is made, so that many at once cannot get more than their share. Gives 0 when it may be made, else the
 * milliseconds to wait. The counts are in the state: a restart changes nothing.
 */
export async function beginAttempt(state: Kysely<StateSchema>, { account, address }: Attempt, now: number): Promise<number> {
  const waits = [await count(state, 'source', sourceOf(address), now)]
  if (account !== undefined) waits.push(await count(state, 'account', account, now))
  return Math.max(...waits)
}

/** Takes back one attempt that was right; `complete` when both factors were shown, which ends the count of the account. */
export async function attemptSucceeded(state: Kysely<StateSchema>, { account, address }: Attempt, complete: boolean): Promise<void> {
  await takeBack(state, 'source', sourceOf(address))
  if (account === undefined) return
  if (complete) await state.deleteFrom('login_attempt').where('kind', '=', 'account').where('key', '=', account).execute()
  else await takeBack(state, 'account', account)
}

async function count(state: Kysely<StateSchema>, kind: 'account' | 'source', key: string, now: number): Promise<number> {
  // One statement, so that no other attempt comes between. Once locked the time stands still: whoever goes on trying
  // cannot keep the owner out for ever.
  const row = await state
    .insertInto('login_attempt')
    .values({ kind, key, failures: 1, since: now })
    .onConflict((conflict) =>
      conflict.columns(['kind', 'key']).doUpdateSet({
        failures: sql<number>`CASE WHEN login_attempt.since < ${now - windowMilliseconds} THEN 1 ELSE login_attempt.failures + 1 END`,
        // Where the clock was set back, it stands still from now on: nobody waits longer than the window.
        since: sql<number>`CASE WHEN login_attempt.failures > ${most[kind]} AND login_attempt.since >= ${now - windowMilliseconds} THEN MIN(login_attempt.since, ${now}) ELSE ${now} END`,
      }),
    )
    .returning(['failures', 'since'])
    .executeTakeFirstOrThrow()
  if (row.failures === most[kind] + 1) await tellLocked(state, kind, key)
  return row.failures > most[kind] ? Math.max(1, row.since + windowMilliseconds - now) : 0
}

/** Once for each time that it happens, so that nobody fills the log by going on. */
async function tellLocked(state: Kysely<StateSchema>, kind: 'account' | 'source', key: string): Promise<void> {
  const user = kind === 'account' ? await state.selectFrom('login_user').select('email').where('id', '=', key).executeTakeFirst() : undefined
  const about = kind === 'source' ? `source ${key}` : (user?.email ?? 'a name that nobody has')
  await audit(state, { by: 'nobody', action: 'locked', about, says: `more than ${most[kind]} wrong guesses`, address: kind === 'source' ? key : '' })
}

async function takeBack(state: Kysely<StateSchema>, kind: 'account' | 'source', key: string): Promise<void> {
  await state.updateTable('login_attempt').set({ failures: sql<number>`MAX(0, failures - 1)` }).where('kind', '=', kind).where('key', '=', key).execute()
}

/** An IPv4 address, or the /64 network of an IPv6 address, of which one household or attacker has as many addresses as it wants. */
export function sourceOf(address: string): string {
  if (!ipaddr.isValid(address)) return address
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  const bytes = parsed.toByteArray()
  return `${ipaddr.fromByteArray([...bytes.slice(0, 8), ...new Array<number>(8).fill(0)]).toString()}/64`
}
