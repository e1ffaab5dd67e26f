import { readdirSync } from 'node:fs'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeServer } from '../src/service/server.ts'
import { Browser, fetching, type LoginService, loginService } from './support/login.ts'
import { startService, type TestService } from './support/service.ts'

/** Writes bytes to a server as they are, and gives everything that it answers until it ends the connection. */
function raw(app: FastifyInstance, text: string, keepOpen = false): Promise<string> {
  const { port } = app.server.address() as AddressInfo
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => (keepOpen ? socket.write(text) : socket.end(text)))
    socket.setEncoding('utf8').on('data', (part: string) => {
      answer += part
    })
    socket.on('close', () => resolve(answer)).on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' ? resolve(answer) : reject(error)))
  })
}

const host = 'Host: localhost:7443\r\n'
/** Of each answer in what came back. */
const statuses = (answer: string) => [...answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map((match) => match[1])

describe('a client that means harm', () => {
  let service: LoginService
  let app: FastifyInstance

  beforeAll(async () => {
    service = await loginService({}, (into) => {
      into.get('/fails', { config: { access: { public: true } } }, () => {
        throw new Error('SELECT secret FROM table at /srv/app/file.ts')
      })
    })
    app = service.app
    await app.listen({ host: '127.0.0.1', port: 0 })
  })
  afterAll(() => service[Symbol.asyncDispose]())

  it.each([
    ['two lengths', 'Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello'],
    ['length and chunks', 'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n5c\r\nGPOST / HTTP/1.1\r\n\r\n0\r\n\r\n'],
    ['chunks that are none', 'Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n'],
    ['chunks named twice', 'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n'],
    ['a space before the colon', 'Content-Length : 5\r\n\r\nhello'],
    ['a length with a sign', 'Content-Length: +5\r\n\r\nhello'],
    ['a folded header', 'X-One: a\r\n b\r\nTransfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n'],
    ['a bad size of a chunk', 'Transfer-Encoding: chunked\r\n\r\nZZ\r\nhello\r\n0\r\n\r\n'],
  ])('cannot smuggle a request behind another with %s', async (_, rest) => {
    const answer = await raw(app, `POST /api/auth/sign-in HTTP/1.1\r\n${host}Origin: http://localhost:7443\r\nContent-Type: application/json\r\n${rest}`)
    expect(statuses(answer)).toEqual(['400'])
  })

  it('gets nothing by methods and versions that are not served', async () => {
    for (const method of ['TRACE', 'TRACK', 'CONNECT', 'DEBUG', 'PROPFIND', 'FOO'])
      expect(
        statuses(await raw(app, `${method} /api/v1/session HTTP/1.1\r\n${host}Connection: close\r\n\r\n`)).filter((status) => Number(status) < 400),
      ).toEqual([])
    expect(statuses(await raw(app, `GET /api/v1/session HTTP/9.9\r\n${host}\r\n`))).toEqual(['400'])
    expect(statuses(await raw(app, 'GET /api/v1/session HTTP/1.1\r\nConnection: close\r\n\r\n'))).toEqual(['400'])
  })

  it('cannot send headers, bodies or types beyond the limits', async () => {
    expect(statuses(await raw(app, `GET /api/v1/session HTTP/1.1\r\n${host}X-Long: ${'x'.repeat(20_000)}\r\n\r\n`))).toEqual(['431'])
    const browser = service.browser()
    const large = await browser.post('/api/auth/sign-in', { name: 'x'.repeat(100_000), password: 'x' })
    expect(large.statusCode).toBe(413)
    const long = await browser.post('/api/auth/sign-in', { name: 'x', password: 'x'.repeat(2000) })
    expect(long.statusCode).toBe(400)
    const admin = { 'content-type': 'application/xml' }
    expect((await browser.ask('POST', '/api/v1/users', {}, admin)).statusCode).toBeGreaterThanOrEqual(400)
    for (const body of [
      '{"name":"a","name":"b"',
      '[]',
      'null',
      '"x"',
      '{"__proto__":{"admin":true},"name":"a","password":"b"}',
      '{"name":{"$ne":null},"password":"b"}',
    ]) {
      const answer = await app.inject({
        method: 'POST',
        url: '/api/auth/sign-in',
        headers: { host: 'localhost:7443', origin: 'http://localhost:7443', 'content-type': 'application/json' },
        payload: body,
      })
      expect([400, 401]).toContain(answer.statusCode)
      expect(answer.json()).not.toHaveProperty('state')
    }
  })

  it('is stopped in the middle of a body that never says how long it is', async () => {
    const piece = 'x'.repeat(50_000)
    const chunk = `${piece.length.toString(16)}\r\n${piece}\r\n`
    const head = `POST /api/auth/sign-in HTTP/1.1\r\n${host}Origin: http://localhost:7443\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`
    const answer = await raw(app, `${head}${chunk.repeat(30)}0\r\n\r\n`)
    expect(statuses(answer)).toEqual(['413'])
  })

  it('learns nothing from an error inside', async () => {
    const answer = await app.inject({ url: '/fails', headers: { host: 'localhost:7443' } })
    expect(answer.json()).toEqual({ type: 'urn:gatehouse:problem:internal', title: 'Something went wrong inside', status: 500 })
    expect(answer.headers).not.toHaveProperty('server')
    expect(answer.headers).not.toHaveProperty('x-powered-by')
  })

  it('finds the headers that keep a browser safe on every answer', async () => {
    for (const url of ['/api/v1/session', '/api/v1/users', '/nowhere', '/fails', '/api/auth/nothing']) {
      const { headers } = await app.inject({ url, headers: { host: 'localhost:7443', origin: 'https://evil.invalid' } })
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      })
      const policy = String(headers['content-security-policy'])
      for (const directive of ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "script-src 'self'", "form-action 'self'"])
        expect(policy).toContain(directive)
      expect(policy).not.toContain('unsafe')
      expect(headers).not.toHaveProperty('access-control-allow-origin')
    }
  })

  it('tells browsers to use nothing but TLS, where there is TLS', async () => {
    const through = makeServer({ hosts: ['gatehouse.example.com'], trustedProxies: ['127.0.0.1'] })
    const get = (proto: string) => through.inject({ url: '/', headers: { host: 'gatehouse.example.com', 'x-forwarded-proto': proto } })
    expect((await get('https')).headers['strict-transport-security']).toBe('max-age=63072000; includeSubDomains')
    expect((await get('http')).headers).not.toHaveProperty('strict-transport-security')
    await through.close()
  })

  it('does not hold a connection by sending slowly', async () => {
    const head = `POST /api/auth/sign-in HTTP/1.1\r\n${host}Origin: http://localhost:7443\r\nContent-Type: application/json\r\nContent-Length: 100\r\n`
    const slow = [raw(app, head, true), raw(app, `${head}\r\n{"name":`, true)]
    const answers = await Promise.all(slow)
    expect(answers.flatMap(statuses).filter((status) => status !== '408')).toEqual([])
    // Meanwhile others were answered.
    expect((await service.browser().ask('GET', '/api/v1/session')).statusCode).toBe(200)
  }, 60_000)
})

