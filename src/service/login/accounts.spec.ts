import { getMigrations } from 'better-auth/db/migration'
import { describe, expect, it } from 'vitest'
import { firstAdmin, goodPassword, loginService, someone } from '../../../test/support/login.ts'
import { auditRecords, checkChain } from '../../state/audit.ts'
import { createAuth } from './auth.ts'

describe('another password', () => {
  it('asks for the current one and a fresh factor, and ends all other sessions', async () => {
    await using service = await loginService()
    const admin = await firstAdmin(service)
    const other = service.browser()
    await other.post('/api/auth/sign-in', { name: 'ada', password: goodPassword })
    await other.post('/api/auth/totp/verify', { code: admin.code() })
    expect(await other.state()).toBe('open')
    const next = 'violin tunnel copper august'
    expect((await admin.post('/api/auth/password/change', { current: 'wrong', next })).statusCode).toBe(401)
    expect((await admin.post('/api/auth/password/change', { current: goodPassword, next: 'short' })).json()).toMatchObject({ errors: [{ path: 'next' }] })
    const stale = { factorAt: new Date(Date.now() - 3_600_000).toISOString() }
    await service.state.updateTable('login_session').set(stale).execute()
    expect((await admin.post('/api/auth/password/change', { current: goodPassword, next })).json()).toMatchObject({
      type: 'urn:gatehouse:problem:step-up-required',
    })
    await admin.post('/api/auth/totp/verify', { code: admin.code(1) })
    const before = admin.token
    expect((await admin.post('/api/auth/password/change', { current: goodPassword, next })).statusCode).toBe(200)
    expect(admin.token).not.toBe(before)
    expect(await admin.state()).toBe('open')
    expect(await other.state()).toBe('sign-in')
    expect((await other.post('/api/auth/sign-in', { name: 'ada', password: goodPassword })).statusCode).toBe(401)
    expect((await other.post('/api/auth/sign-in', { name: 'ada', password: next })).statusCode).toBe(200)
  })
})

describe('a reset by another admin', () => {
  it('takes everything away, and nobody but the owner chooses the new password', async () => {
    await using service = await loginService()
    const admin = await firstAdmin(service)
    const viewer = await someone(service, 'viewer', 'vera')
    await viewer.post('/api/auth/recovery-codes/renew')
    const { items } = (await admin.ask('GET', '/api/v1/users')).json<{ items: { id: string; role: string }[] }>()
    const id = (role: string) => items.find((user) => user.role === role)?.id
    expect((await admin.post(`/api/v1/users/${id('admin')}/reset`)).statusCode).toBe(409)
    const reset = await admin.post(`/api/v1/users/${id('viewer')}/reset`)
    expect(reset.statusCode).toBe(201)
    expect(await viewer.state()).toBe('sign-in')
    expect((await viewer.post('/api/auth/sign-in', { name: 'vera', password: goodPassword })).statusCode).toBe(401)
    for (const table of ['login_totp', 'login_recovery_code'] as const)
      expect(
        await service.state
          .selectFrom(table)
          .selectAll()
          .where('user', '=', id('viewer') ?? '')
          .execute(),
      ).toEqual([])
    const { link } = reset.json<{ link: string }>()
    const token = new URL(link).hash.slice(1)
    expect((await viewer.post('/api/auth/invitation/look', { token })).json()).toMatchObject({ kind: 'reset', email: 'vera@example.com' })
    const next = { name: 'vera', email: 'vera@example.com', password: 'violin tunnel copper august' }
    await viewer.enrol(link, next)
    expect(await viewer.state()).toBe('open')
    expect((await viewer.post('/api/auth/invitation/accept', { token, ...next })).statusCode).toBe(404)
  })
})

describe('the audit log', () => {
  it('writes down who was refused what, and no secret', async () => {
    await using service = await loginService()
    const admin = await firstAdmin(service)
    const viewer = await someone(service, 'viewer', 'vera')
    expect((await viewer.ask('GET', '/api/v1/users')).statusCode).toBe(403)
    const typed = 'a password typed as a name'
    await service.browser().post('/api/auth/sign-in', { name: typed, password: 'never written' })
    await admin.post('/api/auth/totp/verify', { code: '000000' })
    const { codes } = (await admin.post('/api/auth/recovery-codes/renew')).json<{ codes: string[] }>()
    const { secret } = (await admin.post('/api/v1/keys', { name: 'sensor', scopes: ['evidence:write'] })).json<{ secret: string }>()
    const page = (await admin.ask('GET', '/api/v1/audit?limit=200')).json<{
      items: { action: string; by: string; about: string; address: string; at: string }[]
    }>()
    expect(page.items.map((item) => item.action)).toEqual(
      expect.arrayContaining([
        'password-set',
        'factor-added',
        'sign-in',
        'user-invited',
        'refused',
        'sign-in-failed',
        'factor-failed',
        'recovery-codes-renewed',
        'key-created',
      ]),
    )
    const refused = page.items.find((item) => item.action === 'refused')
    expect(refused).toMatchObject({ by: 'vera@example.com', about: 'GET /api/v1/users', address: '127.0.0.1', at: expect.stringMatching(/Z$/) })
    const all = JSON.stringify(await Array.fromAsync(auditRecords(service.state)))
    const seed = admin.totp?.secret.base32 ?? 'none'
    for (const hidden of [typed, 'never written', goodPassword, secret, seed, decodeURIComponent(admin.token ?? 'none').slice(0, 20), ...codes])
      expect(all).not.toContain(hidden)
    expect((await checkChain(auditRecords(service.state), [])).whole).toBe(true)
    expect((await admin.ask('GET', '/api/v1/audit?action=refused&limit=1')).json()).toMatchObject({ total: 1, next: null })
  })
})

describe('the login', () => {
  it('does not start with a route that does not say who may take it', async () => {
    const starting = loginService({}, (app) => app.get('/forgotten', () => 'open'))
    await expect(starting).rejects.toThrow('GET /forgotten')
  })

  it('has the tables that better-auth asks for, from the steps of the state alone', async () => {
    await using service = await loginService({ oidc: { name: 'x', issuer: new URL('http://127.0.0.1:9'), clientId: 'x', clientSecret: 'x', amr: [], acr: [] } })
    const { toBeCreated, toBeAdded, toBeAddedIndexes } = await getMigrations(createAuth(service.options).options)
    expect({ toBeCreated, toBeAdded, toBeAddedIndexes }).toEqual({ toBeCreated: [], toBeAdded: [], toBeAddedIndexes: [] })
  })
})
