import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, createServer as createTcp, type Server } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/cli.ts'
import type { Incident } from '../../model/incident.ts'
import { audit, auditRecords } from '../../state/audit.ts'
import { Channels } from '../../state/channels.ts'
import { readKeyring } from '../../state/keyring.ts'
import { openState } from '../../state/open.ts'
import { Secrets } from '../../state/secrets.ts'
import { incidentMessage } from './message.ts'
import { Notifications, secretName, waitAfter } from './notifications.ts'
import { syslogFrame } from './syslog.ts'
import { signature } from './webhook.ts'

const incident = (id: string, severity: Incident['severity'] = 4): Incident => ({
  id,
  title: 'Cedar Phone 1.1 is the likely way in <b>',
  says: 'Cedar Phone 1.1 explains who talks to example.invalid.',
  severity,
  confidence: 0.9,
  first: '2024-01-10T00:00:00Z',
  last: '2024-01-12T00:00:00Z',
  about: [{ kind: 'host', id: 'desk-1' }],
  speaksFor: [],
  speaksAgainst: [],
  findings: [],
  advice: ['Isolate desk-1.'],
  techniques: [],
  figures: [],
})

const url = new URL('https://gatehouse.invalid/')
const policy = { allow: ['127.0.0.1/32'] }

async function workspace() {
  const folder = temporaryFolder()
  const state = await openState(folder.path)
  const secrets = new Secrets(state, readKeyring({ workspace: folder.path }))
  const notifications = new Notifications({ state, secrets, policy, url, every: 3_600_000 })
  const put = async (one: Incident) => {
    const row = { id: one.id, incident: JSON.stringify(one), title: one.title, severity: one.severity, confidence: 1, first: one.first, last: one.last }
    await state
      .insertInto('incident')
      .values({ ...row, hosts: 1, findings: 1, state: 'new', assignee: null, present: 1, revision: 1, created_at: one.first, changed_at: one.first })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ severity: one.severity, incident: row.incident }))
      .execute()
  }
  return {
    state,
    channels: new Channels(state),
    notifications,
    secrets,
    put,
    async [Symbol.asyncDispose]() {
      await notifications[Symbol.asyncDispose]()
      await state.destroy()
      folder[Symbol.dispose]()
    },
  }
}

async function listening<S extends Server | ReturnType<typeof createServer>>(server: S): Promise<{ readonly port: number } & AsyncDisposable> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())) }
}

const channel = (kind: string, settings: unknown, secret = false) => ({
  name: kind,
  kind,
  enabled: 1,
  least_severity: 3,
  settings: JSON.stringify(settings),
  has_secret: Number(secret),
})

async function bodyOf(request: IncomingMessage): Promise<string> {
  return Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>)).toString()
}

