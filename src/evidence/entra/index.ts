import { batchedByTable, type TableRow } from '../batches.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { firstRecord, jsonRecords } from '../json-documents.ts'
import { isDirectoryRole, isRegistration, isRoleAssignment, isUser, ofDirectoryRole, ofRegistration, ofRoleAssignment, ofUser } from './accounts.ts'
import { isPolicy, isSecurityDefaults, ofPolicy, ofSecurityDefaults } from './policies.ts'
import { isScubaGear, rowsOfScubaGear } from './scubagear.ts'

const lists = ['value']

export const entra: Format = {
  name: 'entra',
  title: 'Microsoft Entra accounts and policies',
  origin:
    'Microsoft Graph reports/authenticationMethods/userRegistrationDetails, users, roleManagement/directory/roleAssignments, directoryRoles and identity/conditionalAccess/policies, as pages or JSON lines (also written by gatehouse collect entra); or the ProviderSettingsExport.json of ScubaGear.',
  fills: ['account', 'access_policy'],
  recognise,
  read: (source, notes) => batchedByTable(rows(source, notes)),
}

type Members = Readonly<Record<string, unknown>>

function recognise(head: Head): number {
  const first = firstRecord(head, lists)
  if (!first) return 0
  if (isScubaGear(first)) return 0.95
  return [isRegistration, isUser, isRoleAssignment, isDirectoryRole, isPolicy, isSecurityDefaults].some((is) => is(first)) ? 0.9 : 0
}

async function* rows(source: Source, notes: Notes): AsyncGenerator<TableRow> {
  for await (const { line, members } of jsonRecords(source, notes, lists)) {
    if (isScubaGear(members)) yield* rowsOfScubaGear(members, notes, source.modified)
    else yield* rowsOf(line, members, notes, source.modified)
  }
}

function* rowsOf(line: number, record: Members, notes: Notes, seen_at: number): Generator<TableRow> {
  if (isPolicy(record)) yield { table: 'access_policy', row: { line, ...ofPolicy(record), seen_at } }
  else if (isSecurityDefaults(record)) yield { table: 'access_policy', row: { line, ...ofSecurityDefaults(record), seen_at } }
  else {
    const accounts = accountsOf(record)
    if (!accounts) notes.skip(line, 'neither an account nor a role nor a policy')
    for (const account of accounts ?? []) {
      if (account.account === '' && account.account_id === '') notes.skip(line, 'an account without a name')
      else yield { table: 'account', row: { line, ...account, seen_at } }
    }
  }
}

function accountsOf(record: Members) {
  if (isRegistration(record)) return [ofRegistration(record)]
  if (isRoleAssignment(record)) return [ofRoleAssignment(record)]
  if (isDirectoryRole(record)) return ofDirectoryRole(record)
  return isUser(record) ? [ofUser(record)] : undefined
}
