import { addressOf } from '../credentials.ts'
import { Api, type Directory, listOf, type Page, pick, type Stream, type Window } from '../directory.ts'
import { tokensOf } from '../token.ts'

/** The admin API of a realm, as a client with a service account: https://www.keycloak.org/docs-api/latest/rest-api/ */
export const keycloak: Directory = {
  name: 'keycloak',
  title: 'Keycloak',
  connect(credentials, options) {
    const base = addressOf(credentials.required('KEYCLOAK_URL'), 'KEYCLOAK_URL')
    const realm = credentials.required('KEYCLOAK_REALM')
    const form = {
      grant_type: 'client_credentials',
      client_id: credentials.required('KEYCLOAK_CLIENT_ID'),
      client_secret: credentials.required('KEYCLOAK_CLIENT_SECRET'),
    }
    const login = encodeURIComponent(credentials.optional('KEYCLOAK_LOGIN_REALM') ?? realm)
    const tokens = tokensOf(new URL(`realms/${login}/protocol/openid-connect/token`, base), () => form, options.http)
    const api = new Api(base, tokens, options)
    return [users(api, realm), events(api, realm, 'events', 'view-events'), events(api, realm, 'admin-events', 'view-events')]
  },
}

const userFields = [
  'id',
  'username',
  'enabled',
  'totp',
  'emailVerified',
  'createdTimestamp',
  'firstName',
  'lastName',
  'federationLink',
  'serviceAccountClientId',
]
const userPage = 50

/** Credentials are asked for user by user, and of each only its kind is kept. */
function users(api: Api, realm: string): Stream {
  const scope = 'the roles view-users and query-users of realm-management'
  const path = `admin/realms/${encodeURIComponent(realm)}/users`
  const address = (first: number) => api.url(path, { first: String(first), max: String(userPage), briefRepresentation: 'false' })
  return {
    name: 'users',
    kind: 'accounts',
    scope,
    first: () => address(0),
    async page(at, _, signal): Promise<Page> {
      const list = listOf((await api.get(at, scope, signal)).body)
      const records: object[] = []
      for (const user of list) {
        const of = `${path}/${encodeURIComponent(String(user.id))}`
        const held = await api.try(api.url(`${of}/credentials`), signal)
        const roles = await api.try(api.url(`${of}/role-mappings`), signal)
        records.push({
          realm,
          ...pick(user, userFields),
          ...(held.status === 'ok' && { credentials: listOf(held.body).map((credential) => pick(credential, ['type', 'createdDate'])) }),
          ...(roles.status === 'ok' && rolesIn(roles.body)),
        })
      }
      const first = Number(new URL(at).searchParams.get('first'))
      return { records, ...(list.length === userPage && { next: address(first + userPage) }) }
    },
  }
}

function rolesIn(body: unknown): { readonly realmRoles: readonly unknown[]; readonly clientRoles: Readonly<Record<string, readonly unknown[]>> } {
  const { realmMappings, clientMappings } = body as { realmMappings?: unknown; clientMappings?: Record<string, { mappings?: unknown }> }
  const clients = Object.entries(clientMappings ?? {}).map(([client, { mappings }]) => [client, listOf(mappings).map((role) => role.name)] as const)
  return { realmRoles: listOf(realmMappings).map((role) => role.name), clientRoles: Object.fromEntries(clients) }
}

const eventPage = 500
const eventFields = [
  'id',
  'time',
  'type',
  'realmId',
  'clientId',
  'userId',
  'sessionId',
  'ipAddress',
  'error',
  'details',
  'operationType',
  'resourceType',
  'resourcePath',
  'authDetails',
]

/** Oldest first, so that events that come meanwhile do not move the pages. */
function events(api: Api, realm: string, name: 'events' | 'admin-events', role: string): Stream {
  const scope = `the role ${role} of realm-management`
  const address = (window: Window, first: number) =>
    api.url(`admin/realms/${encodeURIComponent(realm)}/${name}`, {
      dateFrom: String(window.since.getTime()),
      dateTo: String(window.until.getTime()),
      direction: 'asc',
      first: String(first),
      max: String(eventPage),
    })
  return {
    name,
    kind: 'events',
    scope,
    first: (window) => address(window, 0),
    async page(at, window, signal): Promise<Page> {
      const list = listOf((await api.get(at, scope, signal)).body)
      const first = Number(new URL(at).searchParams.get('first'))
      const within = list.filter(({ time }) => Number(time) >= window.since.getTime() && Number(time) < window.until.getTime())
      return { records: within.map((event) => pick(event, eventFields)), ...(list.length === eventPage && { next: address(window, first + eventPage) }) }
    },
  }
}
