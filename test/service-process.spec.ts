import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { Agent, request as plainRequest } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'
import { connect as tlsConnect } from 'node:tls'
import { describe, expect, it } from 'vitest'
import { auditRecords } from '../src/state/audit.ts'
import { openState } from '../src/state/open.ts'
import { temporaryFolder } from './support/cli.ts'
import { type Answer, Browser, type Sent } from './support/login.ts'
import { serveWorkspace } from './support/serve.ts'
import { askSocket, endOf, type TestService, writeEvidence } from './support/service.ts'
import { issue, uses } from './support/signing.ts'

const memory = { GATEHOUSE_LAKE_MEMORY: '1GB' }

/** Sends with any header, the host included; over TLS with the certificate of the service as the only one that is trusted. */
function sending(port: number, certificate?: string, more: Readonly<Record<string, string>> = {}): (sent: Sent) => Promise<Answer> {
  return ({ method, path, headers, body }) =>
    new Promise((resolve, reject) => {
      const to = { host: '127.0.0.1', port, method, path, headers: { ...headers, ...more } }
      const send = certificate === undefined ? plainRequest : tlsRequest
      const asked = send({ ...to, ...(certificate !== undefined && { ca: certificate, checkServerIdentity: () => undefined }) }, (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (part: string) => {
          text += part
        })
        response.on('end', () => {
          const setCookies = response.headers['set-cookie'] ?? []
          resolve({ statusCode: response.statusCode ?? 0, headers: response.headers, setCookies, json: <T>() => JSON.parse(text) as T })
        })
      })
      asked.on('error', reject).end(body)
    })
}

/** Where people came from, as the audit log has it. */
async function addresses(workspace: string): Promise<readonly string[]> {
  const state = await openState(workspace)
  const records = await Array.fromAsync(auditRecords(state))
  await state.destroy()
  return [...new Set(records.filter(({ action }) => action === 'sign-in' || action === 'password-set').map(({ address }) => address))]
}

