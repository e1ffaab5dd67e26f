import { textsOf } from '../account-values.ts'
import { batchedByTable, type TableRow } from '../batches.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { firstRecord, jsonRecords } from '../json-documents.ts'
import { elements, members, textOf } from '../json-text.ts'
import { browserPolicy } from './flows.ts'
import { isUser, userRow } from './users.ts'

export const keycloak: Format = {
  name: 'keycloak',
  title: 'Keycloak realm and users',
  origin:
    'The export of a realm (kc.sh export, or a partial export of the console), or users of the admin API as list or JSON lines; also written by gatehouse collect keycloak.',
  fills: ['account', 'access_policy'],
  recognise,
  read: (source, notes) => batchedByTable(rows(source, notes)),
}

type Members = Readonly<Record<string, unknown>>

function recognise(head: Head): number {
  const first = firstRecord(head)
  return first && (isRealm(first) || isUser(first)) ? 0.9 : 0
}

function isRealm(record: Members): boolean {
  return typeof record.realm === 'string' && ['users', 'sslRequired', 'browserFlow', 'requiredActions', 'accessTokenLifespan'].some((name) => name in record)
}

/** A file holds realms, each with its users, or users alone; those that belong to a realm may name it. */
async function* rows(source: Source, notes: Notes): AsyncGenerator<TableRow> {
  const seen_at = source.modified
  for await (const { line, members: record } of jsonRecords(source, notes)) {
    if (isRealm(record)) yield* ofRealm(record, line, seen_at, notes)
    else if (isUser(record)) yield { table: 'account', row: { line, ...userRow(record, textOf(record.realm)), seen_at } }
    else notes.skip(line, 'neither a realm nor a user')
  }
}

function* ofRealm(realm: Members, line: number, seen_at: number, notes: Notes): Generator<TableRow> {
  const tenant = textOf(realm.realm)
  const policy = browserPolicy(realm)
  if (policy) yield { table: 'access_policy', row: { line, ...policy, tenant, seen_at } }
  const demanded = elements(realm.requiredActions).some((one) => {
    const action = members(one)
    return action?.enabled === true && action.defaultAction === true && /TOTP|webauthn/i.test(textsOf([action.alias, action.providerId]).join(' '))
  })
  if (demanded) notes.say('New users of this realm must enrol a second factor when they first sign in.')
  for (const [index, one] of elements(realm.users).entries()) {
    const user = members(one)
    if (user && isUser(user)) yield { table: 'account', row: { line: index + 1, ...userRow(user, tenant), seen_at } }
    else notes.skip(index + 1, 'a user without a name')
  }
}
