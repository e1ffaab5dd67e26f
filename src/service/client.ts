import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { basename, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ErrorCode, errorCodes, GatehouseError, messageOf } from '../base/errors.ts'
import type { JobSummary } from '../contract/job.ts'
import type { Problem } from '../contract/problem.ts'
import { socketPath } from './local.ts'
import { apiRoot } from './route.ts'

/** Milliseconds between looks at a job. */
const every = 200

/** The service that runs on a workspace, asked over the workspace's own socket. Throws what the service threw, SERVICE_REFUSED for the rest. */
export class RunningService {
  readonly #socket: string

  constructor(socket: string) {
    this.#socket = socket
  }

  /** Starts a job and waits for it; when the signal aborts, the job is cancelled. Returns what came of it; with `evenFailed` also where it failed. */
  async run<Result>(
    path: string,
    body: unknown,
    { onProgress, signal, evenFailed = false }: { readonly onProgress: (job: JobSummary) => void; readonly signal: AbortSignal; readonly evenFailed?: boolean },
  ): Promise<Result> {
    const { job } = (await this.#json('POST', path, body)) as { readonly job: JobSummary }
    let now = job
    while (now.state === 'queued' || now.state === 'running') {
      await sleep(every, undefined, { signal }).catch(async () => {
        await this.#json('POST', `/jobs/${job.id}/cancel`, {})
        signal.throwIfAborted()
      })
      now = (await this.#json('GET', `/jobs/${job.id}`)) as JobSummary
      onProgress(now)
    }
    if (now.state === 'cancelled') throw new GatehouseError('SERVICE_REFUSED', 'somebody cancelled it in the console')
    const { problem } = now
    if (problem && !evenFailed) throw errorOf(problem)
    return (await this.#json('GET', `/jobs/${job.id}/result`).catch((error: unknown) => {
      throw problem ? errorOf(problem) : error
    })) as Result
  }

  /** What a path of the API answers. */
  async get<Result>(path: string): Promise<Result> {
    return (await this.#json('GET', path)) as Result
  }

  /** Gives the service a file; returns the id of the upload. */
  async upload(path: string): Promise<string> {
    const info = await stat(path).catch(() => undefined)
    if (!info?.isFile()) throw new GatehouseError('EVIDENCE_UNREADABLE', `there is no file ${path}`)
    const answer = await this.#send('POST', `/uploads?name=${encodeURIComponent(basename(path))}`, 'application/octet-stream', createReadStream(path))
    return (JSON.parse(answer) as { readonly id: string }).id
  }

  async #json(method: string, path: string, body?: unknown): Promise<unknown> {
    const text = await this.#send(method, path, 'application/json', body === undefined ? undefined : JSON.stringify(body))
    return text === '' ? undefined : JSON.parse(text)
  }

  async #send(method: string, path: string, type: string, body?: string | NodeJS.ReadableStream): Promise<string> {
    const response = await new Promise<IncomingMessage>((answer, reject) => {
      const headers = body === undefined ? {} : { 'content-type': type }
      const asked = request({ socketPath: this.#socket, path: `${apiRoot}${path}`, method, headers }, answer)
      asked.on('error', reject)
      if (body === undefined || typeof body === 'string') asked.end(body)
      else body.on('error', reject).pipe(asked)
    }).catch((cause: unknown) => {
      throw new GatehouseError('SERVICE_REFUSED', `the service does not answer: ${messageOf(cause)}`, { cause })
    })
    const text = (await Array.fromAsync(response as AsyncIterable<Buffer>, (part) => part.toString('latin1'))).join('')
    const decoded = Buffer.from(text, 'latin1').toString('utf8')
    if ((response.statusCode ?? 500) >= 400) throw errorOf(JSON.parse(decoded) as Problem)
    return decoded
  }
}

function errorOf({ code, detail, title, hint, errors = [] }: Problem): GatehouseError {
  const known = code !== undefined && code in errorCodes ? (code as ErrorCode) : 'SERVICE_REFUSED'
  const says = [detail ?? title, ...errors.map(({ path, says: why }) => `${path}: ${why}`)].join('; ')
  return new GatehouseError(known, says, hint === undefined ? {} : { hint })
}

/** The service that runs on a workspace, if one does: what a killed one left behind answers nothing. */
export async function runningService(workspace: string): Promise<RunningService | undefined> {
  const socket = socketPath(resolve(workspace))
  const answers = await new Promise<boolean>((answer) => {
    const asked = request({ socketPath: socket, path: '/healthz' }, (response) => {
      response.resume()
      answer(true)
    })
    asked.on('error', () => answer(false)).end()
  })
  return answers ? new RunningService(socket) : undefined
}
