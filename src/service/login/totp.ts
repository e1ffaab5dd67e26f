import { timingSafeEqual } from 'node:crypto'
import { createOTP } from '@better-auth/utils/otp'
import { generateRandomString } from 'better-auth/crypto'
import type { Kysely } from 'kysely'
import { type Keyring, seal, unseal } from '../../base/seal.ts'
import type { StateSchema } from '../../state/schema.ts'
import { boundTo } from '../../state/secrets.ts'

/** RFC 6238: 30 seconds, six digits, one step to either side for clocks that go wrong. */
const stepSeconds = 30
const drift = 1
/** 32 letters and digits, which are 190 bits; RFC 4226 recommends 160. */
const seedCharacters = 32

export interface TotpOffer {
  /** For the QR code: otpauth://totp/… */
  readonly uri: string
  /** The seed in base32, to type. */
  readonly secret: string
}

/** Gives a user a new seed, which counts only once a code of it was shown. Replaces an unconfirmed one. */
export async function offerTotp(state: Kysely<StateSchema>, keyring: Keyring, user: { readonly id: string; readonly email: string }): Promise<TotpOffer> {
  const seed = generateRandomString(seedCharacters)
  const row = { seed: seal(keyring, seed, boundTo('login_totp', user.id)), last_step: 0, confirmed_at: null }
  await state
    .insertInto('login_totp')
    .values({ user: user.id, ...row })
    .onConflict((conflict) => conflict.column('user').doUpdateSet(row))
    .execute()
  const uri = createOTP(seed).url('Gatehouse', user.email)
  return { uri, secret: new URL(uri).searchParams.get('secret') ?? '' }
}

/**
 * Takes a code, once: the time step that it belongs to has to be newer than any taken before. Comparing and setting is one statement of
 * the database, so that of two requests with the same code at the same moment one is refused. `confirmed`: whether the seed has to
 * have been confirmed before (to sign in), or must not (to enrol). `now`: milliseconds since 1970.
 */
export async function takeTotp(
  state: Kysely<StateSchema>,
  keyring: Keyring,
  { user, code, confirmed, now }: { readonly user: string; readonly code: string; readonly confirmed: boolean; readonly now: number },
): Promise<boolean> {
  const row = await state.selectFrom('login_totp').select(['seed', 'confirmed_at']).where('user', '=', user).executeTakeFirst()
  if (!row || (row.confirmed_at !== null) !== confirmed) return false
  const step = await stepOf(unseal(keyring, row.seed, boundTo('login_totp', user)), code, now)
  if (step === undefined) return false
  const { numUpdatedRows } = await state
    .updateTable('login_totp')
    .set({ last_step: step, ...(!confirmed && { confirmed_at: new Date(now).toISOString() }) })
    .where('user', '=', user)
    .where('seed', '=', row.seed)
    .where('last_step', '<', step)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** The step whose code this is. All are tried, so that the time does not tell which. */
async function stepOf(seed: string, code: string, now: number): Promise<number | undefined> {
  const current = Math.floor(now / 1000 / stepSeconds)
  let found: number | undefined
  for (let step = current - drift; step <= current + drift; step++) {
    if (same(code, await createOTP(seed).hotp(step))) found = step
  }
  return found
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}
