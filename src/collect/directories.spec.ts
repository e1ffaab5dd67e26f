import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Provider from 'oidc-provider'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Asked, directoryServer, type Reply } from '../../test/support/directory-server.ts'
import { headOfText } from '../../test/support/source.ts'
import { formats } from '../evidence/formats.ts'
import { recognise } from '../evidence/recognise.ts'
import { collect } from './collect.ts'
import { credentialsFrom } from './credentials.ts'
import { directories } from './directories.ts'
import type { Directory } from './directory.ts'
import { github } from './github/index.ts'
import { google } from './google/index.ts'
import { keycloak } from './keycloak/index.ts'
import { okta } from './okta/index.ts'

const now = new Date('2026-03-10T00:00:00Z')
const secret = 'example-secret'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatehouse-collect-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

async function collected(
  directory: Directory,
  environment: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, readonly Record<string, unknown>[]>>> {
  const http = { backOff: 1, tries: 3, timeout: 5000, mostWait: 5000 }
  const streams = await collect(directory, {
    credentials: credentialsFrom({ environment }),
    folder,
    signal: new AbortController().signal,
    http,
    now: () => now,
  })
  const files = streams.map(({ stream, file }) => [stream, file === undefined ? [] : linesOf(readFileSync(join(folder, file), 'utf8'))] as const)
  for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name), 'utf8')).not.toContain(secret)
  return Object.fromEntries(files)
}

