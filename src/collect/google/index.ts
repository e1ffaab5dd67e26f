import { createSign } from 'node:crypto'
import { GatehouseError } from '../../base/errors.ts'
import { addressOf, type Credentials, readSecretFile } from '../credentials.ts'
import { Api, type Directory, listOf, pick, type Stream } from '../directory.ts'
import { tokensOf } from '../token.ts'

const scopes = ['https://www.googleapis.com/auth/admin.directory.user.readonly', 'https://www.googleapis.com/auth/admin.reports.audit.readonly']

/** The Admin SDK, as a service account that acts for an administrator: https://developers.google.com/identity/protocols/oauth2/service-account */
export const google: Directory = {
  name: 'google',
  title: 'Google Workspace',
  connect(credentials, options) {
    const base = addressOf(credentials.optional('GOOGLE_API_URL') ?? 'https://admin.googleapis.com', 'GOOGLE_API_URL')
    const key = serviceKey(credentials)
    const subject = credentials.required('GOOGLE_SUBJECT')
    const form = () => ({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: assertion(key, subject) })
    const api = new Api(base, tokensOf(key.endpoint, form, options.http), options)
    const customer = credentials.optional('GOOGLE_CUSTOMER') ?? 'my_customer'
    return [users(api, customer), ...['login', 'admin', 'user_accounts', 'token', 'saml'].map((application) => activities(api, application))]
  },
}

interface ServiceKey {
  readonly email: string
  readonly privateKey: string
  readonly id: string
  readonly endpoint: URL
}

function serviceKey(credentials: Credentials): ServiceKey {
  const text = readSecretFile(credentials.required('GOOGLE_KEY_FILE'))
  try {
    const { client_email: email, private_key: privateKey, private_key_id: id, token_uri: endpoint } = JSON.parse(text) as Record<string, unknown>
    if (typeof email === 'string' && typeof privateKey === 'string') {
      const uri = typeof endpoint === 'string' ? endpoint : 'https://oauth2.googleapis.com/token'
      return { email, privateKey, id: String(id ?? ''), endpoint: new URL(addressOf(uri, 'token_uri').href.replace(/\/$/, '')) }
    }
  } catch (error) {
    if (error instanceof GatehouseError) throw error
  }
  // Never with the cause: it may quote the key.
  throw new GatehouseError('CREDENTIALS_MISSING', 'GOOGLE_KEY_FILE is no key of a service account (JSON with client_email and private_key)')
}

/** A signed claim (RFC 7523), good for an hour. */
function assertion({ email, privateKey, id, endpoint }: ServiceKey, subject: string): string {
  const issued = Math.floor(Date.now() / 1000)
  const claims = { iss: email, sub: subject, scope: scopes.join(' '), aud: endpoint.href, iat: issued, exp: issued + 3600 }
  const parts = [{ alg: 'RS256', typ: 'JWT', kid: id }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  try {
    return `${parts.join('.')}.${createSign('RSA-SHA256').update(parts.join('.')).sign(privateKey, 'base64url')}`
  } catch {
    throw new GatehouseError('CREDENTIALS_REFUSED', 'the private key in GOOGLE_KEY_FILE cannot be used')
  }
}

const userFields = [
  'id',
  'primaryEmail',
  'name',
  'isAdmin',
  'isDelegatedAdmin',
  'lastLoginTime',
  'creationTime',
  'suspended',
  'archived',
  'isEnrolledIn2Sv',
  'isEnforcedIn2Sv',
  'customerId',
  'orgUnitPath',
]

function users(api: Api, customer: string): Stream {
  const [scope = ''] = scopes
  const address = (token?: string) => api.url('admin/directory/v1/users', { customer, maxResults: '500', ...(token !== undefined && { pageToken: token }) })
  return {
    name: 'users',
    kind: 'accounts',
    scope,
    first: () => address(),
    async page(at, _, signal) {
      const { users: list, nextPageToken: next } = (await api.get(at, scope, signal)).body as Record<string, unknown>
      return { records: listOf(list).map((user) => pick(user, userFields)), ...(typeof next === 'string' && { next: address(next) }) }
    },
  }
}

function activities(api: Api, application: string): Stream {
  const [, scope = ''] = scopes
  const path = `admin/reports/v1/activity/users/all/applications/${application}`
  return {
    name: application.replaceAll('_', '-'),
    kind: 'events',
    scope,
    first: ({ since, until }) => api.url(path, { startTime: since.toISOString(), endTime: until.toISOString(), maxResults: '1000' }),
    async page(at, { since, until }, signal) {
      const { items, nextPageToken: next } = (await api.get(at, scope, signal)).body as Record<string, unknown>
      const query = { startTime: since.toISOString(), endTime: until.toISOString(), maxResults: '1000' }
      return { records: listOf(items), ...(typeof next === 'string' && { next: api.url(path, { ...query, pageToken: next }) }) }
    },
  }
}