/** Every path below a folder in which an engine works: what it takes away in the middle of a look makes that look begin anew. */
function pathsIn(folder: string): readonly string[] {
  for (let tries = 50; ; tries -= 1) {
    try {
      return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    } catch (error) {
      if (tries === 0 || (error as { code?: unknown }).code !== 'ENOENT') throw error
    }
  }
}

describe('a path that leads elsewhere', () => {
  let running: TestService
  let admin: Browser

  beforeAll(async () => {
    running = await startService()
    admin = new Browser((sent) => fetching(running.service.url.href, sent), running.service.url)
    await admin.enrol(running.service.setUp ?? '')
  }, 300_000)
  afterAll(async () => {
    await running?.[Symbol.asyncDispose]()
  }, 60_000)

  it.each(['../../../escaped', '..\\..\\escaped', '/tmp/escaped', 'a/../../../escaped', '..', '.', 'C:\\escaped', '\u0000escaped', 'escaped%2f..%2f..'])(
    'in the name of an upload stays in its folder: %j',
    async (name) => {
      const headers = {
        'content-type': 'application/octet-stream',
        origin: running.service.url.origin,
        cookie: [...admin.cookies].map((pair) => pair.join('=')).join('; '),
      }
      const answer = await fetch(new URL(`/api/v1/uploads?name=${encodeURIComponent(name)}`, running.service.url), { method: 'POST', headers, body: 'bytes' })
      expect([201, 400]).toContain(answer.status)
      const written = pathsIn(running.workspace).filter((path) => path.includes('escaped'))
      expect(written.filter((path) => !/^uploads[/\\][0-9a-f-]{36}[/\\][^/\\]+$/.test(path))).toEqual([])
      expect(readdirSync(join(running.workspace, '..')).filter((path) => path.includes('escaped'))).toEqual([])
    },
  )

  it.each(['../../../escaped.csv', '/tmp/escaped.csv', 'a/../../../escaped.csv', '..', '\u0000escaped', 'escaped%2f..%2f..'])(
    'in the name of a file of evidence stays in the inbox: %j',
    async (name) => {
      const content = Buffer.from(`hostname,ip,role,os\n${encodeURIComponent(name)},10.0.0.7,workstation,Windows 10\n`)
      const begun = await admin.post('/api/v1/evidence', { name, size: content.length })
      expect([201, 400]).toContain(begun.statusCode)
      if (begun.statusCode === 201) {
        const { id } = begun.json<{ id: string }>()
        const cookie = [...admin.cookies].map((pair) => pair.join('=')).join('; ')
        const headers = { 'content-type': 'application/octet-stream', origin: running.service.url.origin, cookie }
        const sent = await fetch(new URL(`/api/v1/evidence/${id}?offset=0`, running.service.url), { method: 'PUT', headers, body: new Uint8Array(content) })
        expect(sent.status).toBe(200)
      }
      const written = pathsIn(running.workspace).filter((path) => path.includes('escaped'))
      expect(written.filter((path) => !/^(uploads|inbox)[/\\]/.test(path))).toEqual([])
      expect(readdirSync(join(running.workspace, '..')).filter((path) => path.includes('escaped'))).toEqual([])
    },
  )

  it.each(['../../../etc/passwd', '..%2f..%2fkey', '/etc/passwd', '.', '..'])('in the place of an id is no transfer and no upload: %j', async (id) => {
    const place = encodeURIComponent(id)
    expect([400, 404]).toContain((await admin.ask('GET', `/api/v1/evidence/${place}`)).statusCode)
    const vetting = await admin.post('/api/v1/vettings', { release: { upload: id }, offline: true })
    expect([400, 404]).toContain(vetting.statusCode)
  })

  it('serves no file but the console’s', async () => {
    const get = async (path: string) => {
      const { port } = running.service.url
      return new Promise<string>((resolve) => {
        let answer = ''
        const socket = connect(Number(port), '127.0.0.1', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`))
        socket.setEncoding('utf8').on('data', (part: string) => {
          answer += part
        })
        socket.on('close', () => resolve(answer))
      })
    }
    for (const path of [
      '/assets/../../../package.json',
      '/assets/..%2f..%2f..%2fpackage.json',
      '/assets/%2e%2e/%2e%2e/package.json',
      '/assets//etc/passwd',
      '/.git/config',
      '/state.sqlite',
      '/key',
      '/package.json',
      '/assets/',
      '/assets',
    ]) {
      const answer = await get(path)
      expect(answer).not.toMatch(/"dependencies"|root:|\[core\]|SQLite format|Index of/)
    }
    expect(statuses(await get('/api/docs')).concat(statuses(await get('/documentation/json')))).not.toContain('500')
  })
})