describe('TLS of its own', () => {
  it('with the certificate that is given: nothing older than TLS 1.2, nothing in the clear, cookies that never leave it', async () => {
    using folder = temporaryFolder()
    const root = issue({ subject: 'CN=Test authority', authority: true })
    const own = issue({ subject: 'CN=localhost', uses: [uses.server] }, root)
    writeFileSync(join(folder.path, 'certificate.pem'), own.pem)
    writeFileSync(join(folder.path, 'key.pem'), own.keyPem)
    const { pem } = root
    const env = { ...memory, GATEHOUSE_SERVE_CERTIFICATE: join(folder.path, 'certificate.pem'), GATEHOUSE_SERVE_KEY: join(folder.path, 'key.pem') }
    await using served = await serveWorkspace(join(folder.path, 'ws'), { env })
    const url = new URL(served.url)
    expect(url.protocol).toBe('https:')
    const port = Number(url.port)
    const browser = new Browser(sending(port, pem), url)
    const first = await browser.ask('GET', '/api/v1/session')
    expect(first.headers['strict-transport-security']).toMatch(/^max-age=63072000/)
    const cookies: string[] = []
    const keeping = new Browser(async (sent) => {
      const answer = await sending(port, pem)(sent)
      cookies.push(...answer.setCookies)
      return answer
    }, url)
    await keeping.enrol(served.setUp ?? '')
    expect(await keeping.state()).toBe('open')
    const given = cookies.filter((cookie) => cookie.includes('session_token'))
    expect(given.length).toBeGreaterThan(0)
    for (const cookie of given) expect(cookie).toMatch(/^__Host-gatehouse\.session_token=.*;.*Secure/i)

    const version = (maxVersion: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3') =>
      new Promise<string>((resolve) => {
        // The security level of OpenSSL would keep this client from offering the old ones.
        const socket = tlsConnect({
          host: '127.0.0.1',
          port,
          ca: pem,
          checkServerIdentity: () => undefined,
          minVersion: 'TLSv1',
          maxVersion,
          ciphers: 'DEFAULT@SECLEVEL=0',
        })
        socket.on('secureConnect', () => resolve(socket.getProtocol() ?? '')).on('error', () => resolve('refused'))
      })
    expect(await Promise.all([version('TLSv1.1'), version('TLSv1.2'), version('TLSv1.3')])).toEqual(['refused', 'TLSv1.2', 'TLSv1.3'])
    await expect(sending(port)({ method: 'GET', path: '/healthz', headers: { host: url.host } })).rejects.toThrow(/socket hang up|ECONNRESET/)
  })
})

describe('a proxy in front of it', () => {
  const name = 'gatehouse.example.com'
  const forwarded = { 'x-forwarded-for': '203.0.113.7', 'x-forwarded-proto': 'https', 'x-forwarded-host': name }
  const behind = { ...memory, GATEHOUSE_SERVE_URL: `https://${name}` }

  it('is believed from the addresses that are set: who asks, by which name, over TLS', async () => {
    using folder = temporaryFolder()
    const workspace = join(folder.path, 'ws')
    const port = await freePort()
    await using served = await serveWorkspace(workspace, { env: { ...behind, GATEHOUSE_SERVE_TRUSTED_PROXIES: '127.0.0.1' }, port })
    const cookies: string[] = []
    const browser = new Browser(
      async (sent) => {
        const answer = await sending(port, undefined, { ...forwarded, host: `127.0.0.1:${port}` })(sent)
        cookies.push(...answer.setCookies)
        return answer
      },
      new URL(`https://${name}`),
    )
    await browser.enrol(served.setUp ?? '')
    expect((await browser.ask('GET', '/api/v1/session')).headers['strict-transport-security']).toMatch(/^max-age/)
    expect(cookies.filter((cookie) => cookie.includes('session_token')).every((cookie) => /^__Host-.*Secure/i.test(cookie))).toBe(true)
    expect(await addresses(workspace)).toEqual(['203.0.113.7'])
    const elsewhere = await sending(port, undefined, { ...forwarded, 'x-forwarded-host': 'evil.invalid' })({
      method: 'GET',
      path: '/api/v1/session',
      headers: {},
    })
    expect(elsewhere.json()).toMatchObject({ type: 'urn:gatehouse:problem:host-refused' })
  })

  it('is not believed from anywhere else', async () => {
    using folder = temporaryFolder()
    const workspace = join(folder.path, 'ws')
    const port = await freePort()
    await using served = await serveWorkspace(workspace, { env: { ...behind, GATEHOUSE_SERVE_TRUSTED_PROXIES: '192.0.2.1' }, port })
    const browser = new Browser(sending(port, undefined, { 'x-forwarded-for': '203.0.113.7' }), new URL(`https://${name}`))
    await browser.enrol(served.setUp ?? '')
    expect(await addresses(workspace)).toEqual(['127.0.0.1'])
    const answer = await sending(port, undefined, { ...forwarded, host: 'evil.invalid' })({ method: 'GET', path: '/api/v1/session', headers: {} })
    expect(answer.json()).toMatchObject({ type: 'urn:gatehouse:problem:host-refused' })
    const plain = await sending(port, undefined, { ...forwarded, host: name })({ method: 'GET', path: '/api/v1/session', headers: {} })
    expect(plain.statusCode).toBe(200)
    expect(plain.headers).not.toHaveProperty('strict-transport-security')
  })
})

describe('a service that is asked to end', () => {
  it('finishes what it was asked, takes nothing new, keeps its jobs for the next start, and ends with 0', async () => {
    using folder = temporaryFolder()
    const workspace = join(folder.path, 'ws')
    const evidence = writeEvidence(join(folder.path, 'evidence'))
    const ask: TestService['ask'] = (...rest) => askSocket(workspace, ...rest)
    let job: { id: string }
    {
      await using served = await serveWorkspace(workspace, { env: memory })
      const url = new URL(served.url)
      const browser = new Browser(sending(Number(url.port)), url)
      await browser.enrol(served.setUp ?? '')
      const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ')
      const headers = { host: url.host, cookie, origin: url.origin, 'content-type': 'application/octet-stream', 'transfer-encoding': 'chunked' }
      const slow = plainRequest({
        host: '127.0.0.1',
        port: Number(url.port),
        method: 'POST',
        path: '/api/v1/uploads?name=slow.txt',
        headers,
        agent: new Agent(),
      })
      const answered = new Promise<number>((resolve, reject) => slow.on('response', (response) => resolve(response.statusCode ?? 0)).on('error', reject))
      slow.write('the first half, ')
      const events = await fetch(new URL('/api/v1/events', url), { headers: { cookie } })
      expect(events.status).toBe(200)
      job = (await ask('POST', '/assessments', { folder: evidence })).body.job
      const silent = connect(Number(url.port), '127.0.0.1').on('error', () => undefined)
      await once(silent, 'connect')
      served.child.kill('SIGTERM')
      // The stream ends first; by then nothing new is taken.
      for await (const _ of events.body ?? []) void _
      await expect.poll(() => refused(Number(url.port)), { timeout: 20_000 }).toBe(true)
      await expect.poll(() => silent.closed, { timeout: 20_000 }).toBe(true)
      slow.end('and the second')
      expect(await answered).toBe(201)
      expect(await served.ended).toMatchObject({ code: 0, signal: null })
    }
    await using again = await serveWorkspace(workspace, { env: memory })
    expect(again.url).toMatch(/^http/)
    expect(await endOf(ask, job)).toMatchObject({ state: 'succeeded' })
  })
})

/** Whether a new connection gets no answer but that the service is closing. */
function refused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    let text = ''
    socket.on('connect', () => socket.write(`GET /healthz HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`))
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
    socket.on('error', () => resolve(true)).on('close', () => resolve(!text.startsWith('HTTP/1.1 200')))
  })
}

/** A port that nobody listens on at this moment. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