function linesOf(text: string): Record<string, unknown>[] {
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

/** What is collected is what the evidence room reads. */
function formatOf(records: readonly object[]): string {
  const found = recognise(headOfText(records.map((record) => `${JSON.stringify(record)}\n`).join('')), formats)
  return 'format' in found ? found.format.name : found.why
}

it('the directories are in alphabetical order', () => {
  const names = directories.map(({ name }) => name)
  expect(names).toEqual(names.toSorted())
})

describe('Okta', () => {
  it('collects users, their active factors and roles, and the log by its links', async () => {
    const user = (id: string) => ({
      id,
      status: 'ACTIVE',
      created: '2020-01-01T00:00:00.000Z',
      profile: { login: `${id}@corp.example`, mobilePhone: secret },
      credentials: { password: { hash: secret }, provider: { type: 'OKTA' } },
    })
    const event = { uuid: 'e', eventType: 'user.session.start', published: '2026-03-01T00:00:00.000Z', severity: 'INFO', actor: { id: 'a' } }
    const link = (base: string, path: string) => ({ link: `<${base}self>; rel="self", <${base}${path}>; rel="next"` })
    const routes: readonly (readonly [RegExp, (url: URL, base: string) => Reply])[] = [
      [/users\?.*after=a/, () => ({ json: [user('b')] })],
      [/users\?/, (url, base) => ({ json: [user('a')], headers: link(base, `api/v1/users?after=a&limit=${url.searchParams.get('limit')}`) })],
      [/factors$/, () => ({ json: [{ id: 'f', factorType: 'push', provider: 'OKTA', status: 'ACTIVE', profile: { keys: secret } }] })],
      [/\/a\/roles$/, () => ({ json: [{ id: 'r', label: 'Super Administrator', type: 'SUPER_ADMIN' }] })],
      [/roles$/, () => ({ status: 403, json: {} })],
      [/logs\?.*after=/, (_, base) => ({ json: [], headers: link(base, 'api/v1/logs?after=2') })],
      [/logs\?/, (_, base) => ({ json: [event], headers: link(base, 'api/v1/logs?after=1') })],
    ]
    await using server = await directoryServer(({ url, authorization }: Asked, base) => {
      if (authorization !== 'SSWS example-token') return { status: 401, json: { errorCode: 'E0000011' } }
      return routes.find(([path]) => path.test(url.href))?.[1](url, base)
    })
    const { users = [], factors = [], log = [] } = await collected(okta, { OKTA_URL: server.url, OKTA_API_TOKEN: 'example-token' })
    expect(users.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(factors).toMatchObject([
      { userId: 'a', login: 'a@corp.example', factors: [{ factorType: 'push' }], roles: [{ label: 'Super Administrator' }] },
      { userId: 'b', factors: [{ factorType: 'push' }] },
    ])
    expect(factors[1]).not.toHaveProperty('roles')
    expect([formatOf(users), formatOf(factors), formatOf(log)]).toEqual(['okta', 'okta', 'okta-log'])
  })
})

describe('Google Workspace', () => {
  it('signs for a token, and follows page tokens', async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    })
    let claims: Record<string, unknown> = {}
    await using server = await directoryServer(({ url, method, body, authorization }: Asked): Reply | undefined => {
      if (method === 'POST') {
        claims = JSON.parse(Buffer.from(new URLSearchParams(body).get('assertion')?.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
        return { json: { access_token: 'example-token', expires_in: 3600 } }
      }
      if (authorization !== 'Bearer example-token') return { status: 401, json: {} }
      const token = url.searchParams.get('pageToken')
      if (url.pathname === '/admin/directory/v1/users') {
        const user = { id: '1', primaryEmail: `u${token ?? '0'}@corp.example`, isEnrolledIn2Sv: true, isAdmin: false, password: secret, recoveryPhone: secret }
        return { json: { users: [user], ...(token === null && { nextPageToken: '1' }) } }
      }
      return {
        json: url.pathname.endsWith('/login')
          ? { items: [{ id: { time: '2026-03-01T00:00:00Z', applicationName: 'login' }, actor: {}, events: [{ name: 'login_success' }] }] }
          : {},
      }
    })
    const file = join(folder, 'key.json')
    writeFileSync(
      file,
      JSON.stringify({ client_email: 'reader@example.invalid', private_key: privateKey, private_key_id: 'k', token_uri: `${server.url}token` }),
      { mode: 0o600 },
    )
    const { users = [], login = [] } = await collected(google, { GOOGLE_API_URL: server.url, GOOGLE_KEY_FILE: file, GOOGLE_SUBJECT: 'admin@corp.example' })
    expect(users.map(({ primaryEmail }) => primaryEmail)).toEqual(['u0@corp.example', 'u1@corp.example'])
    expect(claims).toMatchObject({
      iss: 'reader@example.invalid',
      sub: 'admin@corp.example',
      aud: `${server.url}token`,
      scope: expect.stringMatching(/readonly .*readonly$/),
    })
    expect([formatOf(users), formatOf(login)]).toEqual(['google', 'google-log'])
  })
})

describe('GitHub', () => {
  const member = (login: string) => ({ login, id: login.length, type: 'User', site_admin: false, avatar_url: 'https://example.invalid/x' })
  const server = (owner: boolean) => {
    const routes: readonly (readonly [RegExp, (base: string) => Reply])[] = [
      [/corp$/, () => ({ json: { login: 'corp', ...(owner && { two_factor_requirement_enabled: true }) } })],
      [/filter=2fa_disabled/, () => (owner ? { json: [member('bob')] } : { status: 422, json: {} })],
      [/outside_collaborators/, () => ({ json: [member('partner')] })],
      [/role=admin/, () => ({ json: [member('ann')] })],
      [/page=2$/, () => ({ json: [member('carol')] })],
      [/role=member/, (base) => ({ json: [member('bob')], headers: { link: `<${base}orgs/corp/members?role=member&per_page=100&page=2>; rel="next"` } })],
    ]
    return directoryServer(({ url }: Asked, base) => routes.find(([path]) => path.test(url.href))?.[1](base))
  }

  it('joins the lists of members, and says that the audit log is not given', async () => {
    await using api = await server(true)
    const { members = [], 'audit-log': log = [] } = await collected(github, { GITHUB_API_URL: api.url, GITHUB_TOKEN: 'example-token', GITHUB_ORG: 'corp' })
    expect(members.map(({ login, role, two_factor, two_factor_requirement }) => [login, role, two_factor, two_factor_requirement])).toEqual([
      ['ann', 'admin', true, true],
      ['bob', 'member', false, true],
      ['carol', 'member', true, true],
      ['partner', 'outside_collaborator', true, true],
    ])
    expect(log).toEqual([])
    expect(formatOf(members)).toBe('github')
  })

  it('leaves unknown what only owners are told', async () => {
    await using api = await server(false)
    const { members = [] } = await collected(github, { GITHUB_API_URL: api.url, GITHUB_TOKEN: 'example-token', GITHUB_ORG: 'corp' })
    expect(members.map(({ two_factor, two_factor_requirement }) => [two_factor, two_factor_requirement])).toEqual(Array(4).fill([null, null]))
  })
})

describe('Keycloak', () => {
  it('gets its token from a real OpenID provider, and keeps only the kind of credentials', async () => {
    const listener = createServer()
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    const base = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`
    const provider = new Provider(`${base}/realms/corp`, {
      clients: [
        {
          client_id: 'reader',
          client_secret: secret,
          grant_types: ['client_credentials'],
          redirect_uris: [],
          response_types: [],
          token_endpoint_auth_method: 'client_secret_post',
        },
      ],
      features: { clientCredentials: { enabled: true }, devInteractions: { enabled: false } },
      routes: { token: '/protocol/openid-connect/token' },
    })
    const issue = provider.callback()
    // Its declared type leaves the models out.
    const { ClientCredentials } = provider as unknown as { ClientCredentials: { find(token: string): Promise<object | undefined> } }
    const users = Array.from({ length: 51 }, (_, index) => ({
      id: `id-${index}`,
      username: `u${index}`,
      enabled: true,
      totp: false,
      emailVerified: true,
      createdTimestamp: 1_600_000_000_000,
    }))
    const answers = (url: URL): unknown => {
      const first = Number(url.searchParams.get('first') ?? 0)
      if (url.pathname.endsWith('/users')) return users.slice(first, first + Number(url.searchParams.get('max')))
      if (url.pathname.endsWith('/credentials')) return [{ id: 'c', type: 'otp', userLabel: 'phone', credentialData: secret, secretData: secret }]
      if (url.pathname.endsWith('/role-mappings'))
        return { realmMappings: [{ name: 'default' }], clientMappings: { 'realm-management': { mappings: [{ name: 'view-users' }] } } }
      if (url.pathname.endsWith('/admin-events'))
        return [{ time: Date.UTC(2026, 2, 1), realmId: 'r', operationType: 'UPDATE', resourceType: 'USER', resourcePath: 'users/x', representation: secret }]
      return [{ id: 'e', time: Date.UTC(2026, 2, 1), type: 'LOGIN', realmId: 'r', userId: 'id-0', details: { username: 'u0' } }]
    }
    listener.on('request', (request, response) => {
      const url = new URL(request.url ?? '/', base)
      if (url.pathname.startsWith('/realms/corp/')) {
        request.url = url.pathname.slice('/realms/corp'.length)
        return void issue(request, response)
      }
      void ClientCredentials.find(request.headers.authorization?.replace('Bearer ', '') ?? '').then((token) => {
        response.writeHead(token ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(token ? answers(url) : {}))
      })
    })
    try {
      const environment = { KEYCLOAK_URL: base, KEYCLOAK_REALM: 'corp', KEYCLOAK_CLIENT_ID: 'reader', KEYCLOAK_CLIENT_SECRET: secret }
      const { users: found = [], events = [], 'admin-events': admin = [] } = await collected(keycloak, environment)
      expect(found).toHaveLength(51)
      expect(found[50]).toMatchObject({ realm: 'corp', username: 'u50', credentials: [{ type: 'otp' }], clientRoles: { 'realm-management': ['view-users'] } })
      expect([formatOf(found), formatOf(events), formatOf(admin)]).toEqual(['keycloak', 'keycloak-log', 'keycloak-log'])
      await expect(collected(keycloak, { ...environment, KEYCLOAK_CLIENT_SECRET: 'wrong' })).rejects.toMatchObject({ code: 'CREDENTIALS_REFUSED' })
    } finally {
      listener.closeAllConnections()
      await new Promise((resolve) => listener.close(resolve))
    }
  })
})
