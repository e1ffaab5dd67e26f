import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { GatehouseError, isDiskFull, messageOf } from '../../base/errors.ts'
import { log } from '../../base/log.ts'
import type { JobKind, JobSummary } from '../../contract/job.ts'
import { Jobs, type StoredJob } from '../../state/jobs.ts'
import type { StateSchema } from '../../state/schema.ts'
import type { Events } from '../events.ts'
import type { Actor } from '../login/actor.ts'
import { problemOf, toProblem } from '../problem.ts'
import type { Progress } from './progress.ts'
import { jobSummaryOf } from './summary.ts'

/** A kind of job: what it does, and beside what it may run. */
export interface JobRunner<Input = never> {
  /** Jobs of one lane run one after the other, lanes side by side. */
  readonly lane: string
  /** Does it; answers where what came of it stands. */
  run(
    job: { readonly id: string; readonly input: Input },
    task: { readonly signal: AbortSignal; readonly onProgress: (progress: Progress) => void },
  ): Promise<string | null>
  /** Ends work that does not stop by itself when it is asked to. */
  interrupt?(): void
}

/** A job that the process died of this often is not begun again. */
const mostAttempts = 3
/** Milliseconds between two words on the progress of a job, and how long one that was cancelled may take to stop. */
const between = 300
const patience = 20_000

interface Running {
  readonly controller: AbortController
  readonly kind: JobKind
}

/** Long work, one after another, kept in the state: it survives a restart. */
export class JobQueue implements AsyncDisposable {
  readonly #jobs: Jobs
  readonly #events: Events
  readonly #runners: Readonly<Record<JobKind, JobRunner>>
  readonly #running = new Map<string, Running>()
  readonly #lanes = new Map<string, Promise<void>>()
  readonly #ready: (signal: AbortSignal) => Promise<void>
  #closing = false

  /** `ready` resolves when there is an engine. */
  constructor(state: Kysely<StateSchema>, events: Events, runners: Readonly<Record<JobKind, JobRunner>>, ready: (signal: AbortSignal) => Promise<void>) {
    this.#ready = ready
    this.#jobs = new Jobs(state)
    this.#events = events
    this.#runners = runners
  }

  /** Takes up what a service that ended had not finished. */
  async resume(): Promise<void> {
    const problem = problemOf('internal', { detail: `The service ended ${mostAttempts} times while it did this.` })
    await this.#jobs.resume(mostAttempts, JSON.stringify(problem), new Date().toISOString())
    for (const job of await this.#jobs.waiting()) this.#queue(job.id, job.kind as JobKind)
  }

  /** Keeps a job before it answers: what was accepted is done. `who`: somebody, or what of the service itself wants it. */
  async add(kind: JobKind, title: string, input: unknown, who: Actor | string): Promise<JobSummary> {
    const id = randomUUID()
    const [by, address] = typeof who === 'string' ? [who, undefined] : [who.by, who.address]
    await this.#jobs.add({ id, kind, title, input: JSON.stringify(input), by, created_at: new Date().toISOString() }, address)
    const job = await this.#jobs.byId(id)
    if (!job) throw new Error('the job that was just kept is gone')
    this.#tell(job)
    this.#queue(id, kind)
    return jobSummaryOf(job)
  }

  /** How many run and wait, for whoever wants to know how busy it is. */
  get active(): number {
    return this.#running.size
  }

  /** Stops a job, or takes it out of the queue. One that has ended stays as it is. */
  async cancel(id: string): Promise<void> {
    const running = this.#running.get(id)
    if (running) {
      running.controller.abort(new Error('cancelled'))
      const late = setTimeout(() => this.#running.has(id) && this.#runners[running.kind].interrupt?.(), patience)
      late.unref()
      return
    }
    const job = await this.#jobs.byId(id)
    if (job?.state === 'queued') await this.#end(id, { state: 'cancelled' })
  }

  /** Waits until a lane is empty. */
  async idle(): Promise<void> {
    await Promise.all(this.#lanes.values())
  }

  /** Does what is no job in its turn: jobs of the lane that come later wait for it. */
  inLane(lane: string, work: () => Promise<void>): void {
    const before = this.#lanes.get(lane) ?? Promise.resolve()
    this.#lanes.set(
      lane,
      before.then(work).catch((error: unknown) => log.error({ err: error }, 'a job could not be kept')),
    )
  }

  #queue(id: string, kind: JobKind): void {
    this.inLane(this.#runners[kind].lane, () => this.#run(id, kind))
  }

  async #run(id: string, kind: JobKind): Promise<void> {
    const job = await this.#jobs.byId(id)
    if (this.#closing || job?.state !== 'queued') return
    const controller = new AbortController()
    this.#running.set(id, { controller, kind })
    await this.#jobs.update(id, { state: 'running', started_at: new Date().toISOString(), attempts: job.attempts + 1 })
    this.#tell({ ...job, state: 'running' })
    try {
      const onProgress = this.#progressOf(job)
      const leadsTo = await this.#attempt(job, kind, controller.signal, onProgress)
      await this.#end(id, { state: 'succeeded', leads_to: leadsTo })
    } catch (error) {
      if (this.#closing) return
      if (controller.signal.aborted) await this.#end(id, { state: 'cancelled' })
      else await this.#end(id, { state: 'failed', problem: JSON.stringify(failureOf(error)) })
    } finally {
      this.#running.delete(id)
    }
  }

  /** Work whose process ended is begun again, but not for ever: it may be what ends the process. */
  async #attempt({ id, input, attempts }: StoredJob, kind: JobKind, signal: AbortSignal, onProgress: (progress: Progress) => void): Promise<string | null> {
    for (let attempt = attempts + 1; ; attempt += 1) {
      try {
        return await this.#runners[kind].run({ id, input: JSON.parse(input) as never }, { signal, onProgress })
      } catch (error) {
        const ended = error instanceof GatehouseError && error.code === 'ENGINE_ENDED'
        if (!ended || attempt >= mostAttempts || signal.aborted) throw error
        await this.#jobs.update(id, { attempts: attempt + 1 })
        await this.#ready(signal)
      }
    }
  }

  #progressOf(job: StoredJob): (progress: Progress) => void {
    let last = 0
    return (progress) => {
      const now = performance.now()
      if (now - last < between) return
      last = now
      const text = JSON.stringify(progress)
      // Progress that cannot be kept is no reason to stop.
      this.#jobs.update(job.id, { progress: text }).catch((error: unknown) => log.warn({ err: error }, 'progress not kept'))
      this.#tell({ ...job, state: 'running', progress: text })
    }
  }

  async #end(id: string, values: Partial<Omit<StoredJob, 'id'>>): Promise<void> {
    await this.#jobs.update(id, { ...values, progress: null, ended_at: new Date().toISOString() })
    const job = await this.#jobs.byId(id)
    if (job) this.#tell(job)
  }

  #tell(job: StoredJob): void {
    const { id, state, progress } = jobSummaryOf(job)
    this.#events.send({ type: 'job', id, job: { id, state, progress } })
  }

  /** Stops what runs: it waits for the next start. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing = true
    for (const { controller } of this.#running.values()) controller.abort(new Error('the service stops'))
    await this.idle()
  }
}

/** Why a job failed, as a problem. Unlike a request, it may tell what the program met: it was asked by somebody who is signed in. */
function failureOf(error: unknown) {
  const problem = toProblem(error)
  return problem.detail === undefined && !isDiskFull(error) ? { ...problem, detail: messageOf(error) } : problem
}
