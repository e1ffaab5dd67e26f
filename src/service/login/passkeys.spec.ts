import { describe, expect, it } from 'vitest'
import { type Browser, firstAdmin, goodPassword, loginService } from '../../../test/support/login.ts'
import { type CreationOptions, type RequestOptions, SoftwareAuthenticator } from '../../../test/support/passkey.ts'
import { setUpLink } from './invitations.ts'

const origin = 'http://localhost:7443'

async function register(browser: Browser, device: SoftwareAuthenticator) {
  const options = (await browser.ask('GET', '/api/auth/passkey/generate-register-options?name=Laptop')).json<CreationOptions>()
  return browser.post('/api/auth/passkey/verify-registration', { response: device.create(options), name: 'Laptop' })
}

async function signIn(browser: Browser, device: SoftwareAuthenticator) {
  const options = (await browser.ask('GET', '/api/auth/passkey/generate-authenticate-options')).json<RequestOptions>()
  return browser.post('/api/auth/passkey/verify-authentication', { response: device.get(options) })
}

describe('a passkey', () => {
  it('is asked to verify its user, is both factors at once, and makes a new session', async () => {
    await using service = await loginService()
    const browser = service.browser()
    const token = new URL((await setUpLink(service.state, service.options.url))?.link ?? '').hash.slice(1)
    await browser.post('/api/auth/invitation/accept', { token, name: 'Ada', email: 'ada@example.com', password: goodPassword })
    const pending = browser.token
    const options = (await browser.ask('GET', '/api/auth/passkey/generate-register-options?name=Laptop')).json<CreationOptions>()
    expect(options).toMatchObject({ rp: { id: 'localhost' }, authenticatorSelection: { userVerification: 'required', residentKey: 'required' } })
    const device = new SoftwareAuthenticator(origin)
    const registered = await browser.post('/api/auth/passkey/verify-registration', { response: device.create(options), name: 'Laptop' })
    expect(registered.json()).toEqual({ state: 'open' })
    expect(browser.token).not.toBe(pending)
    expect((await browser.post('/api/auth/recovery-codes/renew')).json<{ codes: unknown[] }>().codes).toHaveLength(10)
    expect((await browser.ask('GET', '/api/auth/passkey/list-user-passkeys')).json()).toMatchObject([{ name: 'Laptop' }])

    const other = service.browser()
    const asked = (await other.ask('GET', '/api/auth/passkey/generate-authenticate-options')).json<RequestOptions>()
    expect(asked).toMatchObject({ userVerification: 'required', rpId: 'localhost' })
    expect((await signIn(other, device)).json()).toEqual({ state: 'open' })
    expect(await other.state()).toBe('open')
    // The password alone is not enough for who has a passkey.
    const third = service.browser()
    expect((await third.post('/api/auth/sign-in', { name: 'ada', password: goodPassword })).json()).toEqual({
      state: 'second-factor',
      factors: ['passkey', 'recovery-code'],
    })
    const { id } = (await browser.ask('GET', '/api/auth/passkey/list-user-passkeys')).json<{ id: string }[]>()[0] ?? { id: '' }
    expect((await third.post('/api/auth/passkey/delete-passkey', { id })).statusCode).toBe(401)
    expect((await browser.post('/api/auth/passkey/delete-passkey', { id })).statusCode).toBe(409)
  })

  it('that does not verify its user is refused, to enrol and to sign in', async () => {
    await using service = await loginService()
    const admin = await firstAdmin(service)
    const device = new SoftwareAuthenticator(origin)
    device.userVerification = false
    expect((await register(admin, device)).json()).toMatchObject({ status: 401, type: 'urn:gatehouse:problem:refused' })
    device.userVerification = true
    expect((await register(admin, device)).statusCode).toBe(200)
    device.userVerification = false
    const browser = service.browser()
    expect((await signIn(browser, device)).statusCode).toBe(401)
    expect(await browser.state()).toBe('sign-in')
  })

  it('answers one challenge once, of this site, with its own key', async () => {
    await using service = await loginService()
    const admin = await firstAdmin(service)
    const device = new SoftwareAuthenticator(origin)
    await register(admin, device)
    const browser = service.browser()
    const options = (await browser.ask('GET', '/api/auth/passkey/generate-authenticate-options')).json<RequestOptions>()
    const response = device.get(options)
    expect((await service.browser().post('/api/auth/passkey/verify-authentication', { response })).statusCode).toBeGreaterThanOrEqual(400)
    const answers = await Promise.all([1, 2].map(() => browser.post('/api/auth/passkey/verify-authentication', { response })))
    expect(answers.map((answer) => answer.statusCode).toSorted()).toEqual([200, 400])
    const phishing = new SoftwareAuthenticator('https://localhost.evil.invalid')
    expect((await register(admin, phishing)).statusCode).toBeGreaterThanOrEqual(400)
    expect((await signIn(service.browser(), new SoftwareAuthenticator(origin)).catch((error: Error) => error)) instanceof Error).toBe(true)
  })

  it('still opens an account that wrong passwords locked', async () => {
    await using service = await loginService()
    const admin = await firstAdmin(service)
    const device = new SoftwareAuthenticator(origin)
    await register(admin, device)
    for (let count = 0; count < 11; count++) await service.browser().post('/api/auth/sign-in', { name: 'ada', password: 'wrong' })
    expect((await service.browser().post('/api/auth/sign-in', { name: 'ada', password: goodPassword })).statusCode).toBe(429)
    expect((await signIn(service.browser(), device)).statusCode).toBe(200)
  })
})
