import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { operations } from '../src/contract/operations.ts'
import { type AuditRecord, auditRecords, checkChain } from '../src/state/audit.ts'
import { temporaryFolder } from './support/cli.ts'
import { type Answer, Browser, fetching, type Method } from './support/login.ts'
import { startService, type TestService, writeEvidence } from './support/service.ts'

type Id = keyof typeof operations

/** Operations that are not GET and yet leave no record, with the reason. */
const unrecorded: Partial<Record<Id, string>> = {
  askLake: 'asks a question with a body, and changes nothing',
  upload: 'brings bytes that nothing uses yet: the hunt or vetting that uses them is recorded',
  beginTransfer: 'promises a file: the bytes that complete it are recorded',
}

/** What each of the others records. */
const actions: Partial<Record<Id, string>> = {
  triageIncident: 'incident-triaged',
  commentIncident: 'incident-commented',
  mergeIncidents: 'incident-merged',
  splitIncident: 'incident-split',
  createSuppression: 'suppression-created',
  endSuppression: 'suppression-ended',
  startHunt: 'job-started',
  repeatHunts: 'job-started',
  startVetting: 'job-started',
  sendBytes: 'job-started',
  readEvidence: 'job-started',
  cancelJob: 'job-cancelled',
  startAssessment: 'job-started',
  updateFeeds: 'job-started',
  startBackup: 'job-started',
  startReport: 'job-started',
  getReportFile: 'report-shared',
  saveQuery: 'query-saved',
  deleteQuery: 'query-deleted',
  changeSettings: 'settings-changed',
  createUser: 'user-invited',
  changeUser: 'user-changed',
  deleteUser: 'user-removed',
  resetUser: 'user-reset',
  createKey: 'key-created',
  revokeKey: 'key-revoked',
  revokeSession: 'session-revoked',
  createChannel: 'channel-created',
  changeChannel: 'channel-changed',
  deleteChannel: 'channel-deleted',
  testChannel: 'channel-tested',
  changeRetention: 'retention-changed',
}

const folder = temporaryFolder()
const evidence = writeEvidence(join(folder.path, 'evidence'))
let running: TestService
let admin: Browser
const seen = new Map<Id, readonly AuditRecord[]>()

/** Asks an operation, and keeps what came into the audit log meanwhile. */
async function ask(
  id: Id,
  body?: unknown,
  { params = {}, query = '', etag }: { params?: Record<string, string>; query?: string; etag?: string } = {},
): Promise<Answer> {
  const { method, path } = operations[id]
  const place = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const before = (await records()).length
  const answer = await admin.ask(method as Method, `/api/v1${place}${query}`, body, etag === undefined ? {} : { 'if-match': etag })
  if (answer.statusCode >= 300) throw new Error(`${id}: ${answer.statusCode} ${JSON.stringify(answer.json())}`)
  seen.set(id, (await records()).slice(before))
  return answer
}

async function records(): Promise<readonly AuditRecord[]> {
  return Array.fromAsync(auditRecords(running.service.context.state))
}

async function bytes(method: Method, path: string, content: Buffer) {
  const cookie = [...admin.cookies].map((pair) => pair.join('=')).join('; ')
  const headers = { cookie, origin: running.service.url.origin, 'content-type': 'application/octet-stream' }
  return (await fetch(new URL(`/api/v1${path}`, running.service.url), { method, headers, body: new Uint8Array(content) })).json()
}

const jobOf = (answer: Answer) => answer.json<{ job: { id: string } }>().job

