import { messageOf } from '../base/errors.ts'
import { log } from '../base/log.ts'
import { remember, remembered } from '../state/meta.ts'
import { Suppressions } from '../state/suppressions.ts'
import { isClockSettled } from './clock.ts'
import type { Context } from './context.ts'
import { Inbox } from './inbox/inbox.ts'
import { readWaiting } from './inbox/read-waiting.ts'
import { readRetention } from './retention.ts'
import type { UploadStore } from './uploads.ts'

/** Milliseconds between looks. */
const every = 30_000

/** What has to be done from time to time: suppressions that expire let their findings back, uploads are forgotten after a day. */
export class Upkeep implements AsyncDisposable {
  readonly #context: Context
  readonly #uploads: UploadStore
  readonly #timer: NodeJS.Timeout
  #inForce: string | undefined
  #looking: Promise<void> = Promise.resolve()

  constructor(context: Context, uploads: UploadStore) {
    this.#context = context
    this.#uploads = uploads
    this.#timer = setInterval(() => void this.look(new Date()), every)
    this.#timer.unref()
    void this.look(new Date())
  }

  /** One look, after the one before. */
  look(now: Date): Promise<void> {
    this.#looking = this.#looking.then(() => this.#look(now)).catch((error: unknown) => log.error({ reason: messageOf(error) }, 'upkeep failed'))
    return this.#looking
  }

  async #look(now: Date): Promise<void> {
    const { state, engine, events, folder, jobs } = this.#context
    const inForce = (await new Suppressions(state).inForce(now.toISOString())).join()
    if (this.#inForce !== undefined && inForce !== this.#inForce) {
      await engine.ask('arrange', {})
      events.send({ type: 'finding' })
      events.send({ type: 'incident' })
    }
    this.#inForce = inForce
    await this.#uploads.clean(now)
    const inbox = new Inbox(folder)
    await inbox.clean(now)
    await readWaiting(inbox, jobs, 'inbox', now)
    await this.#retain(now)
  }

  /** Once a day, where something is to go at all. */
  async #retain(now: Date): Promise<void> {
    const { state, jobs } = this.#context
    if (!(await isClockSettled(state, now))) return
    const today = now.toISOString().slice(0, 10)
    if ((await remembered(state, 'retained')) === today || Object.keys((await readRetention(state)).days).length === 0) return
    await remember(state, 'retained', today)
    await jobs.add('retain', 'Remove rows that are older than they are kept', {}, 'retention')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    await this.#looking
  }
}
