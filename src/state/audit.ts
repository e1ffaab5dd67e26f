import type { Kysely, Selectable, Transaction } from 'kysely'
import { canonicalJson } from '../base/canonical-json.ts'
import { sha256 } from '../base/hash.ts'
import type { AuditRow } from './login-schema.ts'
import type { StateSchema } from './schema.ts'

export type AuditRecord = Selectable<AuditRow>

/** One act, as whoever does it tells it. Never holds a secret. */
export interface Act {
  /** E-mail address or name of who did it; `machine` for the command line, `nobody` for who is not signed in. */
  readonly by: string
  /** A word such as `sign-in` or `user-removed`. */
  readonly action: string
  /** What it was done to. */
  readonly about: string
  readonly says: string
  /** Where the request came from; empty for the command line. */
  readonly address: string
}

/** The newest record of a log at some time: what is kept elsewhere shows that nothing before it was changed or cut off. */
export interface Anchor {
  readonly sequence: number
  readonly at: string
  readonly hash: string
}

/** What a check of the chain found. `says` is empty when it is whole. */
export interface ChainCheck {
  readonly whole: boolean
  readonly records: number
  readonly says: string
}

/** Most characters of one field. */
const mostCharacters = 1000
/** Stands before the first record. */
const start = '0'.repeat(64)

/**
 * SHA-256 over the record without its hash, with that of the record before, in canonical form (RFC 8785). Without a key: who may write
 * the database may write a new chain, which an anchor kept elsewhere shows.
 */
export function hashOf(previous: string, { hash: _, ...record }: AuditRecord): string {
  return sha256(canonicalJson({ ...record, previous }))
}

/** Adds a record in the transaction of the act itself: both are kept, or neither. */
export async function appendAudit(state: Transaction<StateSchema>, act: Act): Promise<void> {
  const last = await state.selectFrom('audit').select(['sequence', 'hash']).orderBy('sequence', 'desc').limit(1).executeTakeFirst()
  const fields = Object.fromEntries(Object.entries(act).map(([field, text]) => [field, String(text).slice(0, mostCharacters)])) as unknown as Act
  const record = { ...fields, sequence: (last?.sequence ?? 0) + 1, at: new Date().toISOString(), hash: '' }
  await state
    .insertInto('audit')
    .values({ ...record, hash: hashOf(last?.hash ?? start, record) })
    .execute()
}

/** Adds a record of an act that changed nothing in the state. */
export async function audit(state: Kysely<StateSchema>, act: Act): Promise<void> {
  await state.transaction().execute((transaction) => appendAudit(transaction, act))
}

export async function newestAnchor(state: Kysely<StateSchema>): Promise<Anchor | undefined> {
  return state.selectFrom('audit').select(['sequence', 'at', 'hash']).orderBy('sequence', 'desc').limit(1).executeTakeFirst()
}

/** Every record, the oldest first, in pieces so that a long log need not fit into memory. */
export async function* auditRecords(state: Kysely<StateSchema>): AsyncGenerator<AuditRecord> {
  let after = 0
  for (;;) {
    const rows = await state.selectFrom('audit').selectAll().where('sequence', '>', after).orderBy('sequence').limit(1000).execute()
    yield* rows
    const last = rows.at(-1)
    if (!last) return
    after = last.sequence
  }
}

/** Checks that records follow each other unchanged, and that each anchor is among them. */
export async function checkChain(records: AsyncIterable<AuditRecord> | Iterable<AuditRecord>, anchors: readonly Anchor[]): Promise<ChainCheck> {
  const wanted = new Map(anchors.map((anchor) => [anchor.sequence, anchor]))
  let previous = start
  let count = 0
  for await (const record of records) {
    const broken = whyBroken(record, count + 1, previous, wanted.get(record.sequence))
    if (broken) return { whole: false, records: count, says: broken }
    wanted.delete(record.sequence)
    previous = record.hash
    count++
  }
  const missing = [...wanted.values()].toSorted((a, b) => a.sequence - b.sequence).at(0)
  if (missing) return { whole: false, records: count, says: `it ends with record ${count}, but record ${missing.sequence} was there at ${missing.at}` }
  return { whole: true, records: count, says: '' }
}

function whyBroken(record: AuditRecord, expected: number, previous: string, anchor: Anchor | undefined): string | undefined {
  if (record.sequence !== expected) return `record ${expected} is missing`
  if (hashOf(previous, record) !== record.hash) return `record ${record.sequence} is not what was written, or not in its place`
  if (anchor && anchor.hash !== record.hash) return `record ${record.sequence} is another than at ${anchor.at}: the log was written anew`
  return undefined
}
