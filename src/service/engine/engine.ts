import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { GatehouseError } from '../../base/errors.ts'
import { log } from '../../base/log.ts'
import type { LakeSettings } from './lake-worker.ts'
import { type AskOptions, WorkerProcess } from './worker-process.ts'

const entry = join(import.meta.dirname, 'lake-worker.ts')
/** Milliseconds before the next start of an engine that keeps ending; doubled each time. */
const firstPause = 500
const longestPause = 30_000
/** An engine that ran this long had started well. */
const well = 60_000

/** The process that owns the lake. It is started again when it ends: what the lake acknowledged is whole. */
export class Engine implements AsyncDisposable {
  readonly #settings: LakeSettings
  #worker: WorkerProcess
  #closing = false
  #problem: string | undefined
  #starts = 1
  readonly #onRestart: () => void

  private constructor(settings: LakeSettings, worker: WorkerProcess, onRestart: () => void) {
    this.#settings = settings
    this.#worker = worker
    this.#onRestart = onRestart
    void this.#watch(performance.now(), firstPause)
  }

  /** Throws WORKSPACE_LOCKED while another process works in the workspace. */
  static async start(settings: LakeSettings, onRestart: () => void = () => undefined): Promise<Engine> {
    return new Engine(settings, await WorkerProcess.start(entry, settings), onRestart)
  }

  get pid(): number | undefined {
    return this.#worker.pid
  }

  get starts(): number {
    return this.#starts
  }

  /** Why there is no engine at the moment. */
  get problem(): string | undefined {
    return this.#problem
  }

  /** Resolves when there is an engine, and rejects with the reason when the signal aborts before. */
  async ready(signal: AbortSignal): Promise<void> {
    while (this.#problem !== undefined || this.#worker.hasEnded) await sleep(firstPause, undefined, { signal, ref: false })
  }

  /** Does a piece of work in the engine's process; see `works.ts` for what there is. */
  async ask<Result>(work: string, input: unknown, options: AskOptions = {}): Promise<Result> {
    if (this.#problem !== undefined) throw new GatehouseError('ENGINE_ENDED', this.#problem, { hint: 'It is tried again by itself.' })
    return (await this.#worker.ask(work, input, options)) as Result
  }

  /** Ends the engine where it stands; it starts again. For work that does not let itself be stopped. */
  interrupt(): void {
    this.#worker.kill()
  }

  async #watch(started: number, pause: number): Promise<void> {
    await this.#worker.ended
    if (this.#closing) return
    log.error({ starts: this.#starts }, 'the engine ended; it is started again')
    this.#problem = 'the engine is being started again'
    const next = performance.now() - started > well ? firstPause : Math.min(pause * 2, longestPause)
    for (let wait = pause; !this.#closing; wait = Math.min(wait * 2, longestPause)) {
      await sleep(wait, undefined, { ref: false })
      try {
        if (this.#closing) return
        this.#worker = await WorkerProcess.start(entry, this.#settings)
        break
      } catch (error) {
        this.#problem = `the engine does not start: ${error instanceof Error ? error.message : String(error)}`
        log.error({ err: error }, 'the engine does not start')
      }
    }
    if (this.#closing) {
      await this.#worker[Symbol.asyncDispose]()
      return
    }
    this.#problem = undefined
    this.#starts += 1
    this.#onRestart()
    void this.#watch(performance.now(), next)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing = true
    await this.#worker[Symbol.asyncDispose]()
  }
}
