import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { openWorkspace } from '../src/assess/workspace.ts'
import { raw } from '../src/base/sql.ts'
import { Findings } from '../src/state/findings.ts'
import { run, temporaryFolder } from './support/cli.ts'
import { type ServedWorkspace, serveWorkspace } from './support/serve.ts'
import { askSocket, connections, endOf, startService, type TestService, writeEvidence } from './support/service.ts'

/** Asks the service of a workspace, whichever process that is. */
function asker(workspace: string): TestService['ask'] {
  return (...rest) => askSocket(workspace, ...rest)
}

/** A service in a process of its own, once it answers. */
function started(workspace: string): Promise<ServedWorkspace> {
  return serveWorkspace(workspace, { env: { GATEHOUSE_LAKE_MEMORY: '1GB' } })
}

describe('a service that is killed', () => {
  it('loses no triage that it acknowledged, and takes up the job that it was at', async () => {
    using folder = temporaryFolder()
    const workspace = join(folder.path, 'ws')
    const evidence = writeEvidence(join(folder.path, 'evidence'))
    const ask = asker(workspace)
    const first = await started(workspace)
    const { body } = await ask('POST', '/assessments', { folder: evidence })
    expect(await endOf(ask, body.job)).toMatchObject({ state: 'succeeded' })
    const [incident] = (await ask('GET', '/incidents')).body.items
    const { etag } = (await ask('GET', `/incidents/${incident.id}`)).body
    expect((await ask('PATCH', `/incidents/${incident.id}`, { state: 'contained' }, { 'if-match': etag })).status).toBe(200)
    const accepted = await ask('POST', '/assessments', { folder: evidence })
    expect(accepted.status).toBe(202)
    first.child.kill('SIGKILL')
    await first.ended
    const second = await started(workspace)
    try {
      expect((await ask('GET', `/incidents/${incident.id}`)).body).toMatchObject({ state: 'contained', history: [{ kind: 'found' }, { kind: 'state' }] })
      expect(await endOf(ask, accepted.body.job)).toMatchObject({ state: 'succeeded' })
      expect((await ask('GET', '/evidence/sources')).body.total).toBe(3)
    } finally {
      second.child.kill('SIGTERM')
    }
    expect((await second.ended).code).toBe(0)
  })
})

