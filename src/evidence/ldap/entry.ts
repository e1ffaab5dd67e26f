import { parseTime } from '../../base/time.ts'
import { type AccountRow, latest } from '../account-values.ts'
import type { Entry } from './ldif.ts'

type Told = Omit<AccountRow, 'line' | 'seen_at'>

/** Everything that is read of an entry; no other attribute is looked at. */
export const wanted: ReadonlySet<string> = new Set([
  ...['objectclass', 'samaccountname', 'userprincipalname', 'uid', 'cn', 'displayname', 'name', 'mail', 'objectguid', 'entryuuid', 'memberof', 'member'],
  ...[
    'uniquemember',
    'memberuid',
    'useraccountcontrol',
    'admincount',
    'primarygroupid',
    'serviceprincipalname',
    'lastlogontimestamp',
    'lastlogon',
    'pwdlastset',
  ],
  ...[
    'whencreated',
    'createtimestamp',
    'pwdchangedtime',
    'authtimestamp',
    'pwdlastsuccess',
    'pwdaccountlockedtime',
    'nsaccountlock',
    'isdeleted',
    'employeetype',
  ],
])

const people = [
  'user',
  'person',
  'inetorgperson',
  'organizationalperson',
  'posixaccount',
  'account',
  'msds-groupmanagedserviceaccount',
  'msds-managedserviceaccount',
]
const groups = ['group', 'groupofnames', 'groupofuniquenames', 'posixgroup']

export function isGroup(entry: Entry): boolean {
  return classesOf(entry).some((name) => groups.includes(name))
}

/** Somebody or something that can sign in; a computer is none, nor a contact without a login. */
export function isAccount(entry: Entry): boolean {
  const classes = classesOf(entry)
  return (
    loginOf(entry) !== '' && !classes.includes('computer') && (classes.length === 0 ? entry.change === 'modify' : classes.some((name) => people.includes(name)))
  )
}

function classesOf({ values }: Entry): readonly string[] {
  return (values.get('objectclass') ?? []).map((name) => name.toLowerCase())
}

/** sAMAccountName in Active Directory, uid elsewhere. */
export function loginOf({ values, dn }: Entry): string {
  const told = values.get('samaccountname')?.[0] ?? values.get('uid')?.[0] ?? values.get('userprincipalname')?.[0]
  return (told ?? /^(?:uid|samaccountname)=([^,+]+)/i.exec(dn)?.[1] ?? '').trim().toLowerCase()
}

/** `DC=corp,DC=example` → corp.example */
export function domainOf(dn: string): string {
  return [...dn.matchAll(/(?:^|,)\s*dc=([^,]+)/gi)].map((match) => match[1]?.trim().toLowerCase()).join('.')
}

/** `CN=Domain Admins,CN=Users,DC=…` → Domain Admins */
export function firstName(dn: string): string {
  return (/^[^=]+=((?:\\.|[^,\\])*)/.exec(dn)?.[1] ?? '').replace(/\\(.)/g, '$1').trim()
}

/** https://learn.microsoft.com/windows-server/identity/ad-ds/plan/security-best-practices/appendix-b--privileged-accounts-and-groups-in-active-directory */
const administrative = new Set([
  ...['domain admins', 'enterprise admins', 'schema admins', 'administrators', 'account operators', 'backup operators', 'server operators'],
  ...['print operators', 'dnsadmins', 'group policy creator owners', 'key admins', 'enterprise key admins', 'cert publishers', 'domain controllers'],
])
const domainAdmins = '512'

export function isAdministrative(group: string): boolean {
  return administrative.has(group.toLowerCase())
}

/** Bits of userAccountControl: https://learn.microsoft.com/troubleshoot/windows-server/active-directory/useraccountcontrol-manipulate-account-properties */
const bits = { disabled: 0x2, smartCardRequired: 0x40000 }

export function accountOf(entry: Entry): Told {
  const { values, dn } = entry
  const one = (name: string) => values.get(name)?.[0] ?? ''
  const memberOf = (values.get('memberof') ?? []).map(firstName).filter((name) => name !== '')
  const privileges = [...memberOf.filter(isAdministrative), ...(one('primarygroupid') === domainAdmins ? ['Domain Admins'] : [])]
  const control = /^\d+$/.test(one('useraccountcontrol')) ? Number(one('useraccountcontrol')) : null
  const card = control !== null && (control & bits.smartCardRequired) !== 0
  const service = classesOf(entry).some((name) => name.endsWith('serviceaccount')) || values.has('serviceprincipalname')
  return {
    directory: 'ldap',
    tenant: domainOf(dn),
    account: loginOf(entry),
    account_id: one('objectguid') || one('entryuuid') || dn.toLowerCase(),
    display_name: one('displayname') || one('cn') || one('name'),
    kind: service ? 'service' : '',
    enabled: enabledIn(control, one),
    // Groups within groups are not seen here: who is in none of these may still be privileged.
    privileged: privileges.length > 0 || one('admincount') === '1' ? true : one('admincount') === '0' ? false : null,
    privileges: [...new Set(privileges)],
    groups: memberOf,
    // A directory by LDAP says nothing of second factors, but for the demand of a smart card.
    ...(card && { password: false, mfa_registered: true, mfa_enforced: true, factors: ['certificate'] }),
    last_sign_in: latest(...['lastlogontimestamp', 'lastlogon', 'authtimestamp', 'pwdlastsuccess'].map((name) => ldapTime(one(name)))),
    created_at: ldapTime(one('whencreated') || one('createtimestamp')),
    password_changed_at: ldapTime(one('pwdlastset') || one('pwdchangedtime')),
  }
}

function enabledIn(control: number | null, one: (name: string) => string): boolean | null {
  if (control !== null) return (control & bits.disabled) === 0
  // 000001010000Z: locked by an administrator for good (draft-behera-ldap-password-policy).
  if (/^true$/i.test(one('nsaccountlock')) || one('pwdaccountlockedtime').startsWith('00000101')) return false
  return /^false$/i.test(one('nsaccountlock')) ? true : null
}

const filetimeTo1970 = 116_444_736_000_000_000n

/** Generalised time (`20240131120000.0Z`), or hundreds of nanoseconds since 1601 → microseconds; null for none and for never. */
function ldapTime(text: string): number | null {
  const written = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:[.,]\d+)?Z$/.exec(text)
  if (written) return parseTime(`${written.slice(1, 4).join('-')}T${written[4]}:${written[5]}:${written[6] ?? '00'}Z`)
  if (!/^\d{17,19}$/.test(text)) return null
  const micros = (BigInt(text) - filetimeTo1970) / 10n
  // 9223372036854775807 is never.
  return micros > 0n && micros < BigInt(Number.MAX_SAFE_INTEGER) ? Number(micros) : null
}
