import { Cron } from 'croner'
import { log } from '../base/log.ts'

/** Runs something as a crontab line says, in UTC. */
export class Schedule implements Disposable {
  readonly #run: () => void
  #cron: Cron | undefined
  #line = ''
  /** The next run, worked out after the one before. */
  #due: Date | null = null

  constructor(run: () => void) {
    this.#run = run
  }

  /** An empty line stops it. */
  set(line: string): void {
    if (line === this.#line) return
    this.#line = line
    this.#begin(line)
  }

  /** The clock was set: a run that it jumped over happens now, once, and the next one is worked out by the new time. */
  clockJumped(now: Date): void {
    const missed = this.#due !== null && this.#due <= now
    this.#begin(this.#line)
    if (missed) this.#run()
  }

  #begin(line: string): void {
    this.#cron?.stop()
    this.#cron = undefined
    this.#due = null
    if (line === '') return
    const failed = (error: unknown) => log.error({ err: error }, 'the scheduled look failed')
    this.#cron = new Cron(line, { timezone: 'UTC', catch: failed, unref: true }, () => {
      this.#due = this.next
      this.#run()
    })
    this.#due = this.next
  }

  /** When it runs next; null: not at all. */
  get next(): Date | null {
    return this.#cron?.nextRun() ?? null
  }

  [Symbol.dispose](): void {
    this.#cron?.stop()
  }
}
