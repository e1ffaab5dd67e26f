import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../../test/support/cli.ts'
import { startService } from '../../../test/support/service.ts'
import { Inbox } from './inbox.ts'

const text = 'host,product,version,installed_at\ndesk-1,Cedar Phone,1.1,2024-01-10\n'
const bytes = Buffer.from(text)
const sha256 = createHash('sha256').update(bytes).digest('hex')

async function* parts(...given: readonly Buffer[]) {
  yield* given
}

async function* broken() {
  yield bytes.subarray(0, 5)
  throw new Error('the connection broke')
}

describe('evidence that comes in piece by piece', () => {
  it('goes on where it was cut off, and is there when all of it is', async () => {
    using folder = temporaryFolder()
    const inbox = new Inbox(folder.path)
    const { id } = await inbox.begin({ name: '../../etc/software.csv', size: bytes.length, sha256 })
    await expect(inbox.append(id, 0, broken())).rejects.toThrow('the connection broke')
    const { offset, name } = await inbox.transfer(id)
    expect([offset, name]).toEqual([5, 'software.csv'])
    expect(await inbox.arrived(id)).toBeUndefined()
    await expect(inbox.append(id, 4, parts(bytes.subarray(4)))).rejects.toMatchObject({ problem: 'conflict' })
    // After a restart another inbox knows the same.
    await new Inbox(folder.path).append(id, 5, parts(bytes.subarray(5)))
    const path = await inbox.arrived(id)
    expect(path?.startsWith(join(folder.path, 'inbox', 'files'))).toBe(true)
    expect(existsSync(path ?? '')).toBe(true)
    await expect(inbox.transfer(id)).rejects.toMatchObject({ problem: 'not-found' })
  })

  it('refuses more than was said, other bytes than were promised, and ids that are paths', async () => {
    using folder = temporaryFolder()
    const inbox = new Inbox(folder.path)
    const more = await inbox.begin({ name: 'a.csv', size: 3, sha256: '' })
    await expect(inbox.append(more.id, 0, parts(bytes))).rejects.toMatchObject({ problem: 'too-large' })
    const other = await inbox.begin({ name: 'a.csv', size: bytes.length, sha256: 'a'.repeat(64) })
    await inbox.append(other.id, 0, parts(bytes))
    await expect(inbox.arrived(other.id)).rejects.toMatchObject({ problem: 'conflict' })
    mkdirSync(join(folder.path, 'secret'))
    writeFileSync(join(folder.path, 'secret', 'begun.json'), '{}')
    await expect(inbox.transfer('../secret')).rejects.toMatchObject({ problem: 'not-found' })
  })

  it('waits for the other files of a delivery, and is read without them when they do not come', async () => {
    using folder = temporaryFolder()
    const inbox = new Inbox(folder.path)
    const { id } = await inbox.begin({ name: 'software.csv', size: bytes.length, sha256, modifiedAt: '2024-01-10T09:00:00Z' })
    await inbox.append(id, 0, parts(bytes))
    const path = await inbox.arrived(id, true)
    expect(statSync(path ?? '').mtime).toEqual(new Date('2024-01-10T09:00:00Z'))
    expect([...(await inbox.waiting())]).toEqual([[id, path]])
    expect(await inbox.waiting(new Date())).toEqual(new Map())
    expect([...(await inbox.waiting(new Date(Date.now() + 3600_000)))]).toEqual([[id, path]])
    await inbox.taken([id])
    expect(await inbox.waiting()).toEqual(new Map())
  })

  it('is read in one job where several files were sent together', async () => {
    await using running = await startService()
    for (const host of ['desk-2', 'desk-3']) {
      const file = Buffer.from(text.replace('desk-1', host))
      const { body: begun } = await running.ask('POST', '/evidence', { name: 'software.csv', size: file.length })
      expect((await running.ask('PUT', `/evidence/${begun.id}?offset=0&more=true`, file)).body).toMatchObject({ offset: file.length, job: null })
    }
    const { body: read } = await running.ask('POST', '/evidence/read')
    expect(await running.ended(read.job)).toMatchObject({ state: 'succeeded', title: 'Read 2 files' })
    expect((await running.ask('GET', '/evidence/sources')).body).toMatchObject({ total: 2 })
    expect((await running.ask('POST', '/evidence/read')).body).toEqual({ job: null })
  })

  it('is read by the service when the last bytes are here, and kept as long as is asked', async () => {
    await using running = await startService()
    const { body: begun } = await running.ask('POST', '/evidence', { name: 'software.csv', size: bytes.length, sha256 })
    await running.ask('PUT', `/evidence/${begun.id}?offset=0`, bytes.subarray(0, 20))
    expect((await running.ask('GET', `/evidence/${begun.id}`)).body).toMatchObject({ offset: 20, job: null })
    const { body: sent } = await running.ask('PUT', `/evidence/${begun.id}?offset=20`, bytes.subarray(20))
    expect(await running.ended(sent.job)).toMatchObject({ state: 'succeeded' })
    const { body: sources } = await running.ask('GET', '/evidence/sources')
    expect(sources.items).toMatchObject([{ format: 'inventory-csv', rows: { installation: 1 } }])
    const { body: ages, headers } = await running.ask('GET', '/retention')
    expect(ages.tables.map(({ table }: { table: string }) => table)).toContain('connection')
    const changed = await running.ask('PUT', '/retention', { days: { connection: 90 } }, { 'if-match': String(headers.etag) })
    expect(changed.body.tables.find(({ table }: { table: string }) => table === 'connection')).toMatchObject({ days: 90 })
    expect((await running.ask('PUT', '/retention', { days: { connection: 9 } }, { 'if-match': String(headers.etag) })).status).toBe(412)
  })
})
