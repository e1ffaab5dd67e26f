import { describe, expect, it } from 'vitest'
import { type Browser, firstAdmin, goodPassword, type LoginService, loginService, someone } from '../../../test/support/login.ts'
import { openState } from '../../state/open.ts'
import { beginAttempt, sourceOf } from './attempts.ts'
import { takeTotp } from './totp.ts'

/** Signed in with the password, the second factor still to come. */
async function pending(service: LoginService): Promise<Browser> {
  const browser = service.browser()
  expect((await browser.post('/api/auth/sign-in', { name: 'ada@example.com', password: goodPassword })).statusCode).toBe(200)
  return browser
}

describe('a code of an authenticator app', () => {
  it('counts once, also when it comes from many at the same moment', async () => {
    await using service = await loginService()
    const admin = await firstAdmin(service)
    const browsers = [await pending(service), await pending(service), await pending(service)]
    const code = admin.code()
    const answers = await Promise.all(browsers.map((browser) => browser.post('/api/auth/totp/verify', { code })))
    expect(answers.map((answer) => answer.statusCode).toSorted()).toEqual([200, 401, 401])
    expect(await Promise.all(browsers.map((browser) => browser.state()))).toContain('second-factor')
    expect((await admin.post('/api/auth/totp/verify', { code })).statusCode).toBe(401)
    // One of an earlier time step does not count either, once a later one was taken.
    expect((await admin.post('/api/auth/totp/verify', { code: admin.code(-1) })).statusCode).toBe(401)
    expect((await admin.post('/api/auth/totp/verify', { code: admin.code(1) })).statusCode).toBe(200)
  })

  it('counts once over two connections to the state', async () => {
    await using service = await loginService()
    const admin = await firstAdmin(service)
    const { id: user } = await service.state.selectFrom('login_user').select('id').executeTakeFirstOrThrow()
    const other = await openState(service.folder)
    try {
      const guess = { user, code: admin.code(), confirmed: true, now: Date.now() }
      const both = [service.state, other, service.state, other].map((state) => takeTotp(state, service.options.keyring, guess))
      expect((await Promise.all(both)).filter(Boolean)).toHaveLength(1)
    } finally {
      await other.destroy()
    }
  })
})

describe('too many wrong guesses', () => {
  it('lock the account for passwords and codes together, over a restart, and not for ever', async () => {
    await using service = await loginService()
    await firstAdmin(service)
    const browser = await pending(service)
    const wrong = [
      ...Array.from({ length: 5 }, () => service.browser().post('/api/auth/sign-in', { name: 'ada@example.com', password: 'wrong' })),
      ...Array.from({ length: 5 }, () => browser.post('/api/auth/totp/verify', { code: '000000' })),
    ]
    expect((await Promise.all(wrong)).map((answer) => answer.statusCode)).toEqual(wrong.map(() => 401))
    const locked = await browser.post('/api/auth/totp/verify', { code: '000000' })
    expect(locked.statusCode).toBe(429)
    expect(locked.json()).toMatchObject({ type: 'urn:gatehouse:problem:too-many-requests' })
    expect(Number(locked.headers['retry-after'])).toBeGreaterThan(800)
    // The right password does not open it either, nor a recovery code, nor another process.
    expect((await service.browser().post('/api/auth/sign-in', { name: 'ada@example.com', password: goodPassword })).statusCode).toBe(429)
    expect((await browser.post('/api/auth/recovery-codes/verify', { code: 'aaaaa' })).statusCode).toBe(429)
    const other = await openState(service.folder)
    const { key } = await other.selectFrom('login_attempt').select('key').where('kind', '=', 'account').executeTakeFirstOrThrow()
    const attempt = { account: key, address: '192.0.2.1' }
    expect(await beginAttempt(other, attempt, Date.now())).toBeGreaterThan(0)
    // Going on does not make it longer: fifteen minutes after the last attempt that counted it is open again.
    for (let minute = 1; minute < 15; minute++) expect(await beginAttempt(other, attempt, Date.now() + minute * 60_000)).toBeGreaterThan(0)
    expect(await beginAttempt(other, attempt, Date.now() + 15.1 * 60_000)).toBe(0)
    await other.destroy()
  })

  it('lock a source that tries many names, of which no two answers differ', async () => {
    await using service = await loginService()
    await firstAdmin(service)
    for (let count = 0; count < 50; count++) await beginAttempt(service.state, { address: '203.0.113.9' }, Date.now())
    const from = (address: string) =>
      service.app.inject({
        method: 'POST',
        url: '/api/auth/sign-in',
        remoteAddress: address,
        headers: { host: 'localhost:7443', origin: 'http://localhost:7443' },
        payload: { name: 'somebody', password: 'something' },
      })
    expect((await from('203.0.113.9')).statusCode).toBe(429)
    expect((await from('203.0.113.10')).statusCode).toBe(401)
    expect(sourceOf('2001:db8:1:2:3::4')).toBe(sourceOf('2001:db8:1:2:ffff::1'))
    expect(sourceOf('2001:db8:1:2::1')).not.toBe(sourceOf('2001:db8:1:3::1'))
    expect(sourceOf('::ffff:192.0.2.1')).toBe('192.0.2.1')
  })
})