beforeAll(async () => {
  running = await startService()
  admin = new Browser((sent) => fetching(running.service.url.href, sent), running.service.url)
  await admin.enrol(running.service.setUp ?? '')
  await running.ended(jobOf(await ask('startAssessment', { folder: evidence })) as never)
  const list = async () => (await running.ask('GET', '/incidents')).body.items
  const incident = async (id: string) => (await running.ask('GET', `/incidents/${id}`)).body

  const [one, two] = await list()
  await ask('triageIncident', { state: 'investigating', reason: 'looking' }, { params: { id: one.id }, etag: (await incident(one.id)).etag })
  await ask('commentIncident', { text: 'a word' }, { params: { id: one.id } })
  await ask('mergeIncidents', { incidents: [two.id], reason: 'one affair' }, { params: { id: one.id }, etag: (await incident(one.id)).etag })
  const whole = await incident(one.id)
  await ask('splitIncident', { findings: [whole.members.at(-1).id], reason: 'not ours' }, { params: { id: one.id }, etag: whole.etag })
  const until = new Date(Date.now() + 3_600_000).toISOString()
  const made = await ask('createSuppression', { what: { finding: whole.members[0].id }, reason: 'a test of ours', until })
  await ask('endSuppression', undefined, { params: { id: made.json<{ id: string }>().id } })

  const advisory = await bytes('POST', '/uploads?name=advisory.txt', Buffer.from('Indicators of compromise: 203[.]0[.]113[.]66\n'))
  await running.ended(jobOf(await ask('startHunt', { uploads: [advisory.id] })) as never)
  await running.ended(jobOf(await ask('repeatHunts')) as never)
  await running.ended(jobOf(await ask('updateFeeds', { feeds: ['kev'], from: folder.path })) as never)
  const program = await bytes('POST', '/uploads?name=tool.js', Buffer.from('console.log(1)\n'))
  const vetting = jobOf(await ask('startVetting', { release: { upload: program.id }, offline: true }))
  await ask('cancelJob', undefined, { params: { id: vetting.id } })
  const report = jobOf(await ask('startReport', { tlp: 'GREEN', from: 'Example Ltd' }))
  await running.ended(report as never)
  await ask('getReportFile', undefined, { params: { id: report.id, format: 'stix' } })
  await ask('startBackup', { folder: join(folder.path, 'copy') })

  const hosts = Buffer.from('hostname,ip,role,os\npc-77,10.0.0.77,workstation,Windows 10\n')
  const send = async (name: string, query: string) => {
    const { id } = (await admin.post('/api/v1/evidence', { name, size: hosts.length })).json<{ id: string }>()
    return bytes('PUT', `/evidence/${id}?offset=0${query}`, hosts)
  }
  const before = (await records()).length
  expect((await send('more.csv', '')).job).toBeTruthy()
  seen.set('sendBytes', (await records()).slice(before))
  await send('waiting.csv', '&more=true')
  await ask('readEvidence')

  const saved = await ask('saveQuery', { name: 'mine', query: { table: 'connection', filters: [] } })
  await ask('deleteQuery', undefined, { params: { id: saved.json<{ id: string }>().id } })
  const settings = (await running.ask('GET', '/settings')).body
  await ask('changeSettings', { ...settings.service, organisation: 'Example Ltd' }, { etag: settings.etag })
  const retention = (await running.ask('GET', '/retention')).body
  await ask('changeRetention', { days: { connection: 9000 } }, { etag: retention.etag })

  await ask('createUser', { name: 'Vera', email: 'vera@example.com', role: 'viewer' })
  const { items } = (await running.ask('GET', '/users')).body
  const { id: vera } = items.find(({ email }: { email: string }) => email === 'vera@example.com')
  await ask('changeUser', { role: 'analyst' }, { params: { id: vera } })
  const reset = await ask('resetUser', undefined, { params: { id: vera } })
  const other = new Browser((sent) => fetching(running.service.url.href, sent), running.service.url)
  await other.enrol(reset.json<{ link: string }>().link, { name: 'Vera', email: 'vera@example.com' })
  const sessions = (await admin.ask('GET', '/api/v1/sessions')).json<{ items: { id: string; user: string }[] }>().items
  await ask('revokeSession', undefined, { params: { id: sessions.find(({ user }) => user === 'vera@example.com')?.id ?? '' } })
  await ask('deleteUser', undefined, { params: { id: vera } })
  const key = await ask('createKey', { name: 'listener', scopes: ['read'] })
  await ask('revokeKey', undefined, { params: { id: key.json<{ key: { id: string } }>().key.id } })

  const channel = { name: 'ours', kind: 'webhook', enabled: false, leastSeverity: 5, settings: { url: 'https://hooks.invalid/x' } }
  const { id: created } = (await ask('createChannel', channel)).json<{ id: string }>()
  await ask('changeChannel', { ...channel, name: 'theirs' }, { params: { id: created } })
  await ask('testChannel', undefined, { params: { id: created } })
  await ask('deleteChannel', undefined, { params: { id: created } })
}, 400_000)

afterAll(async () => {
  await running?.[Symbol.asyncDispose]()
  folder[Symbol.dispose]()
}, 60_000)

describe('the audit log', () => {
  const changing = (Object.keys(operations) as Id[]).filter((id) => operations[id].method !== 'GET')

  it('is told of every operation that changes something, or there is a reason why not', () => {
    expect(changing.filter((id) => actions[id] === undefined && unrecorded[id] === undefined)).toEqual([])
    expect((Object.keys(unrecorded) as Id[]).filter((id) => actions[id] !== undefined || !changing.includes(id))).toEqual([])
  })

  it.each(Object.entries(actions))('has a record of who did %s: %s', (id, action) => {
    const found = seen.get(id as Id)?.filter((record) => record.action === action)
    expect(found).toEqual([expect.objectContaining({ by: 'ada@example.com', address: expect.stringMatching(/^(127\.0\.0\.1|::1|::ffff:127\.0\.0\.1)$/) })])
    expect(found?.[0]?.about).not.toBe('')
    expect(found?.[0]?.says).not.toBe('')
  })

  it('holds no secret, and its chain is whole', async () => {
    const all = await records()
    expect(JSON.stringify(all)).not.toMatch(/gatehouse_[\w-]{20}|welcome#/)
    expect(await checkChain(all, [])).toMatchObject({ whole: true })
  })
})
