import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser, fetching } from './support/login.ts'
import { startService, type TestService } from './support/service.ts'

/** Milliseconds within which a stream ends that nobody may listen to any more. */
const patience = 10_000

let running: TestService
let admin: Browser

beforeAll(async () => {
  running = await startService()
  admin = browser()
  await admin.enrol(running.service.setUp ?? '')
}, 240_000)
afterAll(() => running?.[Symbol.asyncDispose]())

function browser(): Browser {
  return new Browser((sent) => fetching(running.service.url.href, sent), running.service.url)
}

async function invited(name: string): Promise<Browser> {
  const { link } = (await admin.post('/api/v1/users', { name, email: `${name}@example.com`, role: 'viewer' })).json<{ link: string }>()
  const person = browser()
  await person.enrol(link)
  return person
}

/** Listens; `ended` resolves when the service closes the stream. */
async function listening(headers: Record<string, string>) {
  const answer = await fetch(new URL('/api/v1/events', running.service.url), { headers })
  expect(answer.status).toBe(200)
  let open = true
  const ended = (async () => {
    for await (const _ of answer.body ?? []) void _
    open = false
  })()
  return { ended, isOpen: () => open }
}

const cookiesOf = (person: Browser) => ({ cookie: [...person.cookies].map((pair) => pair.join('=')).join('; ') })
const sessionOf = async (email: string) => {
  const { items } = (await admin.ask('GET', '/api/v1/sessions')).json<{ items: { id: string; user: string }[] }>()
  return items.find(({ user }) => user === email)?.id
}

describe('a stream of events', () => {
  it.each([
    ['whose session was revoked', async () => admin.ask('DELETE', `/api/v1/sessions/${await sessionOf('revoked@example.com')}`), 'revoked'],
    [
      'whose session is idle for too long',
      () =>
        running.service.context.state
          .updateTable('login_session')
          .set({ expiresAt: new Date(Date.now() - 1000).toISOString() })
          .where('userId', 'in', (from) => from.selectFrom('login_user').select('id').where('email', '=', 'idle@example.com'))
          .execute(),
      'idle',
    ],
    [
      'of somebody who may no longer sign in',
      async () => {
        const { items } = (await admin.ask('GET', '/api/v1/users')).json<{ items: { id: string; email: string }[] }>()
        const answer = await admin.ask('PATCH', `/api/v1/users/${items.find(({ email }) => email === 'disabled@example.com')?.id}`, { disabled: true })
        expect(answer.statusCode).toBe(200)
      },
      'disabled',
    ],
  ])('%s is closed within seconds, and others go on', async (_, end, name) => {
    const person = await invited(name)
    const [theirs, other] = [await listening(cookiesOf(person)), await listening(cookiesOf(admin))]
    // It outlives several looks as long as its session does.
    await new Promise((resolve) => setTimeout(resolve, 5000))
    expect(theirs.isOpen()).toBe(true)
    await end()
    await expect.poll(theirs.isOpen, { timeout: patience }).toBe(false)
    await theirs.ended
    expect(other.isOpen()).toBe(true)
  })

  it('of a key that was taken away is closed, too', async () => {
    const made = (await admin.post('/api/v1/keys', { name: 'listener', scopes: ['read'] })).json<{ secret: string; key: { id: string } }>()
    const stream = await listening({ authorization: `Bearer ${made.secret}` })
    expect((await admin.ask('DELETE', `/api/v1/keys/${made.key.id}`)).statusCode).toBe(204)
    await expect.poll(stream.isOpen, { timeout: patience }).toBe(false)
  })
})
