import { type AccountRow, flagOf, latest, loginOf, textsOf, timeOf } from '../account-values.ts'
import { factorsOf } from '../factor-name.ts'
import { elements, members, textOf } from '../json-text.ts'
import { registeredMethods } from './methods.ts'

type Members = Readonly<Record<string, unknown>>
type Told = Omit<AccountRow, 'line'>

/** https://learn.microsoft.com/graph/api/resources/userregistrationdetails */
export function isRegistration(record: Members): boolean {
  return 'methodsRegistered' in record && ('isMfaRegistered' in record || 'isMfaCapable' in record)
}

export function ofRegistration(record: Members): Told {
  const guest = guestOf(record.userType)
  return {
    directory: 'entra',
    account: loginOf(record.userPrincipalName),
    account_id: textOf(record.id),
    display_name: textOf(record.userDisplayName),
    privileged: flagOf(record.isAdmin),
    mfa_registered: flagOf(record.isMfaRegistered) ?? (flagOf(record.isMfaCapable) || null),
    factors: factorsOf(textsOf(record.methodsRegistered), registeredMethods),
    ...guest,
  }
}

/** https://learn.microsoft.com/graph/api/resources/user */
export function isUser(record: Members): boolean {
  return 'userPrincipalName' in record && ('accountEnabled' in record || 'signInActivity' in record || 'userType' in record) && !('appDisplayName' in record)
}

export function ofUser(record: Members): Told {
  const activity = members(record.signInActivity)
  const guest = guestOf(record.userType)
  return {
    directory: 'entra',
    account: loginOf(record.userPrincipalName),
    account_id: textOf(record.id),
    display_name: textOf(record.displayName),
    enabled: flagOf(record.accountEnabled),
    last_sign_in: latest(
      timeOf(activity?.lastSuccessfulSignInDateTime),
      timeOf(activity?.lastSignInDateTime),
      timeOf(activity?.lastNonInteractiveSignInDateTime),
    ),
    created_at: timeOf(record.createdDateTime),
    password_changed_at: timeOf(record.lastPasswordChangeDateTime),
    ...guest,
    ...(guest.external && { supplier: textOf(record.companyName) }),
  }
}

function guestOf(userType: unknown): Pick<Told, 'kind' | 'external'> {
  const type = textOf(userType).toLowerCase()
  if (type === 'guest') return { kind: 'guest', external: true }
  return { kind: '', external: type === 'member' ? false : null }
}

/** https://learn.microsoft.com/graph/api/resources/unifiedroleassignment, with principal and roleDefinition expanded. */
export function isRoleAssignment(record: Members): boolean {
  return members(record.roleDefinition) !== undefined && members(record.principal) !== undefined
}

export function ofRoleAssignment(record: Members): Told {
  return principal(members(record.principal) ?? {}, [textOf(members(record.roleDefinition)?.displayName)])
}

/** https://learn.microsoft.com/graph/api/resources/directoryrole, with members expanded. */
export function isDirectoryRole(record: Members): boolean {
  return 'roleTemplateId' in record && Array.isArray(record.members)
}

export function ofDirectoryRole(record: Members): readonly Told[] {
  return elements(record.members).flatMap((one) => {
    const member = members(one)
    return member ? [principal(member, [textOf(record.displayName)])] : []
  })
}

function principal(record: Members, roles: readonly string[]): Told {
  const service = /servicePrincipal/i.test(textOf(record['@odata.type'])) || 'servicePrincipalType' in record
  return {
    directory: 'entra',
    account: loginOf(record.userPrincipalName) || (service ? loginOf(record.displayName) : ''),
    account_id: textOf(record.id),
    display_name: textOf(record.displayName),
    ...(service && { kind: 'service' }),
    privileged: true,
    privileges: roles.filter((role) => role !== ''),
  }
}
