import { Cron } from 'croner'
import { log } from '../base/log.ts'

/**
 * Runs something as a crontab line says, in UTC. A clock that jumps forward runs it once, one that jumps back waits for the next time by the
 * new clock: the next run is worked out anew after each, and every minute in between.
 */
export class Schedule implements Disposable {
  readonly #run: () => void
  #cron: Cron | undefined
  #line = ''

  constructor(run: () => void) {
    this.#run = run
  }

  /** An empty line stops it. */
  set(line: string): void {
    if (line === this.#line) return
    this.#line = line
    this.#cron?.stop()
    this.#cron = undefined
    if (line === '') return
    const failed = (error: unknown) => log.error({ err: error }, 'the scheduled look failed')
    this.#cron = new Cron(line, { timezone: 'UTC', catch: failed, unref: true }, () => this.#run())
  }

  /** When it runs next; null: not at all. */
  get next(): Date | null {
    return this.#cron?.nextRun() ?? null
  }

  [Symbol.dispose](): void {
    this.#cron?.stop()
  }
}
