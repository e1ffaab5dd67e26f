import { type AccountRow, flagOf, loginOf } from '../account-values.ts'
import { batched } from '../batches.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { firstRecord, jsonRecords } from '../json-documents.ts'
import { members, textOf } from '../json-text.ts'

type Members = Readonly<Record<string, unknown>>
const lists = ['edges', 'members']

export const github: Format = {
  name: 'github',
  title: 'GitHub organisation members',
  origin:
    'Members and outside collaborators of a GitHub organisation, as gatehouse collect github writes them, the REST API (/orgs/ORG/members) or GraphQL (membersWithRole edges) gives them.',
  fills: ['account'],
  recognise,
  read: (source, notes) => batched('account', rows(source, notes)),
}

function recognise(head: Head): number {
  const first = firstRecord(head, lists)
  if (!first) return 0
  if ('node' in first && 'hasTwoFactorEnabled' in first) return 0.9
  const type = textOf(first.type)
  return 'login' in first && 'id' in first && ('site_admin' in first || 'two_factor' in first) && ['User', 'Bot', 'Organization', ''].includes(type) ? 0.85 : 0
}

async function* rows(source: Source, notes: Notes): AsyncGenerator<AccountRow> {
  for await (const { line, members: record } of jsonRecords(source, notes, lists)) {
    const member: Members = members(record.node) ?? record
    const account = loginOf(member.login)
    if (account === '') {
      notes.skip(line, 'a member without a login')
      continue
    }
    const role = textOf(record.role).toLowerCase()
    const outside = role === 'outside_collaborator'
    const second = flagOf(record.two_factor ?? record.hasTwoFactorEnabled)
    yield {
      line,
      directory: 'github',
      tenant: textOf(record.org),
      account,
      account_id: textOf(member.id ?? member.databaseId),
      display_name: textOf(member.name),
      kind: outside ? 'guest' : textOf(member.type) === 'Bot' ? 'service' : '',
      privileged: role === '' ? null : role === 'admin' || role === 'owner',
      privileges: role === 'admin' || role === 'owner' ? ['owner'] : [],
      external: role === '' ? null : outside,
      // Whether there is a factor is told to owners only, which factor to nobody.
      mfa_registered: second,
      mfa_enforced: flagOf(record.two_factor_requirement),
      seen_at: source.modified,
    }
  }
}
