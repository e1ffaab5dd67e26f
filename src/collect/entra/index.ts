import { addressOf } from '../credentials.ts'
import { Api, type Directory, listOf, type Page, pick, type Stream, type Window } from '../directory.ts'
import { tokensOf } from '../token.ts'

/** Microsoft Graph with the permissions of an application: https://learn.microsoft.com/graph/permissions-reference */
export const entra: Directory = {
  name: 'entra',
  title: 'Microsoft Entra ID',
  connect(credentials, options) {
    const tenant = encodeURIComponent(credentials.required('ENTRA_TENANT'))
    const [id, secret] = [credentials.required('ENTRA_CLIENT_ID'), credentials.required('ENTRA_CLIENT_SECRET')]
    const login = addressOf(credentials.optional('ENTRA_LOGIN_URL') ?? 'https://login.microsoftonline.com', 'ENTRA_LOGIN_URL')
    const graph = addressOf(credentials.optional('ENTRA_GRAPH_URL') ?? 'https://graph.microsoft.com', 'ENTRA_GRAPH_URL')
    const form = { grant_type: 'client_credentials', client_id: id, client_secret: secret, scope: `${graph.origin}/.default` }
    const api = new Api(
      graph,
      tokensOf(new URL(`${tenant}/oauth2/v2.0/token`, login), () => form, options.http),
      options,
    )
    return [...accountStreams(api), ...eventStreams(api)]
  },
}

const userFields = [
  'id',
  'userPrincipalName',
  'displayName',
  'accountEnabled',
  'userType',
  'createdDateTime',
  'lastPasswordChangeDateTime',
  'companyName',
  'signInActivity',
]

function accountStreams(api: Api): readonly Stream[] {
  return [
    paged(api, 'registrations', 'AuditLog.Read.All', 'v1.0/reports/authenticationMethods/userRegistrationDetails'),
    // More than 500 a page are refused when signInActivity is asked for.
    paged(api, 'users', 'User.Read.All and AuditLog.Read.All', 'v1.0/users', { $select: userFields.join(','), $top: '500' }, userFields),
    paged(api, 'roles', 'RoleManagement.Read.Directory', 'v1.0/directoryRoles', { $expand: 'members' }),
    paged(api, 'policies', 'Policy.Read.All', 'v1.0/identity/conditionalAccess/policies'),
    paged(api, 'security-defaults', 'Policy.Read.All', 'v1.0/policies/identitySecurityDefaultsEnforcementPolicy'),
  ]
}

/** Sign-ins of every category are given by the beta version alone: https://learn.microsoft.com/graph/api/signin-list */
const categories = [
  ['sign-ins', 'interactiveUser'],
  ['non-interactive-sign-ins', 'nonInteractiveUser'],
  ['service-sign-ins', 'servicePrincipal'],
  ['managed-identity-sign-ins', 'managedIdentity'],
] as const

function eventStreams(api: Api): readonly Stream[] {
  const between = (field: string, { since, until }: Window) => `${field} ge ${since.toISOString()} and ${field} lt ${until.toISOString()}`
  const signIns = categories.map(([name, type]): Stream => {
    const base = paged(api, name, 'AuditLog.Read.All', 'beta/auditLogs/signIns')
    const first = (window: Window) =>
      api.url('beta/auditLogs/signIns', { $filter: `${between('createdDateTime', window)} and signInEventTypes/any(t: t eq '${type}')`, $top: '1000' })
    return { ...base, kind: 'events', first }
  })
  const audits: Stream = {
    ...paged(api, 'audits', 'AuditLog.Read.All', 'v1.0/auditLogs/directoryAudits'),
    kind: 'events',
    first: (window) => api.url('v1.0/auditLogs/directoryAudits', { $filter: between('activityDateTime', window), $top: '1000' }),
  }
  return [...signIns, audits]
}

function paged(api: Api, name: string, scope: string, path: string, query: Readonly<Record<string, string>> = {}, keep?: readonly string[]): Stream {
  return {
    name,
    kind: 'accounts',
    scope,
    first: () => api.url(path, query),
    async page(at, _, signal): Promise<Page> {
      const { body } = await api.get(at, scope, signal)
      const { value, '@odata.nextLink': next } = body as { value?: unknown; '@odata.nextLink'?: unknown }
      // A single object, such as the security defaults, is a page of its own.
      const records = value === undefined ? listOf([body]) : listOf(value)
      return { records: keep ? records.map((record) => pick(record, keep)) : records, ...(typeof next === 'string' && { next }) }
    },
  }
}
