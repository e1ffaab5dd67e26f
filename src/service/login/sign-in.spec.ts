import { describe, expect, it } from 'vitest'
import { firstAdmin, goodPassword, loginService, someone } from '../../../test/support/login.ts'
import { setUpLink } from './invitations.ts'

describe('the first start', () => {
  it('makes the first admin by a link that works once, who may do nothing before a second factor is enrolled', async () => {
    await using service = await loginService()
    const browser = service.browser()
    expect(await browser.state()).toBe('set-up')
    const { link } = (await setUpLink(service.state, service.options.url)) ?? { link: '' }
    expect(new URL(link).search).toBe('')
    const token = new URL(link).hash.slice(1)
    expect((await browser.post('/api/auth/invitation/look', { token })).json()).toMatchObject({ kind: 'set-up', name: '' })
    const weak = await browser.post('/api/auth/invitation/accept', { token, name: 'Ada', email: 'ada@example.com', password: 'qwertyuiop12345' })
    expect(weak.statusCode).toBe(400)
    expect(weak.json()).toMatchObject({ type: 'urn:gatehouse:problem:invalid-request', errors: [{ path: 'password' }] })
    const body = { token, name: 'Ada', email: 'Ada@Example.com', password: goodPassword }
    expect((await browser.post('/api/auth/invitation/accept', body)).json()).toEqual({ state: 'enrol' })
    expect((await service.browser().post('/api/auth/invitation/accept', body)).statusCode).toBe(404)
    expect(await setUpLink(service.state, service.options.url)).toBeUndefined()

    expect(await browser.state()).toBe('enrol')
    expect((await browser.ask('GET', '/api/v1/users')).statusCode).toBe(401)
    expect((await browser.post('/api/auth/recovery-codes/renew')).statusCode).toBe(401)
    await browser.enrolTotp()
    expect(await browser.state()).toBe('open')
    const users = await browser.ask('GET', '/api/v1/users')
    expect(users.json()).toMatchObject({ items: [{ email: 'ada@example.com', role: 'admin', factors: ['totp'] }] })
  })
})

describe('signing in', () => {
  it('takes the password, then the code, with a new token each time', async () => {
    await using service = await loginService()
    const first = await firstAdmin(service)
    const browser = service.browser()
    browser.totp = first.totp
    const answer = await browser.post('/api/auth/sign-in', { name: 'ADA', password: goodPassword })
    expect(answer.json()).toEqual({ state: 'second-factor', factors: ['totp', 'recovery-code'] })
    const pending = browser.token
    expect((await browser.ask('GET', '/api/v1/users')).statusCode).toBe(401)
    // A password alone adds no factor.
    expect((await browser.post('/api/auth/totp/enrol')).statusCode).toBe(401)
    expect((await browser.ask('GET', '/api/auth/passkey/generate-register-options')).statusCode).toBe(401)
    expect((await browser.post('/api/auth/totp/verify', { code: '000000' })).json()).toMatchObject({ type: 'urn:gatehouse:problem:refused' })
    expect((await browser.post('/api/auth/totp/verify', { code: browser.code() })).json()).toEqual({ state: 'open' })
    expect(browser.token).not.toBe(pending)
    expect((await browser.ask('GET', '/api/v1/users')).statusCode).toBe(200)
    expect((await browser.post('/api/auth/sign-out')).statusCode).toBe(200)
    expect(await browser.state()).toBe('sign-in')
  })

  it('answers an unknown name as a wrong password', async () => {
    await using service = await loginService()
    await firstAdmin(service)
    const [unknown, wrong] = [
      await service.browser().post('/api/auth/sign-in', { name: 'nobody@example.com', password: goodPassword }),
      await service.browser().post('/api/auth/sign-in', { name: 'ada@example.com', password: 'something else' }),
    ]
    expect(unknown.statusCode).toBe(401)
    expect(unknown.json()).toEqual(wrong.json())
  })

  it('takes recovery codes once each, and counts what is left', async () => {
    await using service = await loginService()
    const admin = await firstAdmin(service)
    const { codes } = (await admin.post('/api/auth/recovery-codes/renew')).json<{ codes: string[] }>()
    expect(new Set(codes).size).toBe(10)
    const kept = JSON.stringify(await service.state.selectFrom('login_recovery_code').selectAll().execute())
    expect(codes.filter((code) => kept.includes(code))).toEqual([])
    const browser = service.browser()
    await browser.post('/api/auth/sign-in', { name: 'ada@example.com', password: goodPassword })
    const answers = await Promise.all([1, 2, 3].map(() => browser.ask('POST', '/api/auth/recovery-codes/verify', { code: codes[0]?.toUpperCase() })))
    expect(answers.map((answer) => answer.statusCode).toSorted()).toEqual([200, 401, 401])
    expect(await browser.state()).toBe('open')
    expect((await browser.ask('GET', '/api/v1/session')).json()).toMatchObject({ recoveryCodesLeft: 9 })
  })
})

describe('the last factor and the last admin', () => {
  it('stay', async () => {
    await using service = await loginService()
    const admin = await firstAdmin(service)
    await someone(service, 'viewer', 'vera')
    expect((await admin.post('/api/auth/totp/remove')).statusCode).toBe(409)
    const { items } = (await admin.ask('GET', '/api/v1/users')).json<{ items: { id: string; role: string }[] }>()
    const own = items.find((user) => user.role === 'admin')?.id ?? ''
    expect((await admin.ask('PATCH', `/api/v1/users/${own}`, { role: 'viewer' })).statusCode).toBe(409)
    expect((await admin.ask('PATCH', `/api/v1/users/${own}`, { disabled: true })).statusCode).toBe(409)
    expect((await admin.ask('DELETE', `/api/v1/users/${own}`)).statusCode).toBe(409)
    expect(await admin.state()).toBe('open')
  })
})
