// How fast lists are answered while evidence flows in: 200 requests a second with a service key, at a fixed rate, spread over the
// lists, against `gatehouse serve` in a process of its own.
import { mkdirSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { drillDefaults, simulate, writeDrill } from '../src/drill/index.ts'
import { temporaryFolder } from '../test/support/cli.ts'
import { serveWorkspace } from '../test/support/serve.ts'
import { askSocket, endOf } from '../test/support/service.ts'
import { oneLog } from './evidence.ts'
import { markdownTable } from './table.ts'

const perSecond = 200
const seconds = 30
const rows = Number(process.env.GATEHOUSE_BENCH_ROWS ?? 5_000_000)
const lists = ['/incidents', '/findings', '/findings?sort=last&limit=50', '/jobs', '/evidence/sources', '/software', '/overview']

using folder = temporaryFolder()
const workspace = join(folder.path, 'ws')
const evidence = join(folder.path, 'evidence')
mkdirSync(evidence)
await writeDrill(simulate({ ...drillDefaults, case: '3cx' }), evidence)
const log = await oneLog(rows)
await using service = await serveWorkspace(workspace)
const ask = (method: string, path: string, body?: unknown) => askSocket(workspace, method, path, body)
const first = await ask('POST', '/assessments', { folder: evidence })
await endOf(ask, first.body.job)
const { secret } = (await ask('POST', '/keys', { name: 'bench', scopes: ['read'] })).body

function status(agent: Agent, path: string): Promise<number> {
  return new Promise((resolve) => {
    const asked = request(`${service.url}/api/v1${path}`, { agent, headers: { authorization: `Bearer ${secret}` } }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0))
    })
    asked.on('error', () => resolve(0)).end()
  })
}

interface Round {
  readonly milliseconds: ReadonlyMap<string, readonly number[]>
  readonly failed: number
}

/** Asks at a fixed rate, whether or not the answers keep up: waiting for them would hide how slow they are. */
async function load(until: () => boolean): Promise<Round> {
  // As a browser or a proxy does: connections are kept and few. What waits for one counts as slow. Those of the round before the service may just be closing.
  const agent = new Agent({ keepAlive: true, maxSockets: 32 })
  const milliseconds = new Map<string, number[]>(lists.map((path) => [path, []]))
  const open: Promise<void>[] = []
  let failed = 0
  const begun = performance.now()
  for (let sent = 0; until(); sent += 1) {
    const due = begun + (sent * 1000) / perSecond
    const wait = due - performance.now()
    if (wait > 0) await sleep(wait)
    const path = lists[sent % lists.length] ?? ''
    open.push(
      status(agent, path).then((answer) => {
        milliseconds.get(path)?.push(performance.now() - due)
        if (answer !== 200) failed += 1
      }),
    )
  }
  await Promise.all(open)
  agent.destroy()
  return { milliseconds, failed }
}

/** The share of the times that is at most this many milliseconds. */
function quantile(times: readonly number[], share: number): string {
  const sorted = times.toSorted((a, b) => a - b)
  return (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1)
}

function rowOf(when: string, { milliseconds, failed }: Round, rate: string) {
  const all = [...milliseconds.values()].flat()
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => `${quantile(all, share)} ms`)
  return { when, requests: all.length.toLocaleString('en-GB'), failed, p50: p50 ?? '', p95: p95 ?? '', p99: p99 ?? '', 'evidence, rows/s': rate }
}

/** While a job says that it reads, and after it until it ends. */
async function whileReading(job: { readonly id: string }): Promise<[reading: Round, milliseconds: number, after: Round]> {
  const begun = performance.now()
  let state = 'reading'
  let read = 0
  const watching = (async () => {
    while (state !== 'ended') {
      const { body } = await ask('GET', `/jobs/${job.id}`)
      const works = body.state === 'running' || body.state === 'queued'
      if (state === 'reading' && (!works || (body.progress && !body.progress.says.startsWith('reading')))) {
        read = performance.now() - begun
        state = 'analysing'
      }
      if (!works) state = 'ended'
      else await sleep(100)
    }
  })()
  const reading = await load(() => state === 'reading')
  const after = await load(() => state === 'analysing')
  await watching
  return [reading, read, after]
}

const end = performance.now() + seconds * 1000
const still = await load(() => performance.now() < end)
const { body } = await ask('POST', '/assessments', { folder: log })
const [reading, read, after] = await whileReading(body.job)
console.log(
  markdownTable([
    rowOf('nothing else is done', still, '0'),
    rowOf('evidence flows in', reading, Math.round(rows / (read / 1000)).toLocaleString('en-GB')),
    rowOf('it is joined and looked at', after, '0'),
  ]),
)
const each = lists.map((list) => {
  const [alone, beside] = [still, reading].map((round) => `${quantile(round.milliseconds.get(list) ?? [], 0.95)} ms`)
  return { list: `\`${list}\``, 'p95, nothing else is done': alone ?? '', 'p95, evidence flows in': beside ?? '' }
})
console.log(`\n${markdownTable(each)}`)
