import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from './support/cli.ts'
import { askSocket, endOf, startService, writeEvidence } from './support/service.ts'

const main = join(import.meta.dirname, '..', 'src', 'main.ts')

/** A service in a process of its own, once it answers. */
async function started(workspace: string) {
  const environment = { ...process.env, GATEHOUSE_SERVE_PORT: '0', GATEHOUSE_LAKE_MEMORY: '1GB' }
  const child = spawn(process.execPath, [main, 'serve', '--workspace', workspace], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve))
  await new Promise<void>((resolve) => child.stdout.on('data', (part: Buffer) => part.includes('Gatehouse is at') && resolve()))
  return { child, ended }
}

describe('a service that is killed', () => {
  it('loses no triage that it acknowledged, and takes up the job that it was at', async () => {
    using folder = temporaryFolder()
    const workspace = join(folder.path, 'ws')
    const evidence = writeEvidence(join(folder.path, 'evidence'))
    const ask: typeof askSocket extends (workspace: string, ...rest: infer Rest) => infer Answered ? (...rest: Rest) => Answered : never = (...rest) =>
      askSocket(workspace, ...rest)
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
    expect(await second.ended).toBe(0)
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
