import { appendFileSync, mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { socketPath } from '../src/service/local.ts'
import { run, temporaryFolder } from './support/cli.ts'
import { connections, startService, type TestService, writeEvidence } from './support/service.ts'

const folder = temporaryFolder()
const evidence = writeEvidence(join(folder.path, 'evidence'))
let test: TestService

beforeAll(async () => {
  test = await startService()
  const { status, headers, body } = await test.ask('POST', '/assessments', { folder: evidence })
  expect(status).toBe(202)
  expect(headers.location).toBe(`/api/v1/jobs/${body.job.id}`)
  expect(await test.ended(body.job)).toMatchObject({ state: 'succeeded', by: 'command line', leadsTo: '/' })
})

afterAll(async () => {
  await test[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
})

/** The incident about the release that was tampered with. */
async function incident() {
  const { body } = await test.ask('GET', '/incidents?gone=true')
  const found = body.items.find(({ title }: { title: string }) => title.includes('3CX'))
  return (await test.ask('GET', `/incidents/${found.id}`)).body
}

describe('the overview', () => {
  it('says the verdict, what to do first and what it rests on', async () => {
    const { body } = await test.ask('GET', '/overview')
    expect(body.verdict.word).toBe('EXPOSED')
    expect(body.incidents.length).toBeGreaterThan(0)
    expect(body.incidents[0]).toMatchObject({ severity: 5, state: 'new', hosts: 2 })
    expect(body.coverage.map(({ table }: { table: string }) => table)).toContain('connection')
    expect(body.evidence.sources).toBe(3)
  })
})

describe('triage', () => {
  it('asks for the state that was seen, and refuses one that has passed', async () => {
    const {
      incident: { id },
      etag,
    } = await incident()
    expect((await test.ask('PATCH', `/incidents/${id}`, { state: 'investigating' })).status).toBe(428)
    const changed = await test.ask('PATCH', `/incidents/${id}`, { state: 'investigating', assignee: 'ada' }, { 'if-match': etag })
    expect(changed).toMatchObject({ status: 200, body: { state: 'investigating', assignee: 'ada' } })
    expect(changed.headers.etag).toBe(changed.body.etag)
    const late = await test.ask('PATCH', `/incidents/${id}`, { state: 'resolved' }, { 'if-match': etag })
    expect(late).toMatchObject({ status: 412, body: { type: 'urn:gatehouse:problem:changed-meanwhile' } })
    expect(late.headers['content-type']).toContain('application/problem+json')
    const commented = await test.ask('POST', `/incidents/${id}/comments`, { text: 'Called the vendor.' })
    expect(commented.body.history.map(({ kind }: { kind: string }) => kind)).toEqual(['found', 'state', 'assigned', 'comment'])
  })

  it('stays through a new analysis with more evidence', async () => {
    const before = await incident()
    mkdirSync(join(folder.path, 'more'))
    writeFileSync(join(folder.path, 'more', 'software.csv'), 'host,name,vendor,version,install_date\npc-9,3CX Desktop App,3CX Ltd,18.12.416,2023-03-05\n')
    const { body } = await test.ask('POST', '/assessments', { folder: join(folder.path, 'more') })
    await test.ended(body.job)
    const after = await incident()
    expect(after.incident.id).toBe(before.incident.id)
    expect(after).toMatchObject({ state: 'investigating', assignee: 'ada' })
    expect(after.incident.about.filter(({ kind }: { kind: string }) => kind === 'host')).toHaveLength(3)
  })
})

describe('moving findings by hand', () => {
  it('merges, says so for each member, and leaves it so after a new analysis', async () => {
    const { body } = await test.ask('GET', '/incidents')
    const [first, second] = body.items
    const { etag } = (await test.ask('GET', `/incidents/${first.id}`)).body
    const merged = await test.ask('POST', `/incidents/${first.id}/merge`, { incidents: [second.id], reason: 'one affair' }, { 'if-match': etag })
    expect(merged.status).toBe(200)
    expect(merged.body.merged).toEqual([second.id])
    expect(merged.body.members.filter(({ byHand }: { byHand: boolean }) => byHand).length).toBe(second.findings)
    const again = await test.ask('POST', '/assessments', {})
    await test.ended(again.body.job)
    const after = (await test.ask('GET', `/incidents/${first.id}`)).body
    expect(after.members).toHaveLength(first.findings + second.findings)
    expect((await test.ask('GET', '/incidents')).body.items.map(({ id }: { id: string }) => id)).not.toContain(second.id)
  })

  it('splits findings off into an incident of their own', async () => {
    const { body } = await test.ask('GET', '/incidents')
    const whole = (await test.ask('GET', `/incidents/${body.items[0].id}`)).body
    const moved = whole.members.find(({ byHand }: { byHand: boolean }) => byHand)
    const all = whole.members.map(({ id }: { id: string }) => id)
    const none = await test.ask('POST', `/incidents/${whole.incident.id}/split`, { findings: all, reason: 'all' }, { 'if-match': whole.etag })
    expect(none).toMatchObject({ status: 409 })
    const split = await test.ask('POST', `/incidents/${whole.incident.id}/split`, { findings: [moved.id], reason: 'not ours' }, { 'if-match': whole.etag })
    expect(split).toMatchObject({ status: 201, body: { members: [{ id: moved.id, byHand: true }] } })
    const again = await test.ask('POST', '/assessments', {})
    await test.ended(again.body.job)
    expect((await test.ask('GET', `/incidents/${split.body.incident.id}`)).body).toMatchObject({ present: true, members: [{ id: moved.id }] })
  })
})

describe('findings', () => {
  it('come page by page, each once, with facets', async () => {
    const all = (await test.ask('GET', '/findings?limit=500')).body
    const seen: string[] = []
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await test.ask('GET', `/findings?limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`)
      seen.push(...body.items.map(({ id }: { id: string }) => id))
      cursor = body.next
    }
    expect(seen).toEqual(all.items.map(({ id }: { id: string }) => id))
    expect(all.total).toBe(seen.length)
    expect(all.facets.severity.reduce((sum: number, { count }: { count: number }) => sum + count, 0)).toBe(all.total)
    expect(await test.ask('GET', '/findings?cursor=nonsense')).toMatchObject({ status: 400 })
  })

  it('show the rows that they rest on', async () => {
    const { body } = await test.ask('GET', '/findings?limit=500')
    const [first] = body.items.filter(({ analysis }: { analysis: string }) => analysis === 'compromised-release')
    const rows = (await test.ask('GET', `/findings/${first.id}/rows`)).body
    expect(rows.rows[0].values).toMatchObject({ product: '3CX Desktop App', version: '18.12.416' })
  })

  it('are hidden by a suppression, stay countable, and come back when it ends', async () => {
    const before = (await test.ask('GET', '/findings?limit=500')).body
    const [first] = before.items
    const until = new Date(Date.now() + 3600_000).toISOString()
    expect(await test.ask('POST', '/suppressions', { what: {}, reason: 'because', until })).toMatchObject({ status: 400 })
    expect(await test.ask('POST', '/suppressions', { what: { finding: first.id }, reason: 'because', until: '2020-01-01T00:00:00Z' })).toMatchObject({
      status: 400,
    })
    const made = await test.ask('POST', '/suppressions', { what: { finding: first.id }, reason: 'a test of ours', until })
    expect(made).toMatchObject({ status: 201, body: { by: 'command line', active: true, findings: 1 } })
    const hidden = (await test.ask('GET', '/findings?limit=500')).body
    expect(hidden).toMatchObject({ total: before.total - 1, suppressed: 1 })
    expect((await test.ask('GET', '/findings?suppressed=only')).body.items.map(({ id }: { id: string }) => id)).toEqual([first.id])
    expect((await test.ask('GET', '/overview')).body.incidents.every(({ title }: { title: string }) => title !== first.title)).toBe(true)
    await test.ask('DELETE', `/suppressions/${made.body.id}`)
    expect((await test.ask('GET', '/findings?limit=500')).body.total).toBe(before.total)
  })
})

describe('the other pages', () => {
  it('know software, entities and evidence', async () => {
    const software = (await test.ask('GET', '/software?sort=severity')).body
    expect(software.items[0]).toMatchObject({ product: '3CX Desktop App', severity: 5, hosts: 3, releases: 1 })
    expect((await test.ask('GET', `/software/${encodeURIComponent('3CX Desktop App')}`)).body.releases[0]).toMatchObject({ version: '18.12.416', hosts: 3 })
    const ofVendor = (await test.ask('GET', `/software?vendor=${encodeURIComponent('Example Ltd')}`)).body
    expect([ofVendor.total, ofVendor.items[0].product]).toEqual([1, 'Editor'])
    expect(ofVendor.vendors).toEqual([
      { value: '3CX Ltd', count: 1 },
      { value: 'Example Ltd', count: 1 },
    ])
    const behaviour = (await test.ask('GET', `/software/${encodeURIComponent('3CX Desktop App')}/behaviour?version=18.12.416`)).body
    expect(behaviour).toMatchObject({ with: 3, older: 0, without: 9 })
    const installed = (await test.ask('GET', `/installations?product=${encodeURIComponent('3CX Desktop App')}`)).body
    expect(installed.items.map(({ host }: { host: string }) => host)).toEqual(['pc-1', 'pc-2', 'pc-9'])
    const host = (await test.ask('GET', '/entity?kind=host&id=pc-1')).body
    expect(host.related.map(({ title }: { title: string }) => title)).toEqual(expect.arrayContaining(['Destinations outside', 'Software']))
    expect(host.findings.length).toBeGreaterThan(0)
    const sources = (await test.ask('GET', '/evidence/sources')).body
    expect(sources.total).toBe(4)
    expect((await test.ask('GET', `/evidence/sources/${sources.items.at(-1).id}`)).status).toBe(200)
    expect(
      (await test.ask('GET', '/evidence/analyses')).body.items.some(({ status }: { status: { outcome: string } | null }) => status?.outcome === 'skipped'),
    ).toBe(true)
  })

  it('find things by name', async () => {
    const { body } = await test.ask('GET', '/search?text=3cx')
    expect(new Set(body.items.map(({ kind }: { kind: string }) => kind))).toEqual(new Set(['incident', 'finding', 'release', 'software']))
  })

  it('answer questions to the lake, and take nothing for SQL', async () => {
    const calls = { table: 'connection', filters: [{ column: 'dst_ip', operator: 'in range', value: '203.0.113.0/24' }], groupBy: ['src_ip'] }
    expect((await test.ask('POST', '/lake/query', calls)).body).toMatchObject({ rows: [['10.0.0.11', 1728]], more: false })
    const hostile = { table: 'connection', filters: [{ column: 'uid', operator: 'is', value: "x' OR 1=1 --" }] }
    expect((await test.ask('POST', '/lake/query', hostile)).body.rows).toEqual([])
    for (const [table, column] of [
      ['connection; DROP TABLE connection', 'uid'],
      ['system.tables', 'name'],
      ['connection', '1) OR (1'],
      ['connection', '__proto__'],
    ]) {
      const { status } = await test.ask('POST', '/lake/query', { table, filters: [{ column, operator: 'is', value: 'x' }] })
      expect(status).toBe(400)
    }
  })
})

describe('uploads', () => {
  it('are hunted for, kept, and never leave their folder', async () => {
    const text = 'Advisory. Indicators of compromise: 203[.]0[.]113[.]66 was used as a command and control server.\n'
    const made = await test.ask('POST', `/uploads?name=${encodeURIComponent('../../etc/advisory.txt')}`, Buffer.from(text))
    expect(made).toMatchObject({ status: 201, body: { name: 'advisory.txt', size: text.length } })
    const { body } = await test.ask('POST', '/hunts', { uploads: [made.body.id] })
    const job = await test.ended(body.job)
    expect(job).toMatchObject({ state: 'succeeded' })
    const hunts = (await test.ask('GET', '/hunts')).body.items
    expect(hunts).toMatchObject([{ word: 'HIT', files: ['advisory.txt'], hosts: 1 }])
    expect(job.leadsTo).toBe(`/hunts/${hunts[0].id}`)
    expect((await test.ask('GET', `/hunts/${hunts[0].id}`)).body.hosts.length).toBeGreaterThan(0)
  })

  it('are vetted; a path of this machine is no package', async () => {
    const { body } = await test.ask('POST', '/uploads?name=tool.js', Buffer.from('console.log("hello")\n'))
    const vetting = await test.ask('POST', '/vettings', { release: { upload: body.id }, offline: true })
    expect(vetting.status).toBe(202)
    const job = await test.ended(vetting.body.job)
    expect(job).toMatchObject({ state: 'succeeded', leadsTo: `/software/vettings/${body.sha256}` })
    expect((await test.ask('GET', `/vettings/${body.sha256}`)).body.release.artifact.sha256).toBe(body.sha256)
    expect(await test.ask('POST', '/vettings', { release: { package: '/etc/passwd' }, offline: true })).toMatchObject({ status: 400 })
  })
})

describe('warnings to others', () => {
  it('show what would leave before anything does', async () => {
    const { body } = await test.ask('POST', '/reports', { tlp: 'GREEN', from: 'Example Ltd' })
    const job = await test.ended(body.job)
    const report = (await test.ask('GET', job.leadsTo ?? '')).body
    expect(report).toMatchObject({ tlp: 'TLP:GREEN' })
    expect(report.changes.length).toBeGreaterThan(0)
    const stix = await test.ask('GET', `/reports/${body.job.id}/files/stix`)
    expect(stix.headers['content-disposition']).toMatch(/^attachment/)
    expect(JSON.stringify(stix.body)).not.toContain('pc-1')
  })
})

describe('the command line beside a service', () => {
  it('lets it do the work and prints the same', async () => {
    const { stdout, code } = await run('assess', evidence, '--workspace', test.workspace, '--json')
    expect(code).toBe(0)
    const printed = JSON.parse(stdout)
    expect(printed.verdict).toEqual((await test.ask('GET', '/overview')).body.verdict)
    expect(printed.intake).toMatchObject({ known: 3, added: 0 })
    const [job] = (await test.ask('GET', '/jobs?limit=1')).body.items
    expect(job).toMatchObject({ kind: 'assess', by: 'command line', state: 'succeeded' })
  })

  it('passes on what the service could not do', async () => {
    const { stderr, code } = await run('assess', join(folder.path, 'nothing-here'), '--workspace', test.workspace)
    expect(stderr).toContain('[FOLDER_MISSING]')
    expect(code).toBe(2)
  })

  it('is refused as a second service', async () => {
    const { stderr, code } = await run('serve', '--workspace', test.workspace, '--port', '0')
    expect(stderr).toContain('another service runs on')
    expect(code).toBe(3)
  })
})

describe('events', () => {
  it('tell what changes, and a client that comes back gets what it missed', async () => {
    const first = listen()
    await first.until((text) => text.includes('retry:'))
    const { body } = await test.ask('POST', '/assessments', {})
    await test.ended(body.job)
    await first.until((text) => text.includes('"state":"succeeded"'))
    first.close()
    const ids = [...first.text().matchAll(/^id: (\S+)$/gm)].map((match) => match[1] ?? '')
    const second = listen(ids[0])
    await second.until((text) => text.includes('"state":"succeeded"'))
    second.close()
    expect([...second.text().matchAll(/^id: (\S+)$/gm)].map((match) => match[1]).slice(0, ids.length - 1)).toEqual(ids.slice(1))
    const stranger = listen('0000-5')
    await stranger.until((text) => text.includes('event: reset'))
    stranger.close()
  })

  function listen(last?: string) {
    let text = ''
    const headers = last === undefined ? {} : { 'last-event-id': last }
    const asked = request({ socketPath: socketPath(test.workspace), path: '/api/v1/events', headers }, (response) => {
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      response.on('error', () => undefined)
    })
    asked.on('error', () => undefined).end()
    const until = async (holds: (all: string) => boolean) => {
      while (!holds(text)) await sleep(20)
    }
    return { until, text: () => text, close: () => asked.destroy() }
  }
})

describe('watched folders', () => {
  it('are read when files have settled: new, grown and rotated, whole lines only', async () => {
    const watched = join(folder.path, 'watched')
    mkdirSync(watched)
    const lines = connections([{ ip: '10.0.0.40' }], 20, 1)
    const settings = await test.ask('GET', '/settings')
    const body = { ...settings.body.service, watchedFolders: [watched] }
    expect(await test.ask('PUT', '/settings', body, { 'if-match': settings.body.etag })).toMatchObject({ status: 200 })
    const log = join(watched, 'conn.log')
    writeFileSync(log, `${lines.slice(0, 50).join('\n')}\n${lines[50]?.slice(0, 40)}`)
    await rows(50)
    appendFileSync(log, `${lines[50]?.slice(40)}\n${lines.slice(51, 80).join('\n')}\n`)
    await rows(80)
    renameSync(log, join(watched, 'conn.2023-03-21.log'))
    writeFileSync(log, `${lines.slice(80, 90).join('\n')}\n`)
    writeFileSync(join(watched, 'half.log.part'), `${lines.slice(90, 99).join('\n')}\n`)
    await rows(90)
  })

  /** Waits until so many rows of the watched host are there; more would be a line that was not whole. */
  async function rows(wanted: number): Promise<void> {
    const query = { table: 'connection', filters: [{ column: 'src_ip', operator: 'is', value: '10.0.0.40' }], groupBy: ['src_ip'] }
    for (;;) {
      const { body } = await test.ask('POST', '/lake/query', query)
      const [, count = 0] = body.rows[0] ?? []
      expect(count).toBeLessThanOrEqual(wanted)
      if (count === wanted) return
      await sleep(100)
    }
  }
})
