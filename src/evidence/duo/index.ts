import { type AccountRow, flagOf, loginOf, textsOf, timeOf } from '../account-values.ts'
import { batched } from '../batches.ts'
import { duoFactors } from '../duo-factors.ts'
import { factorOf, factorsOf } from '../factor-name.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { firstRecord, jsonRecords } from '../json-documents.ts'
import { elements, members, textOf } from '../json-text.ts'

type Members = Readonly<Record<string, unknown>>
const lists = ['response', 'users']

export const duo: Format = {
  name: 'duo',
  title: 'Duo users',
  origin: 'Users of the Duo Admin API (/admin/v1/users), as answers of the API or JSON lines.',
  fills: ['account'],
  recognise,
  read: (source, notes) => batched('account', rows(source, notes)),
}

function recognise(head: Head): number {
  const first = firstRecord(head, lists)
  return first && 'username' in first && 'user_id' in first && ('phones' in first || 'is_enrolled' in first) ? 0.9 : 0
}

/** https://duo.com/docs/adminapi#users */
async function* rows(source: Source, notes: Notes): AsyncGenerator<AccountRow> {
  for await (const { line, members: user } of jsonRecords(source, notes, lists)) {
    const account = loginOf(user.username)
    if (account === '') {
      notes.skip(line, 'a user without a name')
      continue
    }
    const status = textOf(user.status).toLowerCase()
    const factors = factorsIn(user)
    yield {
      line,
      directory: 'duo',
      account,
      account_id: textOf(user.user_id),
      display_name: textOf(user.realname),
      enabled: status === '' ? null : !['disabled', 'locked out', 'pending deletion'].includes(status),
      groups: elements(user.groups).flatMap((group) => textsOf(members(group)?.name)),
      mfa_registered: flagOf(user.is_enrolled) ?? (factors.length > 0 || null),
      // A user in bypass is let in without a second factor, whatever is enrolled.
      mfa_enforced: status === 'bypass' ? false : status === 'active' ? true : null,
      factors,
      last_sign_in: timeOf(seconds(user.last_login)),
      created_at: timeOf(seconds(user.created)),
      seen_at: source.modified,
    }
  }
}

function seconds(value: unknown): unknown {
  return typeof value === 'number' ? value * 1000 : value
}

/** Devices of each kind; of telephones what they are activated for. */
function factorsIn(user: Members): string[] {
  const phones = elements(user.phones).flatMap((phone) => textsOf(members(phone)?.capabilities).filter((capability) => capability !== 'auto'))
  const kinds = [
    ['tokens', 'hardware_token'],
    ['u2ftokens', 'u2f_token'],
    ['desktop_authenticators', 'duo_desktop'],
  ] as const
  const devices = kinds.flatMap(([list, name]) => (elements(user[list]).length > 0 ? [name] : []))
  const keys = elements(user.webauthncredentials).map((key) =>
    /touch ?id|hello|platform/i.test(textOf(members(key)?.label)) ? 'platform-credential' : 'fido2',
  )
  return [
    ...new Set([
      ...factorsOf([...phones, ...devices], duoFactors),
      ...keys.map((key) => factorOf(key, { fido2: 'fido2', platformcredential: 'platform-credential' })),
    ]),
  ].sort()
}
