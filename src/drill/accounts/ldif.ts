import type { AccountEvidence, DrillAccount } from './model.ts'

/** An Active Directory as ldifde writes it: it knows nothing of second factors. */
export function ldif({ accounts }: AccountEvidence): string {
  return `version: 1\n\n${accounts
    .filter(({ directory }) => directory === 'ldap')
    .map(entry)
    .join('\n')}`
}

function entry(one: DrillAccount): string {
  const [name = ''] = one.login.split('@')
  return [
    `dn: CN=${one.name},OU=Staff,DC=meridian,DC=example`,
    'objectClass: top',
    'objectClass: person',
    'objectClass: user',
    `cn: ${one.name}`,
    `sAMAccountName: ${name}`,
    `userPrincipalName: ${one.login}`,
    `memberOf: CN=${one.group},OU=Groups,DC=meridian,DC=example`,
    'userAccountControl: 512',
    'whenCreated: 20200101000000.0Z',
    '',
  ].join('\n')
}
