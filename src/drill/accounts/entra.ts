import { isoFromSeconds } from '../../base/time.ts'
import type { AccountEvidence, DrillAccount, DrillChange, DrillSignIn, Factor } from './model.ts'

const methods: Readonly<Record<Factor, string>> = {
  push: 'microsoftAuthenticatorPush',
  totp: 'softwareOneTimePasscode',
  sms: 'mobilePhone',
  fido2: 'fido2SecurityKey',
}
const steps: Readonly<Record<Factor, string>> = {
  push: 'Mobile app notification',
  totp: 'OATH verification code',
  sms: 'Text message',
  fido2: 'FIDO2 security key',
}
const graph = 'https://graph.microsoft.com/v1.0/$metadata'

/** Files as Microsoft Graph gives them: pages of accounts and policies, and logs as JSON lines. */
export function entraFiles({ accounts, signIns, changes, spared }: AccountEvidence): ReadonlyMap<string, string> {
  const own = accounts.filter(({ directory }) => directory === 'entra')
  const last = new Map(signIns.filter(({ result }) => result === 'success').map(({ account, time }) => [account.login, time]))
  const page = (context: string, value: readonly object[]) => `${JSON.stringify({ '@odata.context': `${graph}#${context}`, value }, null, 1)}\n`
  const lines = (records: readonly object[]) => records.map((record) => `${JSON.stringify(record)}\n`).join('')
  return new Map([
    [
      'users.json',
      page(
        'users',
        own.map((one) => user(one, one.lastSignIn ?? last.get(one.login))),
      ),
    ],
    ['registration.json', page('reports/authenticationMethods/userRegistrationDetails', own.map(registration))],
    ['role-assignments.json', page('roleManagement/directory/roleAssignments', own.flatMap(roleAssignment))],
    ['policies.json', page('identity/conditionalAccess/policies', [policy(own.filter(({ login }) => spared.includes(login)))])],
    ['sign-ins.ndjson', lines(signIns.filter(({ account }) => account.directory === 'entra').map(signIn))],
    ['directory-audits.ndjson', lines(changes.filter(({ account }) => account.directory === 'entra').map(audit))],
  ])
}

function user(one: DrillAccount, last: number | undefined): object {
  return {
    id: one.id,
    userPrincipalName: one.login,
    displayName: one.name,
    accountEnabled: true,
    userType: one.kind === 'guest' ? 'Guest' : 'Member',
    companyName: one.supplier ?? null,
    createdDateTime: '2020-01-01T00:00:00Z',
    signInActivity: last === undefined ? null : { lastSignInDateTime: isoFromSeconds(last), lastSuccessfulSignInDateTime: isoFromSeconds(last) },
  }
}

function registration(one: DrillAccount): object {
  return {
    id: one.id,
    userPrincipalName: one.login,
    userDisplayName: one.name,
    userType: one.kind === 'guest' ? 'guest' : 'member',
    isAdmin: one.privileged,
    isMfaRegistered: one.factors.length > 0,
    isMfaCapable: one.factors.length > 0,
    methodsRegistered: one.factors.map((factor) => methods[factor]),
  }
}

function roleAssignment(one: DrillAccount): readonly object[] {
  if (one.role === undefined) return []
  const principal = { '@odata.type': '#microsoft.graph.user', id: one.id, displayName: one.name, userPrincipalName: one.login }
  return [{ id: `role-of-${one.id}`, principalId: one.id, directoryScopeId: '/', principal, roleDefinition: { displayName: one.role } }]
}

function policy(spared: readonly DrillAccount[]): object {
  return {
    id: '00000000-0000-4000-8000-00000000a11e',
    displayName: 'Ask everybody',
    state: 'enabled',
    conditions: {
      clientAppTypes: ['all'],
      applications: { includeApplications: ['All'], excludeApplications: [] },
      users: { includeUsers: ['All'], excludeUsers: spared.map(({ id }) => id), includeGroups: [], excludeGroups: [], includeRoles: [], excludeRoles: [] },
    },
    grantControls: { operator: 'OR', builtInControls: ['mfa'], authenticationStrength: null },
    sessionControls: null,
  }
}

/** Error codes: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const failures = {
  'wrong-password': [50126, 'Invalid username or password.'],
  refused: [500121, 'Authentication failed during strong authentication request.'],
  'wrong-code': [500121, 'Authentication failed during strong authentication request.'],
} as const

function signIn({ time, account, ip, place, session, device, client, interactive, result, factor, risk }: DrillSignIn): object {
  const [code, reason] = result === 'success' ? [0, 'Other.'] : failures[result]
  const legacy = client === 'imap'
  const primary = step(time, 'Password', result !== 'wrong-password', result === 'wrong-password' ? 'Incorrect password' : 'Correct password')
  const second = account.factors[0]
  const shown = second !== undefined && factor === 'satisfied' && result === 'success' ? [step(time + 4, steps[second], true, 'MFA completed in Azure AD')] : []
  const claimed =
    factor === 'by-claim' && result === 'success' ? [step(time, 'Previously satisfied', true, 'MFA requirement satisfied by claim in the token')] : []
  return {
    id: `${session}-${Math.floor(time)}`,
    createdDateTime: isoFromSeconds(time),
    userDisplayName: account.name,
    userPrincipalName: account.login,
    userId: account.id,
    appDisplayName: 'Office 365 Exchange Online',
    resourceDisplayName: 'Office 365 Exchange Online',
    ipAddress: ip,
    clientAppUsed: legacy ? 'IMAP4' : 'Browser',
    userAgent: legacy ? '' : (device?.agent ?? account.agent),
    isInteractive: interactive,
    conditionalAccessStatus: 'success',
    riskLevelDuringSignIn: risk,
    riskLevelAggregated: risk,
    riskState: risk === 'none' ? 'none' : 'atRisk',
    authenticationRequirement: factor === 'none' ? 'singleFactorAuthentication' : 'multiFactorAuthentication',
    sessionId: legacy ? '' : session,
    status: { errorCode: code, failureReason: reason, additionalDetails: claimed.length > 0 ? 'MFA requirement satisfied by claim in the token' : '' },
    deviceDetail: legacy
      ? { deviceId: '', displayName: '' }
      : { deviceId: device?.id ?? account.device, displayName: device?.name ?? account.host ?? '', operatingSystem: '' },
    location: { city: place.city, countryOrRegion: place.country, geoCoordinates: { latitude: place.latitude, longitude: place.longitude } },
    authenticationDetails: [primary, ...shown, ...claimed],
  }
}

function step(time: number, method: string, succeeded: boolean, detail: string): object {
  return { authenticationStepDateTime: isoFromSeconds(time), authenticationMethod: method, succeeded, authenticationStepResultDetail: detail }
}

function audit({ time, account, actor, what, ip }: DrillChange): object {
  const added = what === 'factor-added'
  return {
    id: `Directory_${account.id}_${Math.floor(time)}`,
    category: 'UserManagement',
    result: 'success',
    resultReason: added ? 'User registered Authenticator App with Notification and Code' : '',
    activityDisplayName: added ? 'User registered security info' : 'Disable Strong Authentication',
    activityDateTime: isoFromSeconds(time),
    loggedByService: 'Authentication Methods',
    operationType: 'Update',
    initiatedBy: { user: { id: actor.id, userPrincipalName: actor.login, ipAddress: ip }, app: null },
    targetResources: [{ id: account.id, displayName: account.name, type: 'User', userPrincipalName: account.login, modifiedProperties: [] }],
    additionalDetails: [],
  }
}
