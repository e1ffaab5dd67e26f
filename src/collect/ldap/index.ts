import { readFileSync } from 'node:fs'
import { Client, InvalidCredentialsError } from 'ldapts'
import { GatehouseError, messageOf } from '../../base/errors.ts'
import type { Credentials } from '../credentials.ts'
import type { Directory, Page, Stream } from '../directory.ts'
import { refused } from '../token.ts'
import { ldifOf } from './ldif.ts'

/** Attributes that are asked for: no password, no key, nothing else. */
const attributes = [
  ...[
    'objectClass',
    'sAMAccountName',
    'userPrincipalName',
    'uid',
    'cn',
    'displayName',
    'mail',
    'objectGUID',
    'entryUUID',
    'memberOf',
    'member',
    'uniqueMember',
    'memberUid',
  ],
  ...['userAccountControl', 'adminCount', 'primaryGroupID', 'servicePrincipalName', 'lastLogonTimestamp', 'pwdLastSet', 'whenCreated', 'createTimestamp'],
  ...['pwdChangedTime', 'authTimestamp', 'pwdLastSuccess', 'pwdAccountLockedTime', 'nsAccountLock'],
]
const filter = `(|${['user', 'inetOrgPerson', 'posixAccount', 'account', 'group', 'groupOfNames', 'groupOfUniqueNames', 'posixGroup'].map((name) => `(objectClass=${name})`).join('')})`
const pageSize = 500

/** Accounts and groups of a directory by LDAP, read-only, encrypted unless it is on this machine. */
export const ldap: Directory = {
  name: 'ldap',
  title: 'LDAP',
  connect(credentials, { http }) {
    const target = targetOf(credentials)
    return [entries(target, http.timeout)]
  },
}

interface Target {
  readonly url: URL
  readonly startTls: boolean
  readonly authority?: string
  readonly bindDn: string
  readonly password: string
  readonly base: string
}

function targetOf(credentials: Credentials): Target {
  const url = URL.parse(credentials.required('LDAP_URL'))
  if (url === null || !['ldap:', 'ldaps:'].includes(url.protocol)) throw new GatehouseError('USAGE', 'LDAP_URL must begin with ldaps:// or ldap://')
  const local = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  const authority = credentials.optional('LDAP_CA_FILE')
  return {
    url,
    // A password never goes over a network in the clear.
    startTls: url.protocol === 'ldap:' && (!local || credentials.optional('LDAP_START_TLS') === 'yes'),
    ...(authority !== undefined && { authority: readFileSync(authority, 'utf8') }),
    bindDn: credentials.required('LDAP_BIND_DN'),
    password: credentials.required('LDAP_PASSWORD'),
    base: credentials.required('LDAP_BASE'),
  }
}

/** Pages belong to one connection: after a break it begins anew. */
function entries(target: Target, timeout: number): Stream {
  let open: { readonly client: Client; readonly pages: AsyncIterator<{ readonly searchEntries: readonly object[] }> } | undefined
  return {
    name: 'entries',
    kind: 'accounts',
    scope: 'read access to accounts and groups',
    ending: 'ldif',
    whole: true,
    first: () => 'first',
    async page(_at, _window, signal): Promise<Page> {
      signal.throwIfAborted()
      try {
        open ??= await begin(target, timeout)
        const { value, done } = await open.pages.next()
        return done ? { records: [] } : { records: value.searchEntries.map(ldifOf), next: 'following' }
      } catch (error) {
        throw explained(error, target.url)
      }
    },
    async close() {
      await open?.client.unbind().catch(() => undefined)
      open = undefined
    },
  }
}

async function begin({ url, startTls, authority, bindDn, password, base }: Target, timeout: number) {
  const tlsOptions = { minVersion: 'TLSv1.2', ...(authority !== undefined && { ca: [authority] }) } as const
  const client = new Client({ url: url.href.replace(/\/$/, ''), timeout, connectTimeout: timeout, ...(url.protocol === 'ldaps:' && { tlsOptions }) })
  if (startTls) await client.startTLS(tlsOptions)
  await client.bind(bindDn, password)
  const pages = client.searchPaginated(base, { scope: 'sub', filter, attributes, paged: { pageSize }, explicitBufferAttributes: ['objectGUID'] })
  return { client, pages: pages[Symbol.asyncIterator]() }
}

function explained(error: unknown, url: URL): unknown {
  if (error instanceof InvalidCredentialsError) return refused('invalidCredentials')
  if (error instanceof GatehouseError || (error instanceof Error && error.name === 'AbortError')) return error
  return new GatehouseError('COLLECT_UNREACHABLE', `${url.protocol}//${url.host} ${messageOf(error).slice(0, 200)}`, {
    hint: 'Run the same command again: an LDAP search begins anew, and nothing is doubled.',
  })
}
