import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Asked, cutOff, type DirectoryServer, directoryServer, type Reply } from '../../test/support/directory-server.ts'
import { GatehouseError } from '../base/errors.ts'
import { collect } from './collect.ts'
import { credentialsFrom } from './credentials.ts'
import { entra } from './entra/index.ts'
import type { HttpSettings } from './http.ts'

const secret = 'example-client-secret'
const tokenText = 'example-access-token'
const http: Partial<HttpSettings> = { backOff: 1, tries: 4, timeout: 5000, mostWait: 5000 }
const now = new Date('2026-03-10T00:00:00Z')

/** Graph with so many pages of users, and one sign-in. */
function graph(pages: number) {
  return ({ url, method, authorization }: Asked, base: string): Reply | undefined => {
    if (method === 'POST') return { json: { token_type: 'Bearer', expires_in: 3599, access_token: tokenText } }
    if (authorization !== `Bearer ${tokenText}`) return { status: 401, json: { error: { code: 'InvalidAuthenticationToken' } } }
    if (url.pathname === '/v1.0/users') {
      const page = Number(url.searchParams.get('$skiptoken') ?? 0)
      const value = [
        { id: `u-${page}`, userPrincipalName: `u${page}@corp.example`, accountEnabled: true, userType: 'Member', passwordProfile: { password: secret } },
      ]
      return { json: { value, ...(page + 1 < pages && { '@odata.nextLink': `${base}v1.0/users?$skiptoken=${page + 1}` }) } }
    }
    if (url.pathname.endsWith('/signIns')) return { json: { value: [{ id: 's', createdDateTime: '2026-03-01T00:00:00Z' }] } }
    if (url.pathname.includes('SecurityDefaults')) return { json: { id: '00000000-0000-0000-0000-000000000005', isEnabled: true } }
    return { json: { value: [] } }
  }
}

