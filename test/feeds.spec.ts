import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type FeedOutcome, listFeeds, updateFeeds } from '../src/assess/feeds.ts'
import { openWorkspace, type Workspace } from '../src/assess/workspace.ts'
import { defaultLimits } from '../src/base/limits.ts'
import { sql } from '../src/base/sql.ts'
import type { FeedDefinition } from '../src/knowledge/feeds/definitions.ts'
import { feedStates } from '../src/knowledge/feeds/state.ts'
import { run, temporaryFolder } from './support/cli.ts'

const catalogue = readFileSync(new URL('../src/evidence/kev/samples/catalogue.json', import.meta.url), 'utf8')
const dated = (day: string) => catalogue.replace('2025-08-25T17', `${day}T17`)
const quick = { idle: 2000, tries: 3, backOff: 5, mostWait: 200 }
const kev = (from: string, more: Partial<FeedDefinition> = {}): FeedDefinition => ({
  name: 'kev',
  title: 'CISA KEV',
  format: 'kev',
  part: '',
  from,
  file: 'kev.json',
  mostBytes: 1e6,
  leastRecords: 2,
  staleAfterDays: 10,
  ...more,
})

/** Answers on the loopback interface, one after the other; the last one again and again. */
async function serverWith(...answers: readonly ((request: IncomingMessage, response: ServerResponse) => void)[]) {
  const asked: IncomingMessage['headers'][] = []
  const server = createServer((request, response) => {
    asked.push(request.headers)
    answers[Math.min(asked.length, answers.length) - 1]?.(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/kev.json`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const send =
  (body: string, headers: Record<string, string> = {}, status = 200) =>
  (_: IncomingMessage, response: ServerResponse) =>
    void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)

function update(workspace: Workspace, feed: FeedDefinition, from?: string): Promise<readonly FeedOutcome[]> {
  return updateFeeds(workspace, { feeds: [feed], from, limits: defaultLimits, signal: new AbortController().signal, settings: quick })
}

async function rowsOf({ lake }: Workspace): Promise<number> {
  const [row] = await lake.rows<{ rows: number }>(sql`SELECT count() AS rows FROM known_exploited`)
  return row?.rows ?? 0
}

async function inWorkspace(run: (workspace: Workspace) => Promise<void>): Promise<void> {
  using folder = temporaryFolder()
  await using workspace = await openWorkspace(join(folder.path, 'ws'), { memory: 1e9 })
  await run(workspace)
}

/** What is wrong with an answer, the answer, and what is said of it. */
const bad: readonly (readonly [string, (request: IncomingMessage, response: ServerResponse) => void, string])[] = [
  ['is missing', send('', {}, 404), 'answered 404'],
  ['refuses again and again', send('', {}, 503), 'answered 503'],
  ['asks to wait too long', send('', { 'retry-after': '3600' }, 429), 'answered 429'],
  ['is a page to log in', send('<html>', { 'content-type': 'text/html; charset=utf-8' }), 'a web page'],
  ['is something else', send('{"a":1}'), 'should be kev'],
  ['breaks off', send(dated('2025-09-01').slice(0, 1500)), 'damaged or breaks off'],
  [
    'lacks most records',
    send(
      dated('2025-09-01')
        .replace('"count": 3', '"count": 1')
        .replace(/\},\s*\{\s*"cveID": "CVE-2099-10006"[\s\S]*\}\s*\]/, '}]'),
    ),
    'fewer than 2',
  ],
  ['is older', send(dated('2025-08-01')), 'older than the last copy, of 2025-08-25'],
  ['comes from the future', send(dated('2095-08-01')), 'in the future'],
  ['is too large', send(`${dated('2025-09-01')}${' '.repeat(1e6)}`), 'larger than'],
  ['leads in a circle', send('', { location: '/kev.json' }, 302), 'redirects again and again'],
  ['leads elsewhere', send('', { location: 'file:///etc/passwd' }, 302), 'not safe'],
  ['leads inside', send('', { location: 'http://10.0.0.1/secrets' }, 302), '10.0.0.1, which is not public'],
  ['leads to what a cloud tells its machines', send('', { location: 'http://169.254.169.254/latest/meta-data/' }, 302), 'which is not public'],
  ['leads to this machine by another name', send('', { location: 'http://[::ffff:127.0.0.1]:1/' }, 302), 'which is not public'],
]

describe('fetching', () => {
  it('takes a feed in once, replaces it by a newer copy, and asks only for what is new', () =>
    inWorkspace(async (workspace) => {
      const newer = dated('2025-09-01').replace('CVE-2099-10007', 'CVE-2099-10008')
      await using server = await serverWith(send(catalogue, { etag: '"1"' }), send('', {}, 304), send(newer, { etag: '"2"' }))
      expect(await update(workspace, kev(server.url))).toMatchObject([{ is: 'new', records: 3 }])
      expect(await update(workspace, kev(server.url))).toMatchObject([{ is: 'unchanged', records: 3 }])
      expect(server.asked[1]?.['if-none-match']).toBe('"1"')
      expect(await update(workspace, kev(server.url))).toMatchObject([{ is: 'new', records: 3 }])
      expect(await rowsOf(workspace)).toBe(3)
      const cves = await workspace.lake.rows<{ cve: string }>(sql`SELECT cve FROM known_exploited ORDER BY cve`)
      expect(cves.map(({ cve }) => cve)).toEqual(['CVE-2099-10001', 'CVE-2099-10006', 'CVE-2099-10008'])
    }))

  it('tries again after a refusal, a cut connection and a wrong digest', () =>
    inWorkspace(async (workspace) => {
      const cut = (_: IncomingMessage, response: ServerResponse) => {
        response.writeHead(200, { 'content-length': String(catalogue.length) })
        response.write(catalogue.slice(0, 500), () => response.socket?.destroy())
      }
      const digest = createHash('sha256').update(catalogue).digest('base64')
      await using server = await serverWith(send('', { 'retry-after': '0' }, 429), cut, send(catalogue, { 'repr-digest': `sha-256=:${digest}:` }))
      expect(await update(workspace, kev(server.url))).toMatchObject([{ is: 'new', records: 3 }])
      await using wrong = await serverWith(send(dated('2025-09-01'), { 'repr-digest': `sha-256=:${digest}:` }))
      expect(await update(workspace, kev(wrong.url))).toMatchObject([{ is: 'failed', problem: expect.stringContaining('do not match the digest') }])
      expect(wrong.asked).toHaveLength(quick.tries)
    }))

  it('keeps the last good copy whatever is wrong with the new one', () =>
    inWorkspace(async (workspace) => {
      await using good = await serverWith(send(catalogue))
      await update(workspace, kev(good.url))
      for (const [wrong, answer, why] of bad) {
        await using server = await serverWith(answer)
        expect([wrong, ...(await update(workspace, kev(server.url)))]).toMatchObject([
          wrong,
          { is: 'failed', records: 3, problem: expect.stringContaining(why) },
        ])
      }
      expect(await rowsOf(workspace)).toBe(3)
      expect(readFileSync(join(workspace.folder, 'feeds', 'kev', 'kev.json'), 'utf8')).toBe(catalogue)
      expect(await listFeeds(workspace, [kev(good.url)])).toMatchObject([{ state: 'stale', records: 3, problem: expect.stringContaining('not public') }])
    }))
})

describe('a server that leads on to another', () => {
  it('is followed inside only where that is allowed', () =>
    inWorkspace(async (workspace) => {
      await using inside = await serverWith(send(catalogue))
      await using first = await serverWith((_, response) => void response.writeHead(302, { location: inside.url }).end())
      expect(await update(workspace, kev(first.url))).toMatchObject([{ is: 'failed', problem: expect.stringContaining('outgoing.allow') }])
      expect(inside.asked).toEqual([])
      const settings = { ...quick, allow: ['127.0.0.0/8'] }
      const signal = new AbortController().signal
      expect(await updateFeeds(workspace, { feeds: [kev(first.url)], limits: defaultLimits, signal, settings })).toMatchObject([{ is: 'new', records: 3 }])
    }))
})

describe('from a folder', () => {
  it('takes what is there, and holds it against a digest beside it', () =>
    inWorkspace(async (workspace) => {
      using folder = temporaryFolder()
      const feed = kev('http://127.0.0.1:9/never')
      expect(await update(workspace, feed, folder.path)).toMatchObject([{ is: 'absent' }])
      writeFileSync(join(folder.path, 'kev.json'), catalogue)
      writeFileSync(join(folder.path, 'kev.json.sha256'), `${'0'.repeat(64)}  kev.json\n`)
      expect(await update(workspace, feed, folder.path)).toMatchObject([{ is: 'failed', problem: expect.stringContaining('does not match the digest') }])
      writeFileSync(join(folder.path, 'kev.json.sha256'), `${createHash('sha256').update(catalogue).digest('hex')}  kev.json\n`)
      expect(await update(workspace, feed, folder.path)).toMatchObject([{ is: 'new', records: 3 }])
    }))

  it('lists on the command line what is missing as missing', async () => {
    using folder = temporaryFolder()
    const workspace = ['--workspace', join(folder.path, 'ws')]
    const listed = await run(...workspace, 'feeds', 'list')
    expect(listed.stdout).toMatch(/^CISA KEV +missing +missing: nothing can be told by it$/m)
  })
})

describe('how old a feed is', () => {
  const day = Date.UTC(2025, 7, 25) / 1000
  const copy = { feed: 'kev', part: '', dated: day, fetched: day + 3600, version: '', records: 3, whole: true }
  const stateAt = (days: number, more = {}) => feedStates([{ ...copy, ...more }], day + days * 86_400, [kev('http://example.com')])[0]

  it('is told by the date of its data', () => {
    expect(stateAt(10)).toMatchObject({ state: 'fresh', says: 'of 2025-08-25, 10 days old' })
    expect(stateAt(11)).toMatchObject({ state: 'stale', says: 'of 2025-08-25, 11 days old: stale' })
    expect(stateAt(0, { dated: null })).toMatchObject({ says: 'fetched on 2025-08-25, 0 days old' })
    expect(stateAt(0, { dated: null, fetched: null })).toMatchObject({ state: 'stale', says: 'of an unknown day' })
    expect(stateAt(0, { whole: false })).toMatchObject({ state: 'stale' })
  })

  it('of what was never read is missing, and copies beside the defined ones are told too', () => {
    expect(feedStates([], day, [kev('http://example.com')])).toMatchObject([{ state: 'missing', records: 0 }])
    expect(feedStates([{ ...copy, feed: 'osv', part: 'hackage' }], day, [kev('http://example.com')])).toMatchObject([
      { state: 'missing' },
      { title: 'OSV from files: hackage', state: 'fresh' },
    ])
  })
})
