import { describe, expect, it } from 'vitest'
import { client, type IdentityProvider, identityProvider, type SignsIn } from '../../../test/support/identity-provider.ts'
import { type Browser, firstAdmin, type LoginService, loginService, someone } from '../../../test/support/login.ts'
import { type OidcSettings, secondFactorCheck } from './oidc.ts'

const callback = 'http://localhost:7443/api/auth/callback/oidc'

function settings(provider: IdentityProvider, more: Partial<OidcSettings> = {}): { oidc: OidcSettings } {
  return { oidc: { name: 'Example', issuer: provider.issuer, clientId: client.id, clientSecret: client.secret, amr: ['mfa'], acr: ['phr'], ...more } }
}

/** Signs in at the provider and comes back. */
async function through(provider: IdentityProvider, browser: Browser): Promise<string> {
  const back = new URL(await provider.signIn(browser))
  const answer = await browser.ask('GET', `${back.pathname}${back.search}`)
  return String(answer.headers.location)
}

async function refusedAs(service: LoginService, provider: IdentityProvider, says: Partial<SignsIn>): Promise<string> {
  const before = { ...provider.who }
  Object.assign(provider.who, says)
  const browser = service.browser()
  const location = await through(provider, browser)
  expect(await browser.state()).toBe('sign-in')
  Object.assign(provider.who, before)
  return location
}

