import { type AccountRow, flagOf, loginOf, textsOf, timeOf } from '../account-values.ts'
import { factorsOf } from '../factor-name.ts'
import { elements, members, textOf } from '../json-text.ts'
import { keycloakFactors } from '../keycloak-factors.ts'

type Members = Readonly<Record<string, unknown>>

/** https://www.keycloak.org/docs-api/latest/rest-api/#UserRepresentation */
export function isUser(record: Members): boolean {
  return (
    typeof record.username === 'string' &&
    'enabled' in record &&
    ('createdTimestamp' in record || 'totp' in record || 'emailVerified' in record || 'credentials' in record)
  )
}

/** Roles of the client `realm-management` (of the master realm: `NAME-realm`) and these of the realm itself administer it. */
const administers = /^(admin|realm-admin|create-realm)$/

/** Of credentials only their type is looked at: the rest is secret. */
export function userRow(user: Members, tenant: string): Omit<AccountRow, 'line' | 'seen_at'> {
  const listed = Array.isArray(user.credentials)
  const types = elements(user.credentials).flatMap((one) => textsOf(members(one)?.type))
  const factors = factorsOf(types, keycloakFactors)
  const service = textOf(user.serviceAccountClientId)
  const privileges = rolesOf(user)
  const told = 'realmRoles' in user || 'clientRoles' in user
  return {
    directory: 'keycloak',
    tenant,
    account: loginOf(user.username),
    account_id: textOf(user.id),
    display_name: textsOf([user.firstName, user.lastName]).join(' '),
    kind: service === '' ? '' : 'service',
    enabled: flagOf(user.enabled),
    privileged: privileges.length > 0 ? true : told ? false : null,
    privileges,
    groups: textsOf(user.groups),
    // A user of a federated directory has no credentials here, and may have them there.
    password: !listed || textOf(user.federationLink) !== '' ? null : types.includes('password'),
    // Without a list of credentials `totp` tells of one-time codes only: no does not mean none.
    mfa_registered: listed ? factors.length > 0 : user.totp === true ? true : null,
    factors: listed ? factors : user.totp === true ? ['totp'] : [],
    created_at: timeOf(user.createdTimestamp),
  }
}

function rolesOf(user: Members): string[] {
  const realm = textsOf(user.realmRoles).filter((role) => administers.test(role))
  const clients = Object.entries(members(user.clientRoles) ?? {}).flatMap(([client, roles]) =>
    client === 'realm-management' || client.endsWith('-realm') ? textsOf(roles).map((role) => `${client}: ${role}`) : [],
  )
  return [...realm, ...clients]
}
