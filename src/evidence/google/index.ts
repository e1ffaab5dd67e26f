import { type AccountRow, flagOf, loginOf, timeOf } from '../account-values.ts'
import { batched } from '../batches.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { firstRecord, jsonRecords } from '../json-documents.ts'
import { members, textOf } from '../json-text.ts'

const lists = ['users']

export const google: Format = {
  name: 'google',
  title: 'Google Workspace users',
  origin: 'Answers of the Admin SDK Directory API (users.list), as pages or JSON lines; also written by gatehouse collect google.',
  fills: ['account'],
  recognise,
  read: (source, notes) => batched('account', rows(source, notes)),
}

function recognise(head: Head): number {
  const first = firstRecord(head, lists)
  return first && 'primaryEmail' in first && ('isEnrolledIn2Sv' in first || 'isAdmin' in first || 'suspended' in first) ? 0.9 : 0
}

/** https://developers.google.com/workspace/admin/directory/reference/rest/v1/users */
async function* rows(source: Source, notes: Notes): AsyncGenerator<AccountRow> {
  for await (const { line, members: user } of jsonRecords(source, notes, lists)) {
    const account = loginOf(user.primaryEmail)
    if (account === '') {
      notes.skip(line, 'a user without a primary address')
      continue
    }
    const roles = [...(user.isAdmin === true ? ['Super Admin'] : []), ...(user.isDelegatedAdmin === true ? ['Delegated Admin'] : [])]
    const suspended = flagOf(user.suspended)
    yield {
      line,
      directory: 'google',
      tenant: textOf(user.customerId),
      account,
      account_id: textOf(user.id),
      display_name: textOf(members(user.name)?.fullName),
      enabled: suspended === null ? null : !suspended && user.archived !== true,
      privileged: 'isAdmin' in user || 'isDelegatedAdmin' in user ? roles.length > 0 : null,
      privileges: roles,
      // Which factor it is, this list does not tell.
      mfa_registered: flagOf(user.isEnrolledIn2Sv),
      mfa_enforced: flagOf(user.isEnforcedIn2Sv),
      last_sign_in: timeOf(user.lastLoginTime),
      created_at: timeOf(user.creationTime),
      seen_at: source.modified,
    }
  }
}
