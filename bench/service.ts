// How fast lists are answered while evidence flows in: 200 requests a second, spread over the lists, against a real service.
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { drillDefaults, simulate, writeDrill } from '../src/drill/index.ts'
import { type Answer, startService } from '../test/support/service.ts'
import { oneLog } from './evidence.ts'
import { markdownTable } from './table.ts'

const perSecond = 200
const seconds = 30
const rows = Number(process.env.GATEHOUSE_BENCH_ROWS ?? 5_000_000)
const lists = ['/incidents', '/findings', '/findings?sort=last&limit=50', '/jobs', '/evidence/sources', '/software', '/overview']

const drill = join(tmpdir(), `gatehouse-bench-drill-${process.pid}`)
mkdirSync(drill)
await writeDrill(simulate({ ...drillDefaults, case: '3cx' }), join(drill, 'evidence'))
const log = await oneLog(rows)
await using test = await startService()
const first = await test.ask('POST', '/assessments', { folder: join(drill, 'evidence') })
await test.ended(first.body.job)

interface Round {
  readonly milliseconds: readonly number[]
  readonly failed: number
}

/** Asks at a fixed rate, whether or not the answers keep up: waiting for them would hide how slow they are. */
async function load(until: () => boolean): Promise<Round> {
  const milliseconds: number[] = []
  const open: Promise<void>[] = []
  let failed = 0
  const begun = performance.now()
  for (let sent = 0; until(); sent += 1) {
    const due = begun + (sent * 1000) / perSecond
    const wait = due - performance.now()
    if (wait > 0) await sleep(wait)
    open.push(
      test.ask('GET', lists[sent % lists.length] ?? '').then(({ status }: Answer) => {
        milliseconds.push(performance.now() - due)
        if (status !== 200) failed += 1
      }),
    )
  }
  await Promise.all(open)
  return { milliseconds: milliseconds.sort((a, b) => a - b), failed }
}

function rowOf(when: string, { milliseconds, failed }: Round, rate: string) {
  const at = (share: number) => `${(milliseconds[Math.min(milliseconds.length - 1, Math.floor(share * milliseconds.length))] ?? 0).toFixed(1)} ms`
  return { when, requests: milliseconds.length.toLocaleString('en-GB'), failed, p50: at(0.5), p95: at(0.95), p99: at(0.99), 'evidence, rows/s': rate }
}

const end = performance.now() + seconds * 1000
const still = await load(() => performance.now() < end)
const begun = performance.now()
const { body } = await test.ask('POST', '/assessments', { folder: log })
let read = 0
let reading = true
const watching = (async () => {
  for (;;) {
    const { state, progress } = (await test.ask('GET', `/jobs/${body.job.id}`)).body
    if ((state !== 'running' && state !== 'queued') || (progress && !progress.says.startsWith('reading'))) break
    await sleep(100)
  }
  read = performance.now() - begun
  reading = false
})()
const busy = await load(() => reading)
await watching
const analysing = await (async () => {
  let working = true
  const done = test.ended(body.job).then(() => {
    working = false
  })
  const round = await load(() => working)
  await done
  return round
})()
console.log(
  markdownTable([
    rowOf('nothing else is done', still, '0'),
    rowOf('evidence flows in', busy, Math.round(rows / (read / 1000)).toLocaleString('en-GB')),
    rowOf('it is joined and looked at', analysing, '0'),
  ]),
)