describe('a service that is killed in the middle', () => {
  /** Rows by table, and findings, of a workspace that nobody is at. */
  async function held(workspace: string) {
    await using opened = await openWorkspace(workspace, { memory: 2 ** 30 })
    const counts = ['connection', 'installation', 'contact', 'installed'].map((table) => `SELECT '${table}' AS table, count() AS rows FROM ${table}`)
    const findings = await new Findings(opened.state).all()
    return { rows: await opened.lake.rows(raw(`SELECT * FROM (${counts.join(' UNION ALL ')}) ORDER BY table`)), findings: findings.map(({ id }) => id).sort() }
  }

  it.each(['reading', 'looking for'])('of an assessment, while it is %s, comes to the same as one that nobody disturbed', async (doing) => {
    using folder = temporaryFolder()
    const evidence = writeEvidence(join(folder.path, 'evidence'))
    const hosts = Array.from({ length: 120 }, (_, index) => ({ ip: `10.0.1.${index + 1}` }))
    writeFileSync(join(evidence, 'more.log'), connections(hosts, 7, 60).join('\n').concat('\n'))
    await run('assess', evidence, '--workspace', join(folder.path, 'undisturbed'))
    const workspace = join(folder.path, 'ws')
    const ask = asker(workspace)
    const first = await started(workspace)
    const { body } = await ask('POST', '/assessments', { folder: evidence })
    for (;;) {
      const { state, progress } = (await ask('GET', `/jobs/${body.job.id}`)).body
      if (progress?.says.startsWith(doing)) break
      if (state !== 'queued' && state !== 'running') throw new Error(`it was ${state} before it was seen ${doing}`)
      await sleep(2)
    }
    first.child.kill('SIGKILL')
    await first.ended
    const second = await started(workspace)
    expect(await endOf(ask, body.job)).toMatchObject({ state: 'succeeded' })
    second.child.kill('SIGTERM')
    expect((await second.ended).code).toBe(0)
    expect(await held(workspace)).toEqual(await held(join(folder.path, 'undisturbed')))
  })

  it('of triage keeps every word that it acknowledged, once', async () => {
    using folder = temporaryFolder()
    const evidence = writeEvidence(join(folder.path, 'evidence'))
    const workspace = join(folder.path, 'ws')
    const ask = asker(workspace)
    const first = await started(workspace)
    const { body } = await ask('POST', '/assessments', { folder: evidence })
    await endOf(ask, body.job)
    const [{ id }] = (await ask('GET', '/incidents')).body.items
    const acknowledged: string[] = []
    const talk = async (who: number) => {
      for (let count = 0; ; count++) {
        const text = `word ${who}/${count}`
        const { status } = await ask('POST', `/incidents/${id}/comments`, { text })
        if (status !== 201) throw new Error(`not taken: ${status}`)
        acknowledged.push(text)
      }
    }
    const talking = [0, 1, 2, 3].map((who) => talk(who).catch(() => undefined))
    await expect.poll(() => acknowledged.length, { timeout: 30_000, interval: 5 }).toBeGreaterThan(20)
    first.child.kill('SIGKILL')
    await Promise.all([first.ended, ...talking])
    const second = await started(workspace)
    try {
      const { history } = (await ask('GET', `/incidents/${id}`)).body
      const kept: string[] = history.filter(({ kind }: { kind: string }) => kind === 'comment').map(({ says }: { says: string }) => says)
      expect(acknowledged.filter((text) => !kept.includes(text))).toEqual([])
      expect(new Set(kept).size).toBe(kept.length)
    } finally {
      second.child.kill('SIGTERM')
    }
    expect((await second.ended).code).toBe(0)
  })
})

describe('an engine that ends', () => {
  it('starts again, and its job is begun again; lists go on meanwhile', async () => {
    using folder = temporaryFolder()
    const evidence = writeEvidence(join(folder.path, 'evidence'))
    await using test = await startService()
    const { engine } = test.service.context
    const { body } = await test.ask('POST', '/assessments', { folder: evidence })
    while ((await test.ask('GET', `/jobs/${body.job.id}`)).body.state !== 'running') await sleep(5)
    process.kill(engine.pid ?? 0, 'SIGKILL')
    expect((await test.ask('GET', '/findings')).status).toBe(200)
    expect(await test.ended(body.job)).toMatchObject({ state: 'succeeded' })
    expect(engine.starts).toBe(2)
    expect((await test.ask('GET', '/evidence/sources')).body.items.every(({ complete }: { complete: boolean }) => complete)).toBe(true)
  })

  it('again and again over the same job makes the job fail, and says so', async () => {
    using folder = temporaryFolder()
    const evidence = writeEvidence(join(folder.path, 'evidence'))
    await using test = await startService()
    const { engine } = test.service.context
    const { body } = await test.ask('POST', '/assessments', { folder: evidence })
    // A word on the progress says that the engine is at it.
    const killed = new Set<number | undefined>()
    const stop = test.service.context.events.listen(({ event }) => {
      if (!event.job?.progress || event.id !== body.job.id || engine.pid === undefined || killed.has(engine.pid)) return
      killed.add(engine.pid)
      process.kill(engine.pid, 'SIGKILL')
    })
    expect(await test.ended(body.job)).toMatchObject({ state: 'failed', problem: { code: 'ENGINE_ENDED' } })
    stop()
    expect(killed.size).toBe(3)
    const again = await test.ask('POST', '/assessments', { folder: evidence })
    await engine.ready(new AbortController().signal)
    expect(await test.ended(again.body.job)).toMatchObject({ state: 'succeeded' })
  })
})
