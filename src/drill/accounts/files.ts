import { entraFiles } from './entra.ts'
import { googleFiles } from './google.ts'
import { ldif } from './ldif.ts'
import type { AccountEvidence } from './model.ts'
import { oktaFiles } from './okta.ts'

/** Every file of the accounts of a drill by its path below `accounts/`, each in its directory's own shape. */
export function accountFiles(evidence: AccountEvidence): ReadonlyMap<string, string> {
  const within = (folder: string, files: ReadonlyMap<string, string>) => [...files].map(([name, text]) => [`${folder}/${name}`, text] as const)
  return new Map([
    ...within('entra', entraFiles(evidence)),
    ...within('okta', oktaFiles(evidence)),
    ...within('google', googleFiles(evidence)),
    ['ldap/users.ldif', ldif(evidence)],
    ['special-accounts.csv', specialAccounts(evidence)],
  ])
}

/** What the organisation itself writes down of accounts of no one person; directories do not tell. */
function specialAccounts({ accounts }: AccountEvidence): string {
  const rows = accounts
    .filter(({ kind }) => ['service', 'shared', 'break-glass'].includes(kind))
    .map(({ directory, login, kind }) => `${directory},${login},${kind},\n`)
  return `directory,account,kind,mfa\n${rows.join('')}`
}