describe('a session', () => {
  it('that somebody planted is worth nothing: each step makes a new token, and the old one ends', async () => {
    await using service = await loginService()
    const admin = await firstAdmin(service)
    const browser = await pending(service)
    const planted = browser.token
    expect((await browser.post('/api/auth/totp/verify', { code: admin.code() })).statusCode).toBe(200)
    const open = browser.token
    expect(open).not.toBe(planted)
    const attacker = service.browser()
    attacker.cookies.set('gatehouse.session_token', planted ?? '')
    expect(await attacker.state()).toBe('sign-in')
    // A step up changes the token too.
    expect((await browser.post('/api/auth/totp/verify', { code: admin.code(1) })).statusCode).toBe(200)
    attacker.cookies.set('gatehouse.session_token', open ?? '')
    expect(await attacker.state()).toBe('sign-in')
    // A token without the signature of this service is none.
    const forged = service.browser()
    forged.cookies.set('gatehouse.session_token', `${decodeURIComponent(browser.token ?? '').split('.')[0]}.${'A'.repeat(43)}%3D`)
    expect(await forged.state()).toBe('sign-in')
    expect(await browser.state()).toBe('open')
  })

  it('ends when it is idle, at the latest after its time, without a second factor after ten minutes, and when it is revoked', async () => {
    await using service = await loginService()
    const admin = await firstAdmin(service)
    const viewer = await someone(service, 'viewer', 'vera')
    const ago = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString()
    const browser = await pending(service)
    expect(await browser.state()).toBe('second-factor')
    await service.state
      .updateTable('login_session')
      .set({ signedInAt: ago(601_000) })
      .where('factor', 'is', null)
      .execute()
    expect(await browser.state()).toBe('sign-in')

    const { items } = (await admin.ask('GET', '/api/v1/sessions')).json<{ items: { id: string; user: string; current: boolean }[] }>()
    expect(items).toHaveLength(2)
    expect((await viewer.ask('GET', '/api/v1/sessions')).json<{ items: unknown[] }>().items).toHaveLength(1)
    const own = items.find((session) => session.current)?.id ?? ''
    expect((await viewer.ask('DELETE', `/api/v1/sessions/${own}`)).statusCode).toBe(404)
    const theirs = items.find((session) => session.user === 'vera@example.com')?.id ?? ''
    expect((await admin.ask('DELETE', `/api/v1/sessions/${theirs}`)).statusCode).toBe(204)
    expect(await viewer.state()).toBe('sign-in')

    await service.state
      .updateTable('login_session')
      .set({ signedInAt: ago(12 * 3_600_000) })
      .execute()
    expect(await admin.state()).toBe('sign-in')
  })

  it('moves its end only when somebody does something', async () => {
    await using service = await loginService()
    const admin = await firstAdmin(service)
    const soon = new Date(Date.now() + 60_000).toISOString()
    const end = async () => (await service.state.selectFrom('login_session').select('expiresAt').executeTakeFirstOrThrow()).expiresAt
    await service.state.updateTable('login_session').set({ expiresAt: soon }).execute()
    await admin.ask('GET', '/api/v1/users', undefined, { 'x-gatehouse-background': '1' })
    expect(await end()).toBe(soon)
    await admin.ask('GET', '/api/v1/users')
    expect(Date.parse(await end())).toBeGreaterThan(Date.now() + 29 * 60_000)
    await service.state
      .updateTable('login_session')
      .set({ expiresAt: new Date(Date.now() - 1).toISOString() })
      .execute()
    expect(await admin.state()).toBe('sign-in')
  })

  it('of somebody who was locked out or got another role ends at once', async () => {
    await using service = await loginService()
    const admin = await firstAdmin(service)
    const analyst = await someone(service, 'analyst', 'alan')
    const { id } = await service.state.selectFrom('login_user').select('id').where('role', '=', 'analyst').executeTakeFirstOrThrow()
    expect((await admin.ask('PATCH', `/api/v1/users/${id}`, { role: 'viewer' })).statusCode).toBe(200)
    expect(await analyst.state()).toBe('sign-in')
    expect((await admin.ask('PATCH', `/api/v1/users/${id}`, { disabled: true })).statusCode).toBe(200)
    expect((await analyst.post('/api/auth/sign-in', { name: 'alan', password: goodPassword })).statusCode).toBe(401)
  })
})

