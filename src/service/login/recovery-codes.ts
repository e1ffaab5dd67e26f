import { randomInt } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import { sha256 } from '../../base/hash.ts'
import type { StateSchema } from '../../state/schema.ts'

const recoveryCodeCount = 10
/** Without letters and digits that look alike: 32 signs, so that 25 of them are 125 random bits, which need no slow hash. */
const signs = 'abcdefghijkmnpqrstuvwxyz23456789'
const groups = 5
const groupLength = 5

/** Ten new codes; the old ones stop working. Only their hashes are kept. */
export async function renewRecoveryCodes(state: Transaction<StateSchema>, user: string): Promise<readonly string[]> {
  const codes = Array.from({ length: recoveryCodeCount }, newCode)
  await state.deleteFrom('login_recovery_code').where('user', '=', user).execute()
  await state
    .insertInto('login_recovery_code')
    .values(codes.map((code) => ({ user, hash: hashOf(code), used_at: null })))
    .execute()
  return codes
}

/** Takes a code, once: one statement of the database, so that of two requests at the same moment one is refused. */
export async function takeRecoveryCode(state: Kysely<StateSchema>, user: string, code: string): Promise<boolean> {
  const { numUpdatedRows } = await state
    .updateTable('login_recovery_code')
    .set({ used_at: new Date().toISOString() })
    .where('user', '=', user)
    .where('hash', '=', hashOf(code))
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** How many are left; null when none were ever given out. */
export async function recoveryCodesLeft(state: Kysely<StateSchema>, user: string): Promise<number | null> {
  const rows = await state.selectFrom('login_recovery_code').select('used_at').where('user', '=', user).execute()
  return rows.length === 0 ? null : rows.filter((row) => row.used_at === null).length
}

function newCode(): string {
  return Array.from({ length: groups }, () => Array.from({ length: groupLength }, sign).join('')).join('-')
}

function sign(): string {
  return signs[randomInt(signs.length)] ?? ''
}

/** As typed: with or without hyphens, in whatever case. */
function hashOf(code: string): string {
  return sha256(code.toLowerCase().replace(/[\s-]/g, ''))
}