describe('a webhook', () => {
  it('is signed, told once of each incident and again when it becomes graver, and tried until it is taken', async () => {
    const seen: { readonly id: string; readonly body: string; readonly right: boolean }[] = []
    let refuse = true
    await using server = await listening(
      createServer(async (request, response) => {
        const body = await bodyOf(request)
        const [id, at] = [String(request.headers['webhook-id']), Number(request.headers['webhook-timestamp'])]
        seen.push({ id, body, right: request.headers['webhook-signature'] === signature('key of the hook', id, at, body) })
        response.writeHead(refuse ? 503 : 204).end()
      }),
    )
    await using work = await workspace()
    await work.put(incident('old', 5))
    const id = await work.channels.add(channel('webhook', { url: `http://127.0.0.1:${server.port}/` }, true))
    await work.secrets.set(secretName(id), 'key of the hook')
    const now = new Date()
    const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
    await work.notifications.look(now)
    expect(seen).toEqual([])

    await work.put(incident('new'))
    await work.put(incident('slight', 2))
    await work.notifications.look(now)
    await work.notifications.look(now)
    expect(seen).toHaveLength(1)
    expect(await work.channels.waiting()).toEqual(new Map([[id, 1]]))
    expect(JSON.parse((await work.channels.byId(id))?.last ?? '')).toMatchObject({ ok: false, says: 'the server answered 503' })

    refuse = false
    await work.notifications.look(later(2))
    expect(seen).toHaveLength(2)
    expect(seen[1]?.id).toBe(seen[0]?.id)
    expect(seen.every(({ right }) => right)).toBe(true)
    expect(JSON.parse(seen[1]?.body ?? '')).toMatchObject({
      type: 'gatehouse.incident',
      data: { incident: { id: 'new', link: 'https://gatehouse.invalid/incidents/new' } },
    })

    await work.put(incident('new', 5))
    await work.notifications.look(later(3))
    await work.notifications.look(later(4))
    expect(seen).toHaveLength(3)
    expect(await work.channels.waiting()).toEqual(new Map())
  })

  it('has the signature of the published example', () => {
    // https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md, the key and message of its reference implementations.
    expect(signature('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, '{"test": 2432232314}')).toBe(
      'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    )
  })

  it('does not go to an address inside that is not allowed', async () => {
    await using work = await workspace()
    const id = await work.channels.add(channel('webhook', { url: 'http://10.0.0.1/' }))
    const stored = await work.channels.byId(id)
    expect(stored && (await work.notifications.test(stored))).toContain('not public')
  })
})

describe('mail', () => {
  it('tells what happened, where and what to do, with the password of the channel', async () => {
    const mails: string[] = []
    const logins: string[] = []
    const server = new SMTPServer({
      authOptional: false,
      allowInsecureAuth: true,
      disabledCommands: ['STARTTLS'],
      onAuth: ({ username, password }, _, done) => {
        logins.push(`${username}:${password}`)
        done(null, { user: username ?? '' })
      },
      onData: (stream, _, done) => {
        const parts: Buffer[] = []
        stream.on('data', (part: Buffer) => parts.push(part))
        stream.on('end', () => {
          mails.push(Buffer.concat(parts).toString())
          done()
        })
      },
    })
    await using smtp = await listening(server.server)
    await using work = await workspace()
    const settings = {
      host: '127.0.0.1',
      port: smtp.port,
      security: 'none',
      user: 'gatehouse',
      from: 'gatehouse@example.com',
      to: 'team@example.com, chief@example.com',
    }
    const id = await work.channels.add(channel('email', settings, true))
    await work.secrets.set(secretName(id), 'of the mail server')
    await work.put(incident('one'))
    await work.notifications.look(new Date())
    expect(logins).toEqual(['gatehouse:of the mail server'])
    expect(mails).toHaveLength(1)
    expect(mails[0]).toMatch(/Subject: \[Gatehouse\] high: Cedar Phone 1\.1/)
    expect(mails[0]).toMatch(/To: team@example\.com, chief@example\.com/)
    expect(mails[0]).toContain('Do now: Isolate desk-1.')
    expect(mails[0]).toContain('https://gatehouse.invalid/incidents/one')
  })

  it('is kept while the server is down, and sent when it is back', async () => {
    await using work = await workspace()
    const closed = await listening(createTcp())
    await closed[Symbol.asyncDispose]()
    const settings = { host: '127.0.0.1', port: closed.port, security: 'none', from: 'gatehouse@example.com', to: ['team@example.com'] }
    const id = await work.channels.add(channel('email', settings))
    await work.put(incident('one'))
    await work.notifications.look(new Date())
    expect(await work.channels.waiting()).toEqual(new Map([[id, 1]]))
    expect(JSON.parse((await work.channels.byId(id))?.last ?? '')).toMatchObject({ ok: false })
    const mails: string[] = []
    const back = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onData: (stream, _, done) => void stream.on('data', (part: Buffer) => mails.push(part.toString())).on('end', done),
    })
    await new Promise<void>((resolve) => back.listen(closed.port, '127.0.0.1', resolve))
    // Not before its time.
    await work.notifications.look(new Date())
    expect(mails).toEqual([])
    await work.notifications.look(new Date(Date.now() + 60_000))
    expect(mails.join('')).toContain('Isolate desk-1.')
    expect(await work.channels.waiting()).toEqual(new Map())
    expect(JSON.parse((await work.channels.byId(id))?.last ?? '')).toMatchObject({ ok: true })
    await new Promise<void>((resolve) => back.close(() => resolve()))
  })
})

