import { availableParallelism } from 'node:os'
import { type Content, contentKey, type RecordedContent, recorded } from '../record.ts'
import type { Member } from '../release.ts'
import { ownRules } from '../yara/sources.ts'
import { InspectProcess, type Loss } from './inspect-process.ts'
import { type Inspected, type InspectLimits, inspectLimits, type Job, type Setup } from './inspection.ts'
import type { RuleChoice } from './inspection-id.ts'

export interface InspectOptions extends Partial<RuleChoice> {
  readonly signal?: AbortSignal
  readonly limits?: Partial<InspectLimits>
}

/** One more child is worth its start for this many bytes that wait. */
const worthStart = 2e6
const mostChildren = Math.min(4, availableParallelism())

interface Waiting {
  readonly job: Job
  readonly done: (content: Inspected) => void
  readonly failed: (thrown: unknown) => void
}

/**
 * Reads members of unpacked releases in child processes. The first one starts at once, so that it is ready when the files
 * are unpacked; more are started when there is much to read. A file that takes too long, too much memory, or the child
 * with it, has a content without readers that says so; the others are read by a new child.
 */
export class Inspectors implements Disposable {
  readonly #folder: string
  readonly #setup: Setup
  readonly #signal: AbortSignal | undefined
  readonly #queue: Waiting[] = []
  readonly #idle: InspectProcess[] = []
  readonly #all = new Set<InspectProcess>()
  readonly #abort = () => this[Symbol.dispose]()
  #losses = 0

  /** `folder` holds the folders of the releases. */
  constructor(folder: string, { signal, limits, rules = [ownRules], families = true }: InspectOptions = {}) {
    signal?.throwIfAborted()
    this.#folder = folder
    this.#setup = { rules, families, limits: { ...inspectLimits, ...limits } }
    this.#signal = signal
    signal?.addEventListener('abort', this.#abort, { once: true })
    this.#idle.push(this.#start())
  }

  /** The contents of the members of one release by `contentKey`. Throws the signal's reason when it is aborted. */
  async read(folder: string, members: readonly Member[]): Promise<Map<string, Content>> {
    return (await this.#readAll(folder, members, false)) as Map<string, Content>
  }

  /** The same in the short form that is kept: a tenth of the way from the children to here. */
  async record(folder: string, members: readonly Member[]): Promise<Map<string, RecordedContent>> {
    return (await this.#readAll(folder, members, true)) as Map<string, RecordedContent>
  }

  async #readAll(folder: string, members: readonly Member[], short: boolean): Promise<Map<string, Inspected>> {
    const distinct = new Map(members.map((member) => [contentKey(member), member]))
    const contents = [...distinct].map(async ([key, { path, sha256, size }]) => [key, await this.#enqueue({ key, folder, path, sha256, size, short })] as const)
    queueMicrotask(() => this.#begin())
    const read = new Map(await Promise.all(contents))
    this.#signal?.throwIfAborted()
    return read
  }

  /** Once all is there that is asked for in one go. The large come first: else one child would be left with one when the others have nothing more to do. */
  #begin(): void {
    this.#queue.sort((one, other) => other.job.size - one.job.size)
    this.#work()
  }

  async #enqueue(job: Job): Promise<Inspected> {
    const { fileBytes } = this.#setup.limits
    if (job.size > fileBytes) return unread(job, ['size', `larger than the limit of ${fileBytes} bytes`])
    return await new Promise((done, failed) => {
      this.#queue.push({ job, done, failed })
    })
  }

  [Symbol.dispose](): void {
    this.#signal?.removeEventListener('abort', this.#abort)
    for (const child of this.#all) child.close()
    this.#all.clear()
    for (const { job, done } of this.#queue.splice(0)) done(unread(job, ['stopped', 'not read, because reading was stopped']))
  }

  #start(): InspectProcess {
    const child = new InspectProcess(this.#folder, this.#setup)
    this.#all.add(child)
    return child
  }

  /** Gives waiting files to children that have none. */
  #work(): void {
    while (this.#queue.length > 0) {
      const child = this.#idle.pop() ?? (this.#mayStart() ? this.#start() : undefined)
      if (child === undefined) return
      const next = this.#queue.shift()
      if (next === undefined) return
      void this.#give(child, next)
    }
  }

  #mayStart(): boolean {
    if (this.#all.size === 0) return true
    return this.#all.size < mostChildren && this.#queue.reduce((sum, { job }) => sum + job.size, 0) > worthStart
  }

  async #give(child: InspectProcess, { job, done, failed }: Waiting): Promise<void> {
    let answer: Inspected | Loss
    try {
      answer = await child.read(job)
    } catch (thrown) {
      for (const waiting of this.#queue.splice(0)) waiting.failed(thrown)
      return failed(thrown)
    }
    if (isLoss(answer)) {
      child.close()
      this.#all.delete(child)
      this.#losses++
      done(unread(job, this.#signal?.aborted ? ['stopped', 'not read, because reading was stopped'] : answer))
      if (this.#losses > this.#setup.limits.losses) this.#giveUp()
    } else {
      done(answer)
      this.#idle.push(child)
    }
    this.#work()
  }

  #giveUp(): void {
    for (const { job, done } of this.#queue.splice(0)) done(unread(job, ['losses', 'not read, because too many files before it broke the reader']))
  }
}

function isLoss(answer: Inspected | Loss): answer is Loss {
  return Array.isArray(answer)
}

function unread({ short }: Job, [why, says]: Loss): Inspected {
  const content: Content = { readers: [], units: [], traits: [{ name: 'file.unread', value: why }], notes: [says] }
  return short ? recorded(content) : content
}
