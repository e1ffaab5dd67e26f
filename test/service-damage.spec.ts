import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { raw } from '../src/base/sql.ts'
import { openLake } from '../src/lake/open.ts'
import { run, temporaryFolder } from './support/cli.ts'
import { startService, type TestService, writeEvidence } from './support/service.ts'

const memory = 2 ** 30

/** The folder of the one part that a table has. */
async function partOf(workspace: string, table: string): Promise<string> {
  await using lake = await openLake(workspace, { memory })
  const [part] = await lake.rows<{ path: string }>(raw(`SELECT path FROM system.parts WHERE table = '${table}' AND active`))
  return part?.path ?? ''
}

/** Overwrites a file with rubbish of the same or another length. */
function spoil(path: string, length = statSync(path).size, rubbish: (length: number) => Buffer = randomBytes): void {
  writeFileSync(path, rubbish(length))
}

async function assessed(test: TestService, folder: string): Promise<void> {
  const { body } = await test.ask('POST', '/assessments', { folder })
  expect(await test.ended(body.job)).toMatchObject({ state: 'succeeded' })
}

/** The job that reads again what was lost, as it ended. */
async function mended(test: TestService) {
  // What is looked through at the start comes before whatever waits in the lane.
  await test.service.context.jobs.idle()
  const { items } = (await test.ask('GET', '/jobs')).body
  const job = items.find(({ title }: { title: string }) => title.startsWith('Read again'))
  return job && test.ended(job)
}

/** What people see: verdict, findings, sources. */
async function seen({ ask }: TestService) {
  const findings = (await ask('GET', '/findings?limit=500')).body.items
  const sources = (await ask('GET', '/evidence/sources')).body.items
  return {
    verdict: (await ask('GET', '/overview')).body.verdict,
    findings: findings.map(({ id, title, severity }: Record<string, unknown>) => ({ id, title, severity })),
    sources: sources.map(({ id, rows, complete, outcome }: Record<string, unknown>) => ({ id, rows, complete, outcome })),
  }
}

describe('a part of the lake that is overwritten with rubbish', () => {
  it.each([
    ['its data', 'data.bin', undefined],
    ['its data, and cut short', 'data.bin', 100],
    ['its checksums', 'checksums.txt', undefined],
    ['its index', 'primary.cidx', undefined],
  ])('in %s is set aside at the next start, said, and read again from the evidence', async (_, file, length) => {
    using folder = temporaryFolder()
    const workspace = join(folder.path, 'ws')
    const evidence = writeEvidence(join(folder.path, 'evidence'))
    let before: Awaited<ReturnType<typeof seen>>
    let incident: { id: string; state: string }
    {
      await using test = await startService({ workspace })
      await assessed(test, evidence)
      const [first] = (await test.ask('GET', '/incidents')).body.items
      const { etag } = (await test.ask('GET', `/incidents/${first.id}`)).body
      incident = (await test.ask('PATCH', `/incidents/${first.id}`, { state: 'contained' }, { 'if-match': etag })).body.incident
      before = await seen(test)
    }
    const part = await partOf(workspace, 'connection')
    spoil(join(part, file), length)
    const spoilt = readFileSync(join(part, file))
    await using test = await startService({ workspace })
    expect(await mended(test)).toMatchObject({ state: 'succeeded', by: 'the service' })
    expect(await seen(test)).toEqual(before)
    expect((await test.ask('GET', `/incidents/${incident.id}`)).body).toMatchObject({ state: 'contained' })
    const { notes } = (await test.ask('GET', '/overview')).body
    expect(notes).toEqual([expect.stringMatching(/damaged and set aside on .* read again from the evidence: nothing is missing/)])
    // The part is kept: somebody may want to know what happened to it.
    const aside = readdirSync(join(part, '..', 'detached'))
    expect(aside).toHaveLength(1)
    expect(readFileSync(join(part, '..', 'detached', aside[0] ?? '', file))).toEqual(spoilt)
  })

  it('is said for as long as the evidence is gone, and comes back with it, under any name', async () => {
    using folder = temporaryFolder()
    const workspace = join(folder.path, 'ws')
    const evidence = writeEvidence(join(folder.path, 'evidence'))
    const log = join(evidence, 'conn.log')
    let before: Awaited<ReturnType<typeof seen>>
    {
      await using test = await startService({ workspace })
      await assessed(test, evidence)
      before = await seen(test)
    }
    const bytes = readFileSync(log)
    rmSync(log)
    spoil(join(await partOf(workspace, 'connection'), 'data.bin'))
    await using test = await startService({ workspace })
    await mended(test)
    const { body } = await test.ask('GET', '/overview')
    expect(body.notes).toEqual([
      expect.stringMatching(/^A part of the lake was damaged: 2,?376 rows of \S+conn\.log are missing until the same evidence is read again\.$/),
    ])
    const { items } = (await test.ask('GET', '/evidence/sources')).body
    const source = items.find(({ file }: { file: string }) => file.endsWith('conn.log'))
    expect(source).toMatchObject({ complete: false, outcome: 'partial', rows: { connection: 0 } })
    expect((await test.ask('GET', `/evidence/sources/${source.id}`)).body.noteTexts[0].text).toContain('damaged and set aside')
    // What is not damaged is still there.
    expect(items.filter(({ complete }: { complete: boolean }) => complete)).toHaveLength(2)
    expect((await fetch(new URL('/healthz', test.service.url))).status).toBe(200)
    expect(await (await fetch(new URL('/healthz', test.service.url))).json()).toEqual({ status: 'rows are missing that were damaged' })
    writeFileSync(join(folder.path, 'found again.log'), bytes)
    await assessed(test, folder.path)
    expect(await seen(test)).toEqual(before)
    expect(await (await fetch(new URL('/healthz', test.service.url))).json()).toEqual({ status: 'well' })
  })

  // Rubbish most often names no known way of compressing; 0x82 (LZ4) everywhere names one, and a size beyond reason.
  it.each([
    ['random bytes', (length: number) => randomBytes(length)],
    ['lengths beyond reason', (length: number) => Buffer.alloc(length, 0x82)],
  ])('is met by an assessment of the command line, too, and nothing is doubled: %s', async (_, rubbish) => {
    using folder = temporaryFolder()
    const workspace = join(folder.path, 'ws')
    const evidence = writeEvidence(join(folder.path, 'evidence'))
    const assess = async () => {
      const { stdout, stderr } = await run('assess', evidence, '--workspace', workspace, '--json')
      expect(stdout, stderr).not.toBe('')
      return JSON.parse(stdout)
    }
    const before = await assess()
    for (const table of ['connection', 'installation', 'installed']) spoil(join(await partOf(workspace, table), 'data.bin'), undefined, rubbish)
    // New evidence makes it look at the damaged rows.
    writeFileSync(join(evidence, 'more.csv'), 'hostname,ip,role,os\npc-99,10.0.0.99,workstation,Windows 10\n')
    const after = await assess()
    expect(after.verdict.word).toBe(before.verdict.word)
    expect(after.findings.map(({ id }: { id: string }) => id).sort()).toEqual(before.findings.map(({ id }: { id: string }) => id).sort())
    await using lake = await openLake(workspace, { memory })
    expect(await lake.rows(raw('SELECT count() AS rows FROM connection'))).toEqual([{ rows: 2376 }])
    expect(await lake.rows(raw('SELECT count() AS rows FROM installation'))).toEqual([{ rows: 14 }])
  })
})