describe('syslog', () => {
  it('counts octets and escapes what RFC 5424 asks for', () => {
    const frame = syslogFrame(incidentMessage(incident('a"b]c'), url), 'id-1', new Date('2024-01-12T00:00:00Z')).toString()
    const [count = '', rest = ''] = [frame.slice(0, frame.indexOf(' ')), frame.slice(frame.indexOf(' ') + 1)]
    expect(Number(count)).toBe(Buffer.byteLength(rest))
    expect(rest).toMatch(/^<107>1 2024-01-12T00:00:00\.000Z \S+ gatehouse \d+ incident \[gatehouse@32473 /)
    expect(rest).toContain('incident="a\\"b\\]c"')
  })

  it('reaches a collector', async () => {
    const got: string[] = []
    await using collector = await listening(createTcp((socket) => void socket.on('data', (data) => got.push(data.toString()))))
    await using work = await workspace()
    const id = await work.channels.add(channel('syslog', { host: '127.0.0.1', port: collector.port, security: 'none' }))
    const stored = await work.channels.byId(id)
    expect(stored && (await work.notifications.test(stored))).toBeUndefined()
    expect(got.join('')).toMatch(/^\d+ <110>1 .*Test message$/)
  })
})

describe('the audit log', () => {
  const act = (action: string) => ({ by: 'ada@example.com', action, about: 'user "vera" ]', says: 'as viewer\nno', address: '192.0.2.1' })

  it('goes to a collector that is to have it: all of it, in its order, once it is there, with the hashes that are here', async () => {
    await using work = await workspace()
    const closed = await listening(createTcp())
    await closed[Symbol.asyncDispose]()
    for (const action of ['user-invited', 'user-changed']) await audit(work.state, act(action))
    await work.channels.add(channel('syslog', { host: '127.0.0.1', port: 1, security: 'none' }))
    const id = await work.channels.add(channel('syslog', { host: '127.0.0.1', port: closed.port, security: 'none', audit: 'yes' }))
    await work.notifications.look(new Date())
    expect(JSON.parse((await work.channels.byId(id))?.last ?? '')).toMatchObject({ ok: false, says: expect.stringContaining('The audit log was not taken') })
    const got: string[] = []
    const collector = createTcp((socket) => void socket.on('data', (data) => got.push(data.toString())))
    await new Promise<void>((resolve) => collector.listen(closed.port, '127.0.0.1', resolve))
    // A new start: what was not taken is tried at once.
    const again = new Notifications({ state: work.state, secrets: work.secrets, policy, url, every: 3_600_000 })
    await again.look(new Date())
    await audit(work.state, act('user-removed'))
    await again.look(new Date())
    await again.look(new Date())
    await again[Symbol.asyncDispose]()
    const hashes = (await Array.fromAsync(auditRecords(work.state))).map(({ hash }) => hash)
    const frames = got.join('')
    expect([...frames.matchAll(/ sequence="(\d+)" by="([^"]+)" action="([\w-]+)"/g)].map(([, ...rest]) => rest)).toEqual([
      ['1', 'ada@example.com', 'user-invited'],
      ['2', 'ada@example.com', 'user-changed'],
      ['3', 'ada@example.com', 'user-removed'],
    ])
    expect([...frames.matchAll(/ hash="([0-9a-f]{64})"/g)].map(([, hash]) => hash)).toEqual(hashes)
    expect(frames).toContain('about="user \\"vera\\" \\]"')
    expect(frames).not.toContain('\n')
    await new Promise<void>((resolve) => collector.close(() => resolve()))
  })
})

describe('waiting for the next try', () => {
  it('doubles up to an hour, spread by a quarter', () => {
    expect([1, 2, 3, 20].map((attempts) => waitAfter(attempts, 0.5))).toEqual([30_000, 60_000, 120_000, 3_600_000])
    expect([waitAfter(1, 0), waitAfter(1, 1)]).toEqual([22_500, 37_500])
  })
})
