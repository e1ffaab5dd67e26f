import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../test/support/cli.ts'
import { operations } from '../contract/operations.ts'
import { Jobs } from '../state/jobs.ts'
import { remember } from '../state/meta.ts'
import { openState } from '../state/open.ts'
import { KeptAnswers } from './kept-answers.ts'
import { Refused } from './problem.ts'
import { addRoute } from './route.ts'
import { makeServer } from './server.ts'

const folder = temporaryFolder()
const state = await openState(folder.path)
/** Another process that writes there, as the engine does. */
const other = await openState(folder.path)
const app = makeServer({ hosts: [], trustedProxies: [] })
let made = 0
let fails = false

beforeAll(async () => {
  const answers = new KeptAnswers(state)
  const jobs = new Jobs(state)
  addRoute(
    app,
    operations.listJobs,
    answers.of<typeof operations.listJobs>(async ({ query }) => {
      made += 1
      if (fails) throw new Refused('unavailable', 'Not now.')
      // What the contract does not know is taken out of a kept answer, too.
      return { items: [], next: null, total: (await jobs.count({})) + query.limit, secret: 'x' }
    }),
  )
  await app.ready()
})
afterAll(async () => {
  await app.close()
  await state.destroy()
  await other.destroy()
  folder[Symbol.dispose]()
})

const get = (query = '') => app.inject({ url: `/api/v1/jobs${query}`, headers: { host: 'localhost' } })

describe('an answer that is kept', () => {
  it('is made once for all who ask the same, as long as nothing changes', async () => {
    const answered = await Promise.all([get('?limit=1'), get('?limit=1'), get('?limit=1')])
    expect(answered.map(({ body }) => body)).toEqual(answered.map(() => '{"items":[],"next":null,"total":1}'))
    expect(answered[0]?.headers['content-type']).toBe('application/json; charset=utf-8')
    expect(answered[0]?.headers['content-security-policy']).toContain("default-src 'none'")
    expect(made).toBe(1)
    expect((await get('?limit=2')).json()).toMatchObject({ total: 2 })
    expect(made).toBe(2)
  })

  it('is made anew when this process or another changes anything', async () => {
    const job = { id: 'one', kind: 'assess', title: 'one', input: '{}', by: 'test', created_at: new Date().toISOString() }
    await new Jobs(other).add(job)
    expect((await get('?limit=1')).json()).toMatchObject({ total: 2 })
    await new Jobs(state).add({ ...job, id: 'two' })
    expect((await get('?limit=1')).json()).toMatchObject({ total: 3 })
    const before = made
    await remember(state, 'anything', 'else')
    await get('?limit=1')
    await get('?limit=1')
    expect(made).toBe(before + 1)
  })

  it('is made anew after a second: what goes by the time would not change the state', async () => {
    const before = made
    await get('?limit=7')
    await new Promise((resolve) => setTimeout(resolve, 1100))
    await get('?limit=7')
    expect(made).toBe(before + 2)
  })

  it('is none when it fails', async () => {
    fails = true
    expect((await get('?limit=9')).statusCode).toBe(503)
    fails = false
    expect((await get('?limit=9')).statusCode).toBe(200)
  })
})
