import { plural } from '../../base/text.ts'
import type { AccountRow } from '../account-values.ts'
import { batched } from '../batches.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { accountOf, domainOf, firstName, isAccount, isAdministrative, isGroup, loginOf, wanted } from './entry.ts'
import { type Entry, ldifEntries } from './ldif.ts'

export const ldap: Format = {
  name: 'ldap',
  title: 'LDIF of Active Directory or another LDAP directory',
  origin: 'Entries as LDIF: ldapsearch, ldifde -f, slapcat; also written by gatehouse collect ldap.',
  fills: ['account'],
  recognise,
  read: (source, notes) => batched('account', rows(source, notes)),
}

function recognise(head: Head): number {
  const lines = head.text.split('\n', 200).filter((line) => !/^\s*(#|$)/.test(line.replace(/^\ufeff/, '')))
  const first = (/^\ufeff?version: *1\s*$/.test(lines[0] ?? '') ? lines[1] : lines[0]) ?? ''
  const next = lines.find((line) => line !== first && !/^( |version:)/.test(line)) ?? ''
  return /^\ufeff?dn::? \S/.test(first) && /^[A-Za-z][A-Za-z0-9;-]*::? ?/.test(next) ? 0.95 : 0
}

/** Entries that are not accounts, for the notes. */
interface Tally {
  others: number
  gone: number
}

/** Accounts first; then, for groups that list their members, the membership as rows of the same accounts. */
async function* rows(source: Source, notes: Notes): AsyncGenerator<AccountRow> {
  const tally: Tally = { others: 0, gone: 0 }
  const logins = new Map<string, string>()
  const memberships = new Map<string, { readonly line: number; readonly tenant: string; readonly groups: Set<string> }>()
  for await (const entry of ldifEntries(source, wanted, notes)) {
    if (['delete', 'modrdn', 'moddn'].includes(entry.change) || entry.values.get('isdeleted')?.[0] === 'TRUE') tally.gone += 1
    else if (isGroup(entry)) join(entry, memberships)
    else if (isAccount(entry)) {
      logins.set(entry.dn.toLowerCase(), loginOf(entry))
      yield { line: entry.line, ...accountOf(entry), seen_at: source.modified }
    } else tally.others += 1
  }
  for (const [member, { line, tenant, groups }] of memberships) {
    const account = member.includes('=') ? logins.get(member) : member
    const privileges = [...groups].filter(isAdministrative)
    // A member that is no account of this file is a group, or somebody of another export.
    if (account !== undefined && account !== '') {
      yield {
        line,
        directory: 'ldap',
        tenant,
        account,
        groups: [...groups],
        privileges,
        privileged: privileges.length > 0 ? true : null,
        seen_at: source.modified,
      }
    }
  }
  report(tally, notes)
}

function join(group: Entry, memberships: Map<string, { readonly line: number; readonly tenant: string; readonly groups: Set<string> }>): void {
  for (const member of ['member', 'uniquemember', 'memberuid'].flatMap((name) => group.values.get(name) ?? [])) {
    const key = member.toLowerCase()
    const known = memberships.get(key) ?? { line: group.line, tenant: domainOf(group.dn), groups: new Set<string>() }
    known.groups.add(group.values.get('cn')?.[0] ?? firstName(group.dn))
    memberships.set(key, known)
  }
}

function report({ others, gone }: Tally, notes: Notes): void {
  if (others > 0) notes.say(`Left out, since nobody signs in with them (units, computers, contacts and the like): ${plural(others, 'entry', 'entries')}.`)
  if (gone > 0) notes.say(`Left out, since they delete or rename: ${plural(gone, 'change')}.`)
  notes.say('A directory by LDAP says nothing of second factors, so that they are unknown here, not missing.')
}
