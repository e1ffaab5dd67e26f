// How heavy and how quick the console is: its first load on the default drill, and a list of 100,000 findings that is scrolled to its end.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { drillDefaults, simulate, writeDrill } from '../src/drill/index.ts'
import type { Finding } from '../src/model/finding.ts'
import { Findings } from '../src/state/findings.ts'
import { openState } from '../src/state/open.ts'
import { temporaryFolder } from '../test/support/cli.ts'
import { type OpenConsole, openConsole, settled, setUpAccount, visit } from '../test/support/console.ts'
import { askSocket, endOf } from '../test/support/service.ts'
import { markdownTable } from './table.ts'

const findings = Number(process.env.GATEHOUSE_BENCH_FINDINGS ?? 100_000)
const loads = 5
/** A wheel that is turned steadily: pixels, and milliseconds between two turns. */
const turn = 900
const pause = 40
const turns = 250

using folder = temporaryFolder()
const workspace = join(folder.path, 'ws')
const evidence = join(folder.path, 'evidence')
mkdirSync(evidence)
await writeDrill(simulate({ ...drillDefaults, case: '3cx' }), evidence)
const viewport = { width: 1440, height: 900 }
const signedIn = await firstPage()
await addFindings(findings)
await using service = await openConsole(workspace)
const page = await (await service.browser.newContext({ storageState: signedIn, viewport })).newPage()

await visit(page, `${service.url}/incidents/findings`)
const wheel = await frames(page, async () => {
  await page.mouse.move(700, 500)
  for (let at = 0; at < turns; at += 1) {
    await page.mouse.wheel(0, turn)
    await page.waitForTimeout(pause)
  }
})
const toEnd = await frames(page, () => scrollToEnd(page))
console.log(`\n${markdownTable([rowOf('wheel', wheel), rowOf('to the end, page after page', toEnd)])}`)

/** Measures the first page on the drill, and gives what the browser keeps of somebody who is signed in. */
async function firstPage() {
  await using opened = await openConsole(workspace)
  const ask = (method: string, path: string, body?: unknown) => askSocket(workspace, method, path, body)
  await endOf(ask, (await ask('POST', '/assessments', { folder: evidence })).body.job)
  await setUpAccount(opened.page, opened.setUp)
  // The engine tidies up for a while after an assessment.
  await opened.page.waitForTimeout(10_000)
  const kilobytes = await firstLoad(opened)
  const times: number[] = []
  for (let load = 0; load < loads; load += 1) times.push(await interactive(opened))
  console.log(
    markdownTable([
      {
        'first page': 'overview of the drill',
        'sent, kB': Math.round(kilobytes),
        'interactive, median': `${Math.round(times.toSorted((a, b) => a - b)[Math.floor(loads / 2)] ?? 0)} ms`,
        slowest: `${Math.round(Math.max(...times))} ms`,
      },
    ]),
  )
  return await opened.context.storageState()
}

/** Findings straight in the state: what a year of a large organisation leaves. */
async function addFindings(count: number): Promise<void> {
  const state = await openState(workspace)
  const made = Array.from({ length: count }, (_, at): Finding => {
    const time = new Date(Date.UTC(2023, 0, 1) + at * 60_000).toISOString()
    return {
      id: `bench-${at}`,
      analysis: 'new-destination',
      kind: 'behaviour',
      title: `name-${at}.example is new here, and only ${(at % 9) + 1} hosts of 2,000 talk to it`,
      severity: at % 50 === 0 ? 2 : 1,
      confidence: 0.5,
      first: time,
      last: time,
      about: [
        { kind: 'destination', id: `name-${at}.example` },
        { kind: 'host', id: `pc-${at % 2000}` },
      ],
      because: [{ says: 'It is new.', observed: 'first seen', weight: 1 }],
      innocentIf: ['It is known.'],
      evidence: [],
      advice: ['Look at it.'],
      techniques: [],
    }
  })
  const status = { analysis: 'new-destination', version: 1, outcome: 'succeeded', findings: count, seconds: 1 } as const
  await new Findings(state).replace(status, made, new Date())
  await state.destroy()
}

/** A page of somebody who is signed in and comes for the first time: nothing is in the browser's store. */
async function fresh({ browser, context }: OpenConsole): Promise<{ readonly page: Page } & AsyncDisposable> {
  const other = await browser.newContext({ storageState: await context.storageState(), viewport })
  return { page: await other.newPage(), [Symbol.asyncDispose]: () => other.close() }
}

/** Kilobytes over the wire, without their headers, of document, scripts and styles until the overview stands. */
async function firstLoad(opened: OpenConsole): Promise<number> {
  await using one = await fresh(opened)
  const devtools = await one.page.context().newCDPSession(one.page)
  await devtools.send('Network.enable')
  const wanted = new Set<string>()
  let bytes = 0
  devtools.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Document' || type === 'Script' || type === 'Stylesheet') wanted.add(requestId)
  })
  devtools.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    if (wanted.has(requestId)) bytes += encodedDataLength
  })
  await visit(one.page, opened.url)
  await one.page.waitForTimeout(500)
  return bytes / 1000
}

/** Milliseconds from the navigation until the overview stands with its answer, and the main thread is free to react. */
async function interactive(opened: OpenConsole): Promise<number> {
  await using one = await fresh(opened)
  await one.page.goto(opened.url, { waitUntil: 'commit' })
  await settled(one.page)
  return await one.page.evaluate(() => new Promise<number>((resolve) => setTimeout(() => resolve(performance.now()), 0)))
}

interface Frames {
  readonly gaps: readonly number[]
  readonly seconds: number
  readonly reached: number
  readonly onPage: number
}

/** Milliseconds between two frames while something is done; and the row that was reached, and rows that were on the page at a time. */
async function frames(at: Page, act: () => Promise<void>): Promise<Frames> {
  const begun = performance.now()
  await at.evaluate(() => {
    const gaps: number[] = []
    let last = performance.now()
    const each = (now: number) => {
      gaps.push(now - last)
      last = now
      requestAnimationFrame(each)
    }
    requestAnimationFrame(each)
    Object.assign(window, { benchGaps: gaps })
  })
  await act()
  const found = await at.evaluate(() => {
    const rows = [...document.querySelectorAll('tr[aria-rowindex]')]
    const gaps = (window as unknown as { benchGaps: number[] }).benchGaps.splice(0)
    return { gaps: gaps.slice(1), reached: Number(rows.at(-1)?.getAttribute('aria-rowindex') ?? 0) - 1, onPage: rows.length }
  })
  return { ...found, seconds: (performance.now() - begun) / 1000 }
}

/** As far as there are rows, again and again, until the last one is there. */
async function scrollToEnd(at: Page): Promise<void> {
  await at.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const total = Number(document.querySelector('[aria-rowcount]')?.getAttribute('aria-rowcount')) - 1
        const step = () => {
          const last = Number([...document.querySelectorAll('tr[aria-rowindex]')].at(-1)?.getAttribute('aria-rowindex')) - 1
          if (last >= total) return resolve()
          window.scrollTo(0, document.documentElement.scrollHeight)
          setTimeout(step, 50)
        }
        step()
      }),
  )
}

function rowOf(how: string, { gaps, seconds, reached, onPage }: Frames) {
  const sorted = gaps.toSorted((a, b) => a - b)
  const at = (share: number) => `${(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1)} ms`
  return {
    'scrolled by': how,
    'row reached': reached.toLocaleString('en-GB'),
    'rows on the page': onPage,
    seconds: seconds.toFixed(1),
    'between frames, median': at(0.5),
    p95: at(0.95),
    longest: at(1),
  }
}