describe('a step up', () => {
  it('is asked for ten minutes after the last second factor', async () => {
    await using service = await loginService()
    const admin = await firstAdmin(service)
    await service.state
      .updateTable('login_session')
      .set({ factorAt: new Date(Date.now() - 601_000).toISOString() })
      .execute()
    const invited = () => admin.post('/api/v1/users', { name: 'Vera', email: 'vera@example.com', role: 'viewer' })
    expect((await invited()).json()).toMatchObject({ status: 403, type: 'urn:gatehouse:problem:step-up-required' })
    expect((await admin.post('/api/auth/recovery-codes/renew')).json()).toMatchObject({ type: 'urn:gatehouse:problem:step-up-required' })
    expect((await admin.post('/api/auth/totp/verify', { code: admin.code() })).statusCode).toBe(200)
    expect((await invited()).statusCode).toBe(201)
  })

  it('does not make a stay longer', async () => {
    await using service = await loginService()
    const admin = await firstAdmin(service)
    const began = new Date(Date.now() - 3_600_000).toISOString()
    await service.state.updateTable('login_session').set({ signedInAt: began }).execute()
    await admin.post('/api/auth/totp/verify', { code: admin.code() })
    expect((await service.state.selectFrom('login_session').select('signedInAt').executeTakeFirstOrThrow()).signedInAt).toBe(began)
  })
})

