import { type AccountRow, flagOf, loginOf } from '../account-values.ts'
import { anyFactor } from '../any-factor.ts'
import { batched } from '../batches.ts'
import { cellOf, csvHead, csvRecords } from '../csv.ts'
import { factorsOf } from '../factor-name.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { dateOrder, readDate } from '../install-date.ts'
import { accountColumns } from './columns.ts'

export const accountsCsv: Format = {
  name: 'accounts-csv',
  title: 'Accounts, CSV',
  origin: 'A table of accounts with their second factors, for directories that Gatehouse has no reader for: one row per account, columns as documented below.',
  fills: ['account'],
  recognise,
  read: (source, notes) => batched('account', rows(source, notes)),
}

function recognise(head: Head): number {
  const names = csvHead(head)?.names ?? []
  const { account, mfa, enforced, factors, signedIn, privileged, roles, time } = accountColumns(names)
  // A table of sign-ins has a time for each row; the credential report of AWS is its own format.
  if (account === undefined || time !== undefined || names.includes('arn')) return 0
  if (mfa !== undefined || enforced !== undefined || factors !== undefined) return 0.8
  return signedIn !== undefined && (privileged !== undefined || roles !== undefined) ? 0.6 : 0
}

const kinds = ['person', 'service', 'shared', 'break-glass', 'guest']

async function* rows(source: Source, notes: Notes): AsyncGenerator<AccountRow> {
  const head = csvHead(source.head)
  if (!head) return notes.skip(1, 'no header with an account')
  const columns = accountColumns(head.names)
  const dates = [columns.signedIn, columns.created, columns.passwordChanged, columns.seen]
  const order = dateOrder(head.sample.flatMap((cells) => dates.map((column) => cellOf(cells, column))))
  for await (const { line, cells } of csvRecords(source, head, notes)) {
    const cell = (field: keyof typeof columns) => cellOf(cells, columns[field])
    const account = loginOf(cell('account'))
    if (account === '') {
      notes.skip(line, 'no account')
      continue
    }
    const kind = cell('kind').toLowerCase().replaceAll(' ', '-')
    const roles = listOf(cell('roles'))
    yield {
      line,
      directory: cell('directory').toLowerCase() || 'other',
      tenant: cell('tenant'),
      account,
      account_id: cell('id'),
      display_name: cell('name'),
      kind: kinds.includes(kind) ? kind : '',
      enabled: flagOf(cell('enabled')),
      privileged: flagOf(cell('privileged')) ?? (roles.length > 0 || null),
      privileges: roles,
      groups: listOf(cell('groups')),
      external: flagOf(cell('external')) ?? (cell('supplier') !== '' || null),
      supplier: cell('supplier'),
      password: flagOf(cell('password')),
      ...secondFactors(cell('mfa'), cell('factors')),
      mfa_enforced: flagOf(cell('enforced')),
      last_sign_in: readDate(cell('signedIn'), order),
      created_at: readDate(cell('created'), order),
      password_changed_at: readDate(cell('passwordChanged'), order),
      seen_at: readDate(cell('seen'), order) ?? source.modified,
    }
  }
}

/** `mfa` says yes or no, or names the factors itself; an empty list of factors is unknown, `none` is none. */
function secondFactors(mfa: string, list: string): Pick<AccountRow, 'mfa_registered' | 'factors'> {
  const said = flagOf(mfa)
  const named = [...listOf(list), ...(said === null ? listOf(mfa) : [])].filter((name) => !/^(unknown|n\/?a|\?)$/i.test(name))
  const factors = factorsOf(named, anyFactor)
  const none = named.length > 0 && factors.length === 0
  return { factors, mfa_registered: said ?? (factors.length > 0 ? true : none ? false : null) }
}

function listOf(text: string): string[] {
  return [
    ...new Set(
      text
        .split(/[;|,+]/)
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    ),
  ]
}
