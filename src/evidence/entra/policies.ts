import type { Row } from '../../model/tables.ts'
import { textsOf } from '../account-values.ts'
import { elements, members, textOf } from '../json-text.ts'

type Members = Readonly<Record<string, unknown>>
type Policy = Omit<Row<'access_policy'>, 'line'>

/** https://learn.microsoft.com/graph/api/resources/conditionalaccesspolicy */
export function isPolicy(record: Members): boolean {
  return 'conditions' in record && 'state' in record && ('grantControls' in record || 'sessionControls' in record)
}

const legacyClients = ['exchangeactivesync', 'other']
const states: Readonly<Record<string, string>> = { enabled: 'enabled', disabled: 'disabled', enabledforreportingbutnotenforced: 'report-only' }
/** Methods that cannot be phished, as the combinations of a strength name them. */
const resistant = /^(fido2|windowsHelloForBusiness|x509CertificateMultiFactor|deviceBasedPush)$/i

export function ofPolicy(record: Members): Policy {
  const conditions = members(record.conditions)
  const [users, applications, grant] = [members(conditions?.users), members(conditions?.applications), members(record.grantControls)]
  const clients = textsOf(conditions?.clientAppTypes).filter((client) => client !== 'all')
  const controls = textsOf(grant?.builtInControls).map((control) => control.toLowerCase())
  const strength = members(grant?.authenticationStrength)
  const combinations = textsOf(strength?.allowedCombinations)
  // With OR another control, such as a managed device, is enough.
  const all = textOf(grant?.operator).toUpperCase() !== 'OR' || controls.length + (strength ? 1 : 0) <= 1
  const blocks = controls.includes('block')
  const narrowed = narrowedBy(conditions)
  const always = narrowed.length === 0
  return {
    directory: 'entra',
    policy: textOf(record.displayName) || textOf(record.id),
    state: states[textOf(record.state).toLowerCase()] ?? textOf(record.state),
    requires_mfa: always && all && (controls.includes('mfa') || (strength !== undefined && textOf(strength.requirementsSatisfied).toLowerCase() !== 'none')),
    phishing_resistant: always && all && strength !== undefined ? isResistant(strength, combinations) : false,
    blocks,
    blocks_legacy: always && blocks && (clients.length === 0 || legacyClients.every((client) => clients.map((name) => name.toLowerCase()).includes(client))),
    includes: concerned(users, 'include'),
    excludes: concerned(users, 'exclude'),
    applications: [...textsOf(applications?.includeApplications), ...textsOf(applications?.includeUserActions)],
    clients,
    conditions: narrowed,
  }
}

/** What else must hold for it to apply: a policy for risky sign-ins, or for those from some places, demands nothing of the others. */
function narrowedBy(conditions: Members | undefined): string[] {
  const risks = ['userRiskLevels', 'signInRiskLevels', 'servicePrincipalRiskLevels'].filter((name) => textsOf(conditions?.[name]).length > 0)
  const places = ['locations', 'platforms', 'devices', 'authenticationFlows', 'insiderRiskLevels'].filter((name) => isSet(conditions?.[name]))
  return [...risks, ...places]
}

function isSet(value: unknown): boolean {
  const object = members(value)
  return object ? Object.values(object).some(isSet) : Array.isArray(value) ? value.length > 0 : textOf(value) !== ''
}

function isResistant(strength: Members, combinations: readonly string[]): boolean | null {
  if (combinations.length > 0) return combinations.every((combination) => resistant.test(combination))
  return /phishing-resistant/i.test(textOf(strength.displayName)) || null
}

/** Everyone, accounts, groups, roles and kinds of guests, as the policy names them. */
function concerned(users: Members | undefined, side: 'include' | 'exclude'): string[] {
  const guests = textOf(members(users?.[`${side}GuestsOrExternalUsers`])?.guestOrExternalUserTypes)
  const named = ['Users', 'Groups', 'Roles'].flatMap((kind) =>
    textsOf(users?.[`${side}${kind}`]).map((id) => (kind === 'Users' ? id : `${kind.slice(0, -1).toLowerCase()}:${id}`)),
  )
  return [...named, ...guests.split(',').flatMap((guest) => (guest.trim() === '' ? [] : [`guests:${guest.trim()}`]))]
}

/** https://learn.microsoft.com/graph/api/resources/identitysecuritydefaultsenforcementpolicy */
export function isSecurityDefaults(record: Members): boolean {
  return textOf(record.id) === '00000000-0000-0000-0000-000000000005' || ('isEnabled' in record && /^security defaults$/i.test(textOf(record.displayName)))
}

export function ofSecurityDefaults(record: Members): Policy {
  const on = record.isEnabled === true
  return {
    directory: 'entra',
    policy: 'Security defaults',
    state: on ? 'enabled' : 'disabled',
    requires_mfa: true,
    phishing_resistant: false,
    blocks: false,
    blocks_legacy: true,
    includes: ['All'],
    excludes: [],
    applications: ['All'],
    clients: [],
  }
}

/** Names as PowerShell writes them (`DisplayName`) → as Graph does (`displayName`), all the way down. */
export function camelCased(value: unknown, depth = 0): unknown {
  if (Array.isArray(value)) return depth > 20 ? [] : elements(value).map((element) => camelCased(element, depth + 1))
  const object = members(value)
  if (!object || depth > 20) return value
  return Object.fromEntries(Object.entries(object).map(([key, inner]) => [key.slice(0, 1).toLowerCase() + key.slice(1), camelCased(inner, depth + 1)]))
}