describe('another site', () => {
  it('cannot make a browser change anything', async () => {
    await using service = await loginService()
    const admin = await firstAdmin(service)
    const body = { name: 'Eve', email: 'eve@example.com', role: 'admin' }
    const from = (headers: Record<string, string>) => admin.ask('POST', '/api/v1/users', body, { origin: '', ...headers })
    for (const headers of [
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.invalid' },
      { 'sec-fetch-site': 'same-site', origin: 'http://localhost:9999' },
      { 'sec-fetch-site': 'none', origin: 'http://localhost:7443' },
      { 'sec-fetch-site': 'same-origin', origin: 'https://evil.invalid' },
      { origin: 'http://localhost:9999' },
      { origin: 'https://localhost:7443' },
      { origin: 'null', 'sec-fetch-site': 'cross-site' },
    ])
      expect((await from(headers)).json()).toMatchObject({ status: 403, type: 'urn:gatehouse:problem:origin-refused' })
    const bare = { method: 'POST', url: '/api/v1/users', payload: body } as const
    const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    expect((await service.app.inject({ ...bare, headers: { host: 'localhost:7443', cookie } })).statusCode).toBe(403)
    // Nor sign somebody in with an account of the attacker.
    const signIn = { method: 'POST', url: '/api/auth/sign-in', headers: { host: 'localhost:7443', origin: 'https://evil.invalid' } } as const
    expect((await service.app.inject({ ...signIn, payload: { name: 'ada', password: goodPassword } })).statusCode).toBe(403)
    expect(
      (await service.app.inject({ ...signIn, headers: { ...signIn.headers, origin: 'http://localhost:7443', 'content-type': 'text/plain' }, payload: '{}' }))
        .statusCode,
    ).toBe(415)
  })

  it('gets no cookie: it is HttpOnly, SameSite=Strict, and bound to the host where there is TLS', async () => {
    await using service = await loginService({ url: new URL('https://gatehouse.example.com') })
    const browser = service.browser()
    const answer = await browser.post('/api/auth/sign-in', { name: 'nobody', password: 'x' })
    expect(answer.statusCode).toBe(401)
    await firstAdmin(service)
    const signedIn = await browser.post('/api/auth/sign-in', { name: 'ada', password: goodPassword })
    const cookie = signedIn.setCookies.at(0) ?? ''
    expect(cookie).toMatch(/^__Host-gatehouse\.session_token=/)
    expect(cookie.split('; ').slice(1).toSorted()).toEqual(['HttpOnly', 'Max-Age=1800', 'Path=/', 'SameSite=Strict', 'Secure'])
    expect(cookie.length).toBeLessThan(4096)
    expect(signedIn.headers['cache-control']).toBe('no-store')
  })
})

describe('a name that is not ours', () => {
  it('is refused in the Host header, so that no link leads elsewhere', async () => {
    await using service = await loginService()
    const admin = await firstAdmin(service)
    for (const host of ['evil.invalid', 'localhost:7443.evil.invalid', 'localhost.evil.invalid', 'localhost:7443@evil.invalid', '127.0.0.1.evil.invalid'])
      expect((await service.app.inject({ url: '/api/v1/session', headers: { host } })).json()).toMatchObject({ type: 'urn:gatehouse:problem:host-refused' })
    expect((await service.app.inject({ url: '/api/v1/session', headers: { host: '127.0.0.1:7443' } })).statusCode).toBe(200)
    const headers = { 'x-forwarded-host': 'evil.invalid', forwarded: 'host=evil.invalid' }
    const body = { name: 'Vera', email: 'vera@example.com', role: 'viewer' }
    const invited = await admin.ask('POST', '/api/v1/users', body, headers)
    expect(invited.json<{ link: string }>().link).toMatch(/^http:\/\/localhost:7443\/welcome#/)
  })
})

describe('what nobody asked for', () => {
  it('is not there: endpoints of better-auth that this service does not use', async () => {
    await using service = await loginService()
    const admin = await firstAdmin(service)
    const paths = [
      'sign-up/email',
      'sign-in/email',
      'update-user',
      'change-email',
      'change-password',
      'set-password',
      'forget-password',
      'reset-password',
      'request-password-reset',
    ]
    for (const path of [
      ...paths,
      'delete-user',
      'revoke-sessions',
      'link-social',
      'unlink-account',
      'refresh-token',
      'get-access-token',
      'account-info',
      'update-session',
    ])
      expect((await admin.post(`/api/auth/${path}`)).statusCode).toBe(404)
    for (const path of ['get-session', 'list-sessions', 'list-accounts', 'ok', 'error', 'totp/../get-session', '%74otp/verify', 'totp/verify/'])
      expect((await admin.ask('GET', `/api/auth/${path}`)).statusCode).toBe(404)
  })
})