describe('collecting', () => {
  let folder: string
  let server: DirectoryServer
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gatehouse-collect-'))
    server = await directoryServer(graph(5))
  })
  afterEach(async () => {
    await server[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true })
  })

  const environment = () => ({
    ENTRA_TENANT: 'corp',
    ENTRA_CLIENT_ID: 'id',
    ENTRA_CLIENT_SECRET: secret,
    ENTRA_LOGIN_URL: server.url,
    ENTRA_GRAPH_URL: server.url,
  })
  const run = (more: Partial<Parameters<typeof collect>[1]> = {}) =>
    collect(entra, {
      credentials: credentialsFrom({ environment: environment() }),
      folder,
      signal: new AbortController().signal,
      http,
      now: () => now,
      ...more,
    })
  const files = () => readdirSync(folder).filter((name) => name.endsWith('.ndjson'))
  const users = () => {
    const file = files().find((name) => name.startsWith('entra-users'))
    const lines = file === undefined ? [] : readFileSync(join(folder, file), 'utf8').trimEnd().split('\n')
    return lines.map((line) => (JSON.parse(line) as { id: string }).id)
  }
  const everything = () =>
    readdirSync(folder)
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n')
  const all = ['u-0', 'u-1', 'u-2', 'u-3', 'u-4']

  it('follows every page, and writes each record once, without what is secret', async () => {
    const collected = await run()
    expect(users()).toEqual(all)
    expect(collected.find(({ stream }) => stream === 'users')).toMatchObject({ records: 5, pages: 5 })
    expect(collected.every(({ refused }) => refused === undefined)).toBe(true)
    expect(everything()).not.toContain(secret)
    expect(everything()).not.toContain(tokenText)
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o077).toBe(0)
    expect(server.asked.filter(({ method }) => method === 'POST')).toHaveLength(1)
    expect(server.asked.every(({ url }) => !url.href.includes(secret))).toBe(true)
  })

  it('waits when it is told to, and asks again after errors, cut connections and torn answers', async () => {
    const waits: string[] = []
    let trouble = 0
    server.interfere = ({ url }) => {
      if (url.searchParams.get('$skiptoken') !== '2' || trouble >= 3) return undefined
      trouble += 1
      if (trouble === 1) return { status: 429, headers: { 'retry-after': '1' }, json: { error: { code: 'TooManyRequests' } } }
      return trouble === 2 ? { status: 503, json: {} } : cutOff({ value: [{ id: 'half' }] })
    }
    await run({ onProgress: ({ waiting }) => waiting && waits.push(`${waiting.why} ${Math.round(waiting.milliseconds / 1000)}`) })
    expect(users()).toEqual(all)
    expect(waits[0]).toBe('answered 429 1')
    expect(waits[1]).toMatch(/^answered 503/)
    expect(waits[2]).toMatch(/^does not answer/)
  })

  it('is taken up where it broke off: nothing doubled, nothing missing', async () => {
    server.interfere = ({ url }) => (url.searchParams.get('$skiptoken') === '3' ? { status: 500, json: {} } : undefined)
    await expect(run()).rejects.toMatchObject({ code: 'COLLECT_UNREACHABLE' })
    expect(users()).toEqual(all.slice(0, 3))
    // A process that was killed while it wrote a page leaves a part of it.
    const [file = ''] = files().filter((name) => name.startsWith('entra-users'))
    appendFileSync(join(folder, file), '{"id":"u-3"}\n{"id":"hal')
    server.interfere = undefined
    const before = server.asked.length
    await run({ now: () => new Date('2026-03-10T01:00:00Z') })
    expect(users()).toEqual(all)
    expect(files().filter((name) => name.startsWith('entra-users'))).toEqual([file])
    const again = server.asked.slice(before).flatMap(({ url }) => (url.pathname === '/v1.0/users' ? [url.searchParams.get('$skiptoken')] : []))
    expect(again).toEqual(['3', '4'])
    // What the broken run had finished is not asked for again.
    expect(server.asked.slice(before).some(({ url }) => url.pathname.includes('userRegistrationDetails'))).toBe(false)
  })

  it('stops at an interruption, and goes on from there', async () => {
    const controller = new AbortController()
    const reason = new Error('enough')
    await expect(
      run({ signal: controller.signal, onProgress: ({ stream, pages }) => stream === 'users' && pages === 2 && controller.abort(reason) }),
    ).rejects.toBe(reason)
    expect(users()).toEqual(['u-0', 'u-1'])
    await run()
    expect(users()).toEqual(all)
  })

  it('asks for events from where the last run ended, or from --since', async () => {
    const windows = () =>
      server.asked.flatMap(
        ({ url }) => /createdDateTime ge (\S+) and createdDateTime lt (\S+) .*'interactiveUser'/.exec(url.searchParams.get('$filter') ?? '')?.slice(1, 3) ?? [],
      )
    await run()
    await run({ now: () => new Date('2026-03-11T00:00:00Z') })
    await run({ now: () => new Date('2026-03-12T00:00:00Z'), since: new Date('2026-03-01T00:00:00Z') })
    expect(windows()).toEqual([
      ...['2026-02-08T00:00:00.000Z', '2026-03-09T23:45:00.000Z'],
      ...['2026-03-09T23:45:00.000Z', '2026-03-10T23:45:00.000Z'],
      ...['2026-03-01T00:00:00.000Z', '2026-03-11T23:45:00.000Z'],
    ])
  })

  it('says which permission is missing, and collects the rest', async () => {
    server.interfere = ({ url }) =>
      url.pathname.endsWith('/signIns') ? { status: 403, json: { error: { code: 'Authentication_RequestFromNonPremiumTenantOrB2CTenant' } } } : undefined
    const collected = await run()
    expect(files().some((name) => name.startsWith('entra-sign-ins'))).toBe(false)
    const refused = collected.filter((one) => one.refused !== undefined)
    expect(refused.map(({ stream }) => stream)).toEqual(['sign-ins', 'non-interactive-sign-ins', 'service-sign-ins', 'managed-identity-sign-ins'])
    expect(refused[0]?.refused).toContain('answered 403 (Authentication_RequestFromNonPremiumTenantOrB2CTenant): it needs AuditLog.Read.All')
    expect(users()).toEqual(all)
  })

  it('says so when credentials have expired, without repeating them', async () => {
    server.interfere = ({ method }) =>
      method === 'POST' ? { status: 401, json: { error: 'invalid_client', error_description: `the secret ${secret} has expired` } } : undefined
    const error = await run().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'CREDENTIALS_REFUSED' })
    expect(JSON.stringify([(error as GatehouseError).message, (error as GatehouseError).hint, String((error as GatehouseError).stack)])).not.toContain(secret)
    expect((error as GatehouseError).message).toContain('invalid_client')
  })

  it('gets a new token when the last one is not taken any more', async () => {
    let tokens = 0
    let refusals = 0
    server.interfere = ({ method, url }) => {
      if (method === 'POST') {
        tokens += 1
        return undefined
      }
      if (url.searchParams.get('$skiptoken') !== '1' || refusals > 0) return undefined
      refusals += 1
      return (response) => {
        // Longer than a token must have been held to be worth renewing.
        setTimeout(() => response.writeHead(401).end('{}'), 1100)
      }
    }
    await run()
    expect(tokens).toBe(2)
    expect(users()).toEqual(all)
  })

  it('sends its token to no other host', async () => {
    server.interfere = ({ url }) => (url.pathname === '/v1.0/users' ? { json: { value: [], '@odata.nextLink': 'http://127.0.0.1:1/v1.0/users' } } : undefined)
    await expect(run()).rejects.toMatchObject({ code: 'COLLECT_UNREACHABLE' })
  })

  it('reads thousands of pages', async () => {
    await server[Symbol.asyncDispose]()
    server = await directoryServer(graph(2000))
    await run()
    expect(new Set(users()).size).toBe(2000)
  })
})

describe('credentials', () => {
  it('come from a file only when nobody else may read it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-credentials-'))
    const file = join(folder, 'okta.env')
    writeFileSync(file, 'OKTA_URL=https://corp.example\nOKTA_API_TOKEN="example"\n', { mode: 0o644 })
    expect(() => credentialsFrom({ environment: {}, file })).toThrow(expect.objectContaining({ code: 'CREDENTIALS_EXPOSED' }))
    rmSync(file)
    writeFileSync(file, 'OKTA_URL=https://corp.example\nOKTA_API_TOKEN="example"\n', { mode: 0o600 })
    expect(credentialsFrom({ environment: { OKTA_URL: 'other' }, file }).required('OKTA_URL')).toBe('https://corp.example')
    expect(() => credentialsFrom({ environment: {}, file }).required('OKTA_OTHER')).toThrow(GatehouseError)
    rmSync(folder, { recursive: true })
  })

  it('go over an encrypted connection, or to this machine', () => {
    const environment = { ENTRA_TENANT: 'corp', ENTRA_CLIENT_ID: 'id', ENTRA_CLIENT_SECRET: secret, ENTRA_GRAPH_URL: 'http://graph.invalid' }
    expect(() => entra.connect(credentialsFrom({ environment }), { http: { ...http } as HttpSettings, onWait: () => undefined })).toThrow(/https/)
  })
})
