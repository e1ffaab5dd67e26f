import { type ChildProcess, fork } from 'node:child_process'
import { setPriority } from 'node:os'
import { GatehouseError } from '../../base/errors.ts'
import { log } from '../../base/log.ts'
import { type FromWorker, type ToWorker, unpackError } from './protocol.ts'

/** Behind the service on a busy machine: who looks at a page goes before what reads a log. */
const politeness = 10
/** Milliseconds that a worker has to close what it holds. */
const patience = 10_000

export interface AskOptions {
  readonly signal?: AbortSignal
  readonly onStep?: (step: unknown) => void
}

interface Waiting {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: Error) => void
  readonly onStep: ((step: unknown) => void) | undefined
}

/** A process that works for the service. When it ends, what it was asked fails, and nothing else. */
export class WorkerProcess implements AsyncDisposable {
  readonly #child: ChildProcess
  readonly #waiting = new Map<number, Waiting>()
  #next = 1
  #ended = false
  readonly ended: Promise<void>

  private constructor(child: ChildProcess) {
    this.#child = child
    this.ended = new Promise((resolve) => {
      child.on('exit', (code, signal) => {
        this.#ended = true
        const why = `the engine ended in the middle of it (${signal ?? `code ${code}`})`
        for (const { reject } of this.#waiting.values()) reject(new GatehouseError('ENGINE_ENDED', why, { hint: 'It starts again by itself.' }))
        this.#waiting.clear()
        resolve()
      })
    })
    child.on('message', (message: FromWorker) => this.#take(message))
    child.on('error', (error) => log.error({ err: error }, 'worker process'))
  }

  /** Starts one, and waits until it has opened what it needs. Throws what kept it from that. */
  static async start(entry: string, settings: unknown): Promise<WorkerProcess> {
    const child = fork(entry, { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    const worker = new WorkerProcess(child)
    if (child.pid !== undefined) lowerPriority(child.pid)
    await new Promise<void>((resolve, reject) => {
      child.once('message', (message: FromWorker) => {
        if (message.kind === 'unable') reject(unpackError(message.thrown))
        else resolve()
      })
      child.once('exit', (code, signal) => reject(new GatehouseError('ENGINE_FAILED', `the engine did not start (${signal ?? `code ${code}`})`)))
      worker.#send({ kind: 'begin', settings })
    }).catch(async (error: unknown) => {
      child.kill('SIGKILL')
      await worker.ended
      throw error
    })
    return worker
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  get hasEnded(): boolean {
    return this.#ended
  }

  ask(work: string, input: unknown, { signal, onStep }: AskOptions = {}): Promise<unknown> {
    signal?.throwIfAborted()
    if (this.#ended) return Promise.reject(new GatehouseError('ENGINE_ENDED', 'the engine has ended', { hint: 'It starts again by itself.' }))
    const id = this.#next
    this.#next += 1
    const cancel = () => this.#send({ kind: 'cancel', id })
    signal?.addEventListener('abort', cancel, { once: true })
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, onStep })
      this.#send({ kind: 'ask', id, work, input })
    }).finally(() => signal?.removeEventListener('abort', cancel))
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  #send(message: ToWorker): void {
    // A worker that has just ended hears nothing: its end is told by itself.
    if (this.#child.connected) this.#child.send(message, () => undefined)
  }

  #take(message: FromWorker): void {
    if (message.kind === 'ready' || message.kind === 'unable') return
    const waiting = this.#waiting.get(message.id)
    if (message.kind === 'step') {
      waiting?.onStep?.(message.step)
      return
    }
    this.#waiting.delete(message.id)
    if (message.kind === 'answer') waiting?.resolve(message.result)
    else waiting?.reject(unpackError(message.thrown))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#send({ kind: 'end' })
    const late = setTimeout(() => this.kill(), patience)
    await this.ended
    clearTimeout(late)
  }
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, politeness)
  } catch (error) {
    log.warn({ err: error }, 'the priority of the engine could not be lowered')
  }
}
