import { addressOf } from '../credentials.ts'
import { Api, type Directory, listOf, nextLink, pick, type Stream } from '../directory.ts'
import { fixedToken } from '../token.ts'

/** https://developer.okta.com/docs/reference/core-okta-api/ with a token of a read-only administrator. */
export const okta: Directory = {
  name: 'okta',
  title: 'Okta',
  connect(credentials, options) {
    const base = addressOf(credentials.required('OKTA_URL'), 'OKTA_URL')
    const oauth = credentials.optional('OKTA_ACCESS_TOKEN')
    const token = fixedToken(oauth ?? credentials.required('OKTA_API_TOKEN'))
    const api = new Api(base, token, options, { scheme: oauth === undefined ? 'SSWS' : 'Bearer' })
    return [users(api), factors(api), log(api)]
  },
}

const userFields = ['id', 'status', 'created', 'activated', 'lastLogin', 'passwordChanged']
const profileFields = ['login', 'firstName', 'lastName', 'displayName']

function users(api: Api): Stream {
  const scope = 'okta.users.read'
  return {
    name: 'users',
    kind: 'accounts',
    scope,
    first: () => api.url('api/v1/users', { limit: '200' }),
    async page(at, _, signal) {
      const { body, headers } = await api.get(at, scope, signal)
      const records = listOf(body).map((user) => ({
        ...pick(user, userFields),
        profile: pick(user.profile, profileFields),
        credentials: { provider: pick(user.credentials, ['provider']).provider },
      }))
      return { records, ...following(headers) }
    },
  }
}

/** Factors and roles are asked for user by user: few users a page, so that a break costs little. */
function factors(api: Api): Stream {
  const scope = 'okta.users.read and okta.roles.read'
  return {
    name: 'factors',
    kind: 'accounts',
    scope,
    first: () => api.url('api/v1/users', { limit: '25' }),
    async page(at, _, signal) {
      const { body, headers } = await api.get(at, scope, signal)
      const records: object[] = []
      for (const user of listOf(body)) {
        const id = encodeURIComponent(String(user.id))
        const enrolled = await api.get(api.url(`api/v1/users/${id}/factors`), scope, signal)
        // Roles are told to tokens of administrators only.
        const roles = await api.try(api.url(`api/v1/users/${id}/roles`), signal)
        records.push({
          userId: user.id,
          ...pick(user.profile, ['login']),
          factors: listOf(enrolled.body).map((factor) => pick(factor, ['id', 'factorType', 'provider', 'vendorName', 'status', 'created'])),
          ...(roles.status === 'ok' && { roles: listOf(roles.body).map((role) => pick(role, ['label', 'type', 'status'])) }),
        })
      }
      return { records, ...following(headers) }
    },
  }
}

function log(api: Api): Stream {
  const scope = 'okta.logs.read'
  return {
    name: 'log',
    kind: 'events',
    scope,
    first: ({ since, until }) => api.url('api/v1/logs', { since: since.toISOString(), until: until.toISOString(), limit: '1000', sortOrder: 'ASCENDING' }),
    async page(at, _, signal) {
      const { body, headers } = await api.get(at, scope, signal)
      const records = listOf(body)
      // The log names a next page also after its end.
      return { records, ...(records.length > 0 && following(headers)) }
    },
  }
}

function following(headers: Headers): { readonly next?: string } {
  const next = nextLink(headers)
  return next === undefined ? {} : { next }
}
