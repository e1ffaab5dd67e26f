import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from './support/cli.ts'
import { connections, startService, writeEvidence } from './support/service.ts'

/** A file system of so many mebibytes in memory, gone when disposed; undefined where this user may not mount one. */
function smallDisk(folder: string, size: number): (Disposable & { readonly path: string }) | undefined {
  const path = join(folder, 'disk')
  mkdirSync(path)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}m,mode=700`, 'gatehouse-test', path], { stdio: 'ignore' })
  } catch {
    return undefined
  }
  return { path, [Symbol.dispose]: () => execFileSync('umount', ['--lazy', path]) }
}

/** Fills a disk but for some bytes. */
function fill(disk: string, path: string, left: number): void {
  const { bavail, bsize } = statfsSync(disk)
  writeFileSync(path, Buffer.alloc(Math.max(0, bavail * bsize - left), 1))
}

describe('a disk that is full', () => {
  it('makes jobs and writes fail in words, stops nothing else, loses nothing, and is got over', async ({ skip }) => {
    using folder = temporaryFolder()
    using disk = smallDisk(folder.path, 96)
    if (!disk) return skip('only root may mount a small disk')
    const evidence = writeEvidence(join(folder.path, 'evidence'))
    const more = join(folder.path, 'more')
    mkdirSync(more)
    const hosts = Array.from({ length: 200 }, (_, index) => ({ ip: `10.0.1.${index + 1}` }))
    const lines = connections(hosts, 7, 40)
    writeFileSync(join(more, 'conn.log'), lines.join('\n').concat('\n'))
    const workspace = join(disk.path, 'ws')
    await using test = await startService({ workspace })
    const first = await test.ask('POST', '/assessments', { folder: evidence })
    expect(await test.ended(first.body.job)).toMatchObject({ state: 'succeeded' })
    const [incident] = (await test.ask('GET', '/incidents')).body.items
    const { etag } = (await test.ask('GET', `/incidents/${incident.id}`)).body
    const triaged = await test.ask('PATCH', `/incidents/${incident.id}`, { state: 'contained' }, { 'if-match': etag })
    expect(triaged.status).toBe(200)

    const ballast = join(disk.path, 'ballast')
    fill(disk.path, ballast, 2 ** 20)
    const asked = await test.ask('POST', '/assessments', { folder: more })
    expect(asked.status).toBe(202)
    const full = await test.ended(asked.body.job)
    expect(full).toMatchObject({ state: 'failed', problem: { code: 'DISK_FULL', status: 507, hint: expect.stringContaining('Free disk space') } })

    fill(disk.path, join(disk.path, 'more ballast'), 0)
    for (const path of ['/overview', '/incidents', '/findings', '/evidence/sources', '/jobs']) expect((await test.ask('GET', path)).status).toBe(200)
    expect((await fetch(new URL('/healthz', test.service.url))).status).toBe(200)
    const { status, body } = await test.ask('POST', '/uploads?name=advisory.txt', Buffer.alloc(2 ** 20, 65))
    expect({ status, type: body.type }).toEqual({ status: 507, type: 'urn:gatehouse:problem:disk-full' })
    expect((await test.ask('GET', `/incidents/${incident.id}`)).body).toMatchObject({ state: 'contained' })

    rmSync(ballast)
    rmSync(join(disk.path, 'more ballast'))
    const again = await test.ask('POST', '/assessments', { folder: more })
    expect(await test.ended(again.body.job)).toMatchObject({ state: 'succeeded' })
    const sources = (await test.ask('GET', '/evidence/sources')).body.items
    const rowsOf = (name: string) => sources.find(({ file }: { file: string }) => file.endsWith(name))
    expect(rowsOf('more/conn.log')).toMatchObject({ complete: true, rows: { connection: lines.length } })
    // Half a piece that the full disk left behind is not there twice.
    const { engine } = test.service.context
    const [counted] = await engine.ask<{ rows: number }[]>('rows', { text: 'SELECT count() AS rows FROM connection' })
    expect(counted?.rows).toBe(lines.length + rowsOf('evidence/conn.log').rows.connection)
    expect((await test.ask('GET', `/incidents/${incident.id}`)).body).toMatchObject({ state: 'contained' })
    expect(engine.starts).toBe(1)
  })
})
