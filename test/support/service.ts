import { mkdirSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { loadConfig } from '../../src/base/config.ts'
import type { JobSummary } from '../../src/contract/job.ts'
import { socketPath } from '../../src/service/local.ts'
import { type Service, serve } from '../../src/service/serve.ts'
import { temporaryFolder } from './cli.ts'

export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  // biome-ignore lint/suspicious/noExplicitAny: each test knows the shape that it asked for
  readonly body: any
}

/** A service on a workspace of its own, and ways to ask it as the owner of the workspace. */
export interface TestService extends AsyncDisposable {
  readonly service: Service
  readonly workspace: string
  readonly ask: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>
  /** Waits for a job, and gives it as it ended. */
  readonly ended: (job: JobSummary) => Promise<JobSummary>
}

/** Starts a service that watches the folders, or on a workspace that is there already. */
export async function startService(options: { readonly workspace?: string; readonly watch?: readonly string[] } = {}): Promise<TestService> {
  const folder = options.workspace === undefined ? temporaryFolder() : undefined
  const workspace = options.workspace ?? join(folder?.path ?? '', 'ws')
  const flags = { workspace, 'serve.port': 0, 'serve.watch': options.watch ?? [], 'serve.settle': 0.2, 'serve.schedule': '', 'lake.memory': 2 ** 30 }
  const config = loadConfig({ file: 'no-such-file.yaml', environment: {}, flags })
  const service = await serve({ config, version: '0.0.0', console: join(workspace, 'no-console') })
  const ask: TestService['ask'] = (method, path, body, headers = {}) => askSocket(workspace, method, path, body, headers)
  return {
    service,
    workspace,
    ask,
    ended: (job) => endOf(ask, job),
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]()
      folder?.[Symbol.dispose]()
    },
  }
}

/** Asks the service of a workspace over its own socket. */
export function askSocket(workspace: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const bytes = body instanceof Uint8Array
    const type = body === undefined ? {} : { 'content-type': bytes ? 'application/octet-stream' : 'application/json' }
    const asked = request({ socketPath: socketPath(workspace), method, path: `/api/v1${path}`, headers: { ...type, ...headers } }, (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () => {
        const text = Buffer.concat(parts).toString('utf8')
        const json = response.headers['content-type']?.includes('json')
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: json ? JSON.parse(text) : text })
      })
    })
    asked.on('error', reject)
    asked.end(body === undefined ? undefined : bytes ? body : JSON.stringify(body))
  })
}

/** Waits until a job has ended, however. */
export async function endOf(ask: TestService['ask'], { id }: { readonly id: string }): Promise<JobSummary> {
  for (;;) {
    const { body } = await ask('GET', `/jobs/${id}`)
    if (body.state !== 'queued' && body.state !== 'running') return body as JobSummary
    await sleep(50)
  }
}

const day = 86_400
const start = Date.UTC(2023, 2, 1) / 1000

/**
 * Evidence of a small organisation: twelve hosts, two of them with a release that is known to have been tampered with, and one that calls
 * a name made to look like a vendor, every five minutes.
 */
export function writeEvidence(folder: string): string {
  mkdirSync(folder, { recursive: true })
  const hosts = Array.from({ length: 12 }, (_, index) => ({ name: `pc-${index + 1}`, ip: `10.0.0.${index + 11}` }))
  writeFileSync(
    join(folder, 'hosts.csv'),
    ['hostname,ip,role,os', ...hosts.map(({ name, ip }) => `${name},${ip},workstation,Windows 10`)].join('\n').concat('\n'),
  )
  const installed = hosts.flatMap(({ name }, index) => [
    `${name},Editor,Example Ltd,1.${index % 3}.0,2023-02-01`,
    ...(index < 2 ? [`${name},3CX Desktop App,3CX Ltd,18.12.416,2023-03-02`] : []),
  ])
  writeFileSync(join(folder, 'software.csv'), ['host,name,vendor,version,install_date', ...installed].join('\n').concat('\n'))
  writeFileSync(join(folder, 'conn.log'), connections(hosts, 0, 6).join('\n').concat('\n'))
  return folder
}

/** Lines of a Zeek conn.log in JSON over some days: ordinary traffic, and the calls of one host. */
export function connections(hosts: readonly { readonly ip: string }[], fromDay: number, days: number): string[] {
  const lines: { readonly ts: number; readonly text: string }[] = []
  const add = (ts: number, ip: string, to: string, bytes: number) => {
    const text = JSON.stringify({
      ts,
      uid: `C${lines.length + fromDay * 1e6}`,
      'id.orig_h': ip,
      'id.orig_p': 50_000 + (lines.length % 9000),
      'id.resp_h': to,
      'id.resp_p': 443,
      proto: 'tcp',
      service: 'ssl',
      duration: 1.5,
      orig_bytes: bytes,
      resp_bytes: 900,
      conn_state: 'SF',
      orig_pkts: 9,
      orig_ip_bytes: bytes + 400,
      resp_pkts: 8,
      resp_ip_bytes: 1300,
    })
    lines.push({ ts, text })
  }
  for (let at = fromDay; at < fromDay + days; at++) {
    for (const [index, { ip }] of hosts.entries())
      for (let hour = 8; hour < 17; hour++) add(start + at * day + hour * 3600 + index * 97, ip, `198.51.100.${(hour % 5) + 1}`, 700 + hour)
    for (let minute = 0; minute < 1440; minute += 5) add(start + at * day + minute * 60 + 0.25, hosts[0]?.ip ?? '', '203.0.113.66', 512)
  }
  return lines.sort((a, b) => a.ts - b.ts).map(({ text }) => text)
}
