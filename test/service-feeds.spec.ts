import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from './support/cli.ts'
import { feedFolder } from './support/feed-folder.ts'
import { startService, type TestService } from './support/service.ts'

const folder = temporaryFolder()
const from = feedFolder(join(folder.path, 'feeds'))
let test: TestService

beforeAll(async () => {
  test = await startService()
})
afterAll(async () => {
  await test[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

const stateOf = async (name: string) => (await test.ask('GET', '/feeds')).body.items.find((feed: { name: string }) => feed.name === name)

describe('reference knowledge in a running service', () => {
  it('is missing, not empty, before anything was fetched', async () => {
    expect(await stateOf('kev')).toMatchObject({ state: 'missing', says: 'missing: nothing can be told by it' })
  })

  it('is fetched by a job, and everything is looked at again by what is new', async () => {
    const asked = await test.ask('POST', '/feeds/updates', { feeds: ['kev'], from })
    expect(asked.status).toBe(202)
    expect(asked.body.job.title).toBe(`Fetch 1 feed from ${from}`)
    const job = await test.ended(asked.body.job)
    expect(job).toMatchObject({ state: 'succeeded', leadsTo: '/feeds' })
    expect((await test.ask('GET', `/jobs/${job.id}/result`)).body).toEqual([{ name: 'kev', title: 'CISA KEV', is: 'new', records: 1200 }])
    expect(await stateOf('kev')).toMatchObject({ records: 1200, dated: '2025-08-25T17:04:19Z' })
    const analyses = (await test.ask('GET', '/evidence/analyses')).body.items
    expect(analyses.every(({ status }: { status: unknown }) => status !== null)).toBe(true)
  })

  it('is left as it is when there is nothing new', async () => {
    const { body } = await test.ask('POST', '/feeds/updates', { feeds: ['kev'], from })
    const job = await test.ended(body.job)
    expect((await test.ask('GET', `/jobs/${job.id}/result`)).body).toMatchObject([{ is: 'unchanged', records: 1200 }])
  })

  it('keeps the last good copy when the next one is not right, and says why', async () => {
    const broken = feedFolder(join(folder.path, 'broken'), 900)
    const { body } = await test.ask('POST', '/feeds/updates', { feeds: ['kev'], from: broken })
    const job = await test.ended(body.job)
    expect(job.state).toBe('failed')
    expect(job.problem?.detail).toContain('fewer than 1000 cannot be all')
    expect((await test.ask('GET', `/jobs/${job.id}/result`)).body).toMatchObject([{ is: 'failed', records: 1200 }])
    expect(await stateOf('kev')).toMatchObject({ records: 1200, problem: expect.stringContaining('fewer than 1000 cannot be all') })
  })

  it('refuses feeds that it does not know, and folders without their whole path', async () => {
    expect((await test.ask('POST', '/feeds/updates', { feeds: ['nothing'] })).body).toMatchObject({
      detail: 'There is no feed nothing.',
    })
    expect((await test.ask('POST', '/feeds/updates', { from: 'feeds' })).body.detail).toContain('absolute path')
    expect((await test.ask('POST', '/feeds/updates', { from: 'file:///etc' })).status).toBe(400)
  })

  it('is fetched by a schedule, when one is set', async () => {
    const { body: settings } = await test.ask('GET', '/settings')
    const change = (feedSchedule: string, version: string) => test.ask('PUT', '/settings', { ...settings.service, feedSchedule }, { 'if-match': version })
    expect((await change('every day', settings.etag)).body.detail).toContain('This is no schedule')
    const changed = await change('* * * * * *', settings.etag)
    expect(changed.status).toBe(200)
    for (let tries = 0; tries < 100; tries += 1) {
      const { items } = (await test.ask('GET', '/jobs')).body
      if (items.some(({ kind, by }: Record<string, string>) => kind === 'feeds' && by === 'schedule')) break
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    await change('', changed.body.etag)
    const { items } = (await test.ask('GET', '/jobs')).body
    const scheduled = items.filter(({ by }: Record<string, string>) => by === 'schedule')
    expect(scheduled.length).toBeGreaterThan(0)
    for (const job of scheduled) await test.ask('POST', `/jobs/${job.id}/cancel`)
  })
})
