import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
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
