import type { FastifyInstance } from 'fastify'
import type { Kysely } from 'kysely'
import { TOTP } from 'otpauth'
import { expect } from 'vitest'
import type { Role } from '../../src/service/access.ts'
import { setUpLink } from '../../src/service/login/invitations.ts'
import { type LoginPluginOptions, loginPlugin } from '../../src/service/login/plugin.ts'
import { inviteUser } from '../../src/service/login/users.ts'
import { makeServer } from '../../src/service/server.ts'
import { readKeyring } from '../../src/state/keyring.ts'
import { openState } from '../../src/state/open.ts'
import type { StateSchema } from '../../src/state/schema.ts'
import { temporaryFolder } from './cli.ts'

export const goodPassword = 'copper violin march tunnel'
const host = 'localhost:7443'

export interface LoginService extends AsyncDisposable {
  readonly app: FastifyInstance
  readonly state: Kysely<StateSchema>
  readonly options: LoginPluginOptions
  readonly folder: string
  browser(): Browser
}

/** The real login on a real, empty workspace. `more` adds routes before it is ready. */
export async function loginService(settings: Partial<LoginPluginOptions> = {}, more: (app: FastifyInstance) => void = () => undefined): Promise<LoginService> {
  const folder = temporaryFolder()
  const state = await openState(folder.path)
  const keyring = readKeyring({ workspace: folder.path })
  const url = new URL(`http://${host}`)
  const options = { state, keyring, url, idleMinutes: 30, absoluteHours: 12, version: '0', ...settings }
  const app = makeServer({ hosts: [options.url.host], trustedProxies: [] })
  loginPlugin(app, options)
  more(app)
  await app.ready()
  return {
    app,
    state,
    options,
    folder: folder.path,
    browser: () => new Browser(injecting(app), options.url),
    [Symbol.asyncDispose]: async () => {
      await app.close()
      await state.destroy()
      folder[Symbol.dispose]()
    },
  }
}

export interface Answer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, unknown>>
  /** Values of Set-Cookie. */
  readonly setCookies: readonly string[]
  json<T = Record<string, unknown>>(): T
}

export interface Sent {
  readonly method: Method
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}
export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'

/** Sends without a network. */
function injecting(app: FastifyInstance): (sent: Sent) => Promise<Answer> {
  return async ({ method, path, headers, body }) => {
    const answer = await app.inject({ method, url: path, headers, ...(body !== undefined && { payload: body }) })
    const given = answer.headers['set-cookie'] ?? []
    return { statusCode: answer.statusCode, headers: answer.headers, setCookies: [given].flat(), json: <T>() => answer.json<T>() }
  }
}

/** Sends to a service that listens. Streams are let go of once they begin. */
export async function fetching(url: string, { method, path, headers, body }: Sent): Promise<Answer> {
  const answer = await fetch(new URL(path, url), { method, headers, redirect: 'manual', ...(body !== undefined && { body }) })
  const streams = answer.headers.get('content-type')?.startsWith('text/event-stream')
  const text = streams ? '' : await answer.text()
  if (streams) await answer.body?.cancel()
  const all = Object.fromEntries(answer.headers)
  return { statusCode: answer.status, headers: all, setCookies: answer.headers.getSetCookie(), json: <T>() => JSON.parse(text) as T }
}

/** What a browser does: keeps cookies, and says where a request comes from. */
export class Browser {
  readonly cookies = new Map<string, string>()
  readonly #send: (sent: Sent) => Promise<Answer>
  readonly #url: URL
  totp: TOTP | undefined

  constructor(send: (sent: Sent) => Promise<Answer>, url: URL) {
    this.#send = send
    this.#url = url
  }

  async ask(method: Method, path: string, body?: unknown, more: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const headers = {
      host: this.#url.host,
      ...(this.cookies.size > 0 && { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
      ...(method !== 'GET' && { origin: this.#url.origin, 'sec-fetch-site': 'same-origin' }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...more,
    }
    const answer = await this.#send({ method, path, headers, ...(body !== undefined && { body: JSON.stringify(body) }) })
    for (const cookie of answer.setCookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (value === '' || /max-age=0/i.test(cookie)) this.cookies.delete(name)
      else this.cookies.set(name, value)
    }
    return answer
  }

  post(path: string, body: unknown = {}): Promise<Answer> {
    return this.ask('POST', path, body)
  }

  /** The token of the session, as the cookie has it. */
  get token(): string | undefined {
    return [...this.cookies].find(([name]) => name.endsWith('session_token'))?.[1]
  }

  async state(): Promise<string> {
    return (await this.ask('GET', '/api/v1/session')).json<{ state: string }>().state
  }

  /** Opens a one-time link, chooses a password, and enrols an authenticator app. */
  async enrol(link: string, { name = 'Ada', email = 'ada@example.com', password = goodPassword } = {}): Promise<void> {
    const token = new URL(link).hash.slice(1)
    expect((await this.post('/api/auth/invitation/accept', { token, name, email, password })).statusCode).toBe(200)
    await this.enrolTotp()
  }

  async enrolTotp(): Promise<void> {
    const { secret } = (await this.post('/api/auth/totp/enrol')).json<{ secret: string }>()
    this.totp = new TOTP({ secret })
    expect((await this.post('/api/auth/totp/confirm', { code: this.code(-1) })).statusCode).toBe(200)
  }

  /** The code of now, or of so many steps from now: each counts once. */
  code(steps = 0): string {
    return this.totp?.generate({ timestamp: Date.now() + steps * 30_000 }) ?? ''
  }
}

/** The first admin, signed in with a factor shown just now. */
export async function firstAdmin(service: LoginService): Promise<Browser> {
  const browser = service.browser()
  await browser.enrol((await setUpLink(service.state, service.options.url))?.link ?? '')
  return browser
}

/** Somebody with a role, signed in with a factor shown just now. */
export async function someone(service: LoginService, role: Role, name: string): Promise<Browser> {
  const browser = service.browser()
  const actor = { by: 'test', address: '' }
  const { link } = await inviteUser(service.state, service.options.url, { name, email: `${name}@example.com`, role }, actor)
  await browser.enrol(link)
  return browser
}