describe('signing in with an identity provider', () => {
  it('lets somebody in who was invited and showed a second factor there, and keeps no token', async () => {
    await using provider = await identityProvider(callback)
    await using service = await loginService(settings(provider))
    await firstAdmin(service)
    const browser = service.browser()
    expect((await browser.ask('GET', '/api/v1/session')).json()).toMatchObject({ providers: [{ id: 'oidc', name: 'Example' }] })
    expect(await through(provider, browser)).toBe('/')
    expect(await browser.state()).toBe('open')
    expect((await browser.ask('GET', '/api/v1/users')).statusCode).toBe(200)
    expect((await service.state.selectFrom('login_session').select('factor').execute()).map((row) => row.factor)).toContain('oidc')
    const account = await service.state.selectFrom('login_account').selectAll().where('providerId', '=', 'oidc').executeTakeFirstOrThrow()
    expect(account).toMatchObject({ accountId: 'subject-1', accessToken: null, idToken: null, refreshToken: null })
    // Signing in again ends the session before.
    expect(await through(provider, browser)).toBe('/')
    expect(await service.state.selectFrom('login_session').select('id').where('factor', '=', 'oidc').execute()).toHaveLength(1)
    // By another claim that says the same.
    Object.assign(provider.who, { amr: undefined, acr: 'phr' })
    expect(await through(provider, service.browser())).toBe('/')
  }, 60_000)

  it('is there as soon as the provider is, also when it was down at the start; meanwhile nobody else waits for it', async () => {
    const gone = await identityProvider(callback)
    await gone[Symbol.asyncDispose]()
    await using service = await loginService(settings(gone))
    await firstAdmin(service)
    const begin = () => service.browser().post('/api/auth/sign-in/social', { provider: 'oidc', callbackURL: '/', errorCallbackURL: '/sign-in' })
    const refused = await begin()
    expect(refused.statusCode).toBe(503)
    expect(refused.json()).toMatchObject({ type: 'urn:gatehouse:problem:unavailable', detail: 'Example does not answer at the moment.' })
    await using provider = await identityProvider(callback, Number(gone.issuer.port))
    await expect.poll(async () => (await begin()).statusCode, { timeout: 10_000, interval: 500 }).toBe(200)
    const browser = service.browser()
    expect(await through(provider, browser)).toBe('/')
    expect(await browser.state()).toBe('open')
  }, 60_000)

  it('refuses who showed no second factor, whom nobody invited, and whose address the provider does not vouch for', async () => {
    await using provider = await identityProvider(callback)
    await using service = await loginService(settings(provider))
    await firstAdmin(service)
    expect(await refusedAs(service, provider, { amr: ['pwd'] })).toContain('error=second_factor_missing')
    expect(await refusedAs(service, provider, { amr: undefined })).toContain('error=second_factor_missing')
    expect(await refusedAs(service, provider, { email: 'stranger@example.com', subject: 'stranger' })).toMatch(/error=signup_disabled/)
    expect(await refusedAs(service, provider, { emailVerified: false })).toMatch(/error=account_not_linked/)
    expect(await service.state.selectFrom('login_user').select('id').execute()).toHaveLength(1)
    expect(await through(provider, service.browser())).toBe('/')
    // The subject of the provider is what counts afterwards, not the address: another subject with the same one is somebody else.
    await service.state.updateTable('login_user').set({ disabled: 1 }).execute()
    expect(await refusedAs(service, provider, {})).toContain('error=account_disabled')
  }, 60_000)

  it('refuses an answer that was not asked for here, or was changed', async () => {
    await using provider = await identityProvider(callback)
    await using service = await loginService(settings(provider))
    await firstAdmin(service)
    const victim = service.browser()
    const back = new URL(await provider.signIn(service.browser()))
    // Another browser's answer: the state belongs to the one that began.
    expect(String((await victim.ask('GET', `${back.pathname}${back.search}`)).headers.location)).toContain('error=state_mismatch')
    const own = service.browser()
    const mine = new URL(await provider.signIn(own))
    mine.searchParams.set('iss', 'https://evil.invalid')
    expect(String((await own.ask('GET', `${mine.pathname}${mine.search}`)).headers.location)).toContain('error=issuer_mismatch')
    const begun = await own.post('/api/auth/sign-in/social', { provider: 'oidc', callbackURL: '/', errorCallbackURL: '/sign-in' })
    const asked = new URL(begun.json<{ url: string }>().url)
    expect(Object.fromEntries(asked.searchParams)).toMatchObject({
      code_challenge_method: 'S256',
      response_type: 'code',
      max_age: '600',
      nonce: expect.stringMatching(/.{20}/),
    })
    const elsewhere = { provider: 'oidc', callbackURL: 'https://evil.invalid/', errorCallbackURL: '/sign-in' }
    expect((await own.post('/api/auth/sign-in/social', elsewhere)).statusCode).toBe(400)
    const token = { provider: 'oidc', callbackURL: '/', errorCallbackURL: '/sign-in', idToken: { token: 'x' } }
    expect((await own.post('/api/auth/sign-in/social', token)).statusCode).toBe(400)
    expect(await own.state()).toBe('sign-in')
  }, 60_000)

  it('makes an account for somebody new only where that is set, with the role that is set', async () => {
    await using provider = await identityProvider(callback)
    await using service = await loginService(settings(provider, { provision: 'analyst' }))
    await firstAdmin(service)
    await someone(service, 'viewer', 'vera')
    Object.assign(provider.who, { email: 'new@example.com', subject: 'new' })
    const browser = service.browser()
    expect(await through(provider, browser)).toBe('/')
    expect((await browser.ask('GET', '/api/v1/session')).json()).toMatchObject({ state: 'open', user: { role: 'analyst', email: 'new@example.com' } })
  }, 60_000)
})

describe('what the identity provider says of the second factor', () => {
  const now = Date.UTC(2026, 0, 1)
  const check = (profile: Readonly<Record<string, unknown>>) => {
    const source = { action: 'sign-in', method: 'oauth', oauth: { providerId: 'oidc', profile } } as const
    return (secondFactorCheck({ amr: ['mfa'], acr: ['phr'] }, () => now) as (data: object) => { error: string } | undefined)({ user: {}, source })?.error
  }

  it.each([
    ['mfa among the methods', { amr: ['pwd', 'mfa'] }, undefined],
    ['a context class that says so', { acr: 'phr' }, undefined],
    ['shown just now', { amr: ['mfa'], auth_time: now / 1000 - 599 }, undefined],
    ['shown long ago', { amr: ['mfa'], auth_time: now / 1000 - 3600 }, 'second_factor_stale'],
    ['nothing', {}, 'second_factor_missing'],
    ['a password', { amr: ['pwd'], acr: '0' }, 'second_factor_missing'],
    ['a text instead of a list', { amr: 'mfa' }, 'second_factor_missing'],
  ])('%s', (_, profile, expected) => {
    expect(check(profile)).toBe(expected)
  })
})
