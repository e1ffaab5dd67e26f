import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keyScopes, type Role, roles } from '../src/service/access.ts'
import { openState } from '../src/state/open.ts'
import { type Answer, Browser, fetching, goodPassword, type Method } from './support/login.ts'
import { startService, type TestService } from './support/service.ts'

interface Described {
  readonly operationId: string
  readonly 'x-access': { readonly public?: true; readonly role?: Role; readonly scope?: string; readonly stepUp?: boolean }
}
const document = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'docs', 'openapi.json'), 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>
}
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({ method: method.toUpperCase() as Method, path, ...described })),
)

/** Who asks: whether a person with which role and how fresh a factor, or a key with which right. */
type Asker =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'pending' }
  | { readonly kind: 'person'; readonly role: Role; readonly fresh: boolean }
  | { readonly kind: 'key'; readonly scope: string }

/** The problem that has to be answered, or undefined where the request has to get through. Written down apart from the code that decides. */
function expected(asker: Asker, { public: open, role = 'viewer', scope, stepUp }: Described['x-access']): string | undefined {
  if (open) return undefined
  if (asker.kind === 'nobody' || asker.kind === 'pending') return 'not-signed-in'
  if (asker.kind === 'key') return scope === asker.scope && !stepUp ? undefined : 'not-allowed'
  const rank = { viewer: 1, analyst: 2, admin: 3 }
  if (rank[asker.role] < rank[role]) return 'not-allowed'
  return stepUp && !asker.fresh ? 'step-up-required' : undefined
}

/** The problem by which an answer refuses whoever asks, or undefined where it got through to the route. */
function refusalIn(answer: Answer): string | undefined {
  if (answer.statusCode === 404 && answer.json().detail === 'The API has no such path.') return 'no such route'
  if (answer.statusCode >= 500) return `failed with ${answer.statusCode}`
  if (answer.statusCode !== 401 && answer.statusCode !== 403) return undefined
  return String(answer.json().type).replace('urn:gatehouse:problem:', '')
}

describe('who may take which route', () => {
  const askers = new Map<string, readonly [Asker, (method: Method, path: string) => Promise<Answer>]>()
  let running: TestService

  function browser(): Browser {
    return new Browser((sent) => fetching(running.service.url.href, sent), running.service.url)
  }
  const bodyOf = (method: Method) => (method === 'GET' || method === 'DELETE' ? undefined : {})

  beforeAll(async () => {
    running = await startService()
    const admin = browser()
    await admin.enrol(running.service.setUp ?? '')
    const people: [string, Role, Browser][] = [['admin', 'admin', admin]]
    for (const role of roles) {
      const invited = await admin.post('/api/v1/users', { name: `${role} two`, email: `${role}@example.com`, role })
      expect(invited.statusCode).toBe(201)
      const person = browser()
      await person.enrol(invited.json<{ link: string }>().link)
      people.push([role === 'admin' ? 'stale admin' : role, role, person])
    }
    for (const [name, role, person] of people)
      askers.set(name, [{ kind: 'person', role, fresh: name !== 'stale admin' }, (method, path) => person.ask(method, path, bodyOf(method))])
    const state = await openState(running.workspace)
    const { id } = await state.selectFrom('login_user').select('id').where('email', '=', 'admin@example.com').executeTakeFirstOrThrow()
    await state
      .updateTable('login_session')
      .set({ factorAt: new Date(Date.now() - 3_600_000).toISOString() })
      .where('userId', '=', id)
      .execute()
    await state.destroy()
    for (const scope of keyScopes) {
      const made = await admin.post('/api/v1/keys', { name: scope, scopes: [scope] })
      const { secret } = made.json<{ secret: string }>()
      const send = (method: Method, path: string) => {
        const headers = { authorization: `Bearer ${secret}`, ...(bodyOf(method) && { 'content-type': 'application/json' }) }
        return fetching(running.service.url.href, { method, path, headers, ...(bodyOf(method) && { body: '{}' }) })
      }
      askers.set(`key with ${scope}`, [{ kind: 'key', scope }, send])
    }
    const pending = browser()
    expect((await pending.post('/api/auth/sign-in', { name: 'viewer@example.com', password: goodPassword })).statusCode).toBe(200)
    askers.set('session without second factor', [{ kind: 'pending' }, (method, path) => pending.ask(method, path, bodyOf(method))])
    const nobody = browser()
    askers.set('nobody', [{ kind: 'nobody' }, (method, path) => nobody.ask(method, path, bodyOf(method))])
  }, 240_000)

  afterAll(async () => {
    await running?.[Symbol.asyncDispose]()
  }, 60_000)

  const names = ['nobody', 'session without second factor', 'viewer', 'analyst', 'admin', 'stale admin', ...keyScopes.map((scope) => `key with ${scope}`)]

  it.each(names)(
    '%s',
    async (name) => {
      const [asker, ask] = askers.get(name) ?? []
      if (!asker || !ask) throw new Error(`${name} is not there`)
      const wrong: string[] = []
      for (const { method, path, operationId, 'x-access': access } of operations) {
        const got = refusalIn(await ask(method, path.replace(/\{[^}]+\}/g, 'no-such-thing')))
        if (got !== expected(asker, access)) wrong.push(`${operationId}: ${got ?? 'got through'}`)
      }
      expect(wrong).toEqual([])
    },
    120_000,
  )

  it('leaves nothing open but what is meant to be', () => {
    expect(operations.length).toBeGreaterThan(60)
    expect(operations.filter((operation) => operation['x-access'].public).map((operation) => operation.operationId)).toEqual(['getSession'])
    expect(
      operations.filter((operation) => operation['x-access'].scope === 'evidence:write').every((operation) => operation.path.startsWith('/api/v1/evidence')),
    ).toBe(true)
  })

  it('keeps of a key no more than its hash, and refuses one that is too old, taken away or made up', async () => {
    const admin = browser()
    const [, ask] = askers.get('key with read') ?? []
    expect((await ask?.('GET', '/api/v1/overview'))?.statusCode).toBe(200)
    const state = await openState(running.workspace)
    const rows = await state.selectFrom('login_key').selectAll().execute()
    const key = rows.find((row) => row.scopes === 'read')
    expect(key).toMatchObject({ hash: expect.stringMatching(/^[0-9a-f]{64}$/), last_used_at: expect.stringMatching(/^20/) })
    expect(key?.start).toMatch(/^gatehouse_.{4}$/)
    await state.updateTable('login_key').set({ expires_at: new Date().toISOString() }).where('scopes', '=', 'read').execute()
    expect((await ask?.('GET', '/api/v1/overview'))?.statusCode).toBe(401)
    await state.updateTable('login_key').set({ expires_at: null }).execute()
    expect((await ask?.('GET', '/api/v1/overview'))?.statusCode).toBe(200)
    await state.deleteFrom('login_key').where('scopes', '=', 'read').execute()
    expect((await ask?.('GET', '/api/v1/overview'))?.statusCode).toBe(401)
    await state.destroy()
    for (const authorization of ['Bearer gatehouse_made-up', 'Basic YTpi', 'Bearer'])
      expect((await admin.ask('GET', '/api/v1/overview', undefined, { authorization })).statusCode).toBe(401)
  })
})
