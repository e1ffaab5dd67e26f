import type { Kysely } from 'kysely'
import { messageOf } from '../../base/errors.ts'
import { log } from '../../base/log.ts'
import type { OutgoingPolicy } from '../../base/outgoing/address.ts'
import type { Incident } from '../../model/incident.ts'
import { Channels, type StoredChannel, type StoredMessage } from '../../state/channels.ts'
import type { StateSchema } from '../../state/schema.ts'
import type { Secrets } from '../../state/secrets.ts'
import { copyAudit } from './audit-copy.ts'
import { incidentMessage, type Message, testMessage } from './message.ts'
import { type ChannelKind, senders } from './senders.ts'

export interface NotificationSettings {
  readonly state: Kysely<StateSchema>
  readonly secrets: Secrets
  readonly policy: OutgoingPolicy
  readonly url: URL
  /** Milliseconds between looks into the outbox. */
  readonly every?: number
}

/** Milliseconds before the second try; each further one waits twice as long, up to an hour. */
const firstWait = 30_000
const longestWait = 3600_000
const spread = 0.25
/** Tries after which a message that nobody took is given up: three days. Counted, so that a clock that jumps ahead gives nothing up. */
const mostTries = 79

/** The name that the secret of a channel is kept under. */
export function secretName(channel: string): string {
  return `channel/${channel}`
}

/** How long to wait after so many tries, spread by a quarter so that many do not come back at once. `random` is 0…1. */
export function waitAfter(attempts: number, random: number): number {
  return Math.min(longestWait, firstWait * 2 ** (attempts - 1)) * (1 - spread + 2 * spread * random)
}

/** Tells people of incidents: what is to be sent is kept first, and tried until it is taken. */
export class Notifications implements AsyncDisposable {
  readonly #settings: NotificationSettings
  readonly #channels: Channels
  readonly #timer: NodeJS.Timeout
  /** By channel: how often the audit log was not taken, and until when (milliseconds) it is not tried. */
  readonly #auditWaits = new Map<string, { readonly tries: number; readonly until: number }>()
  #working: Promise<void> = Promise.resolve()

  constructor(settings: NotificationSettings) {
    this.#settings = settings
    this.#channels = new Channels(settings.state)
    this.#timer = setInterval(() => void this.look(new Date()), settings.every ?? 5000)
    this.#timer.unref()
  }

  /** Queues what is new and sends what is due, after the look before. */
  look(now: Date): Promise<void> {
    this.#working = this.#working.then(() => this.#look(now)).catch((error: unknown) => log.error({ reason: messageOf(error) }, 'notifications failed'))
    return this.#working
  }

  /** Sends a test message at once; what went wrong, or undefined. */
  async test(channel: StoredChannel): Promise<string | undefined> {
    const problem = await this.#send(channel, crypto.randomUUID(), testMessage(this.#settings.url), new Date())
    await this.#ended(channel, problem)
    return problem
  }

  async #look(now: Date): Promise<void> {
    const channels = (await this.#channels.all()).filter(({ enabled }) => enabled === 1)
    const toMessage = (text: string) => JSON.stringify(incidentMessage(JSON.parse(text) as Incident, this.#settings.url))
    for (const channel of channels) await this.#channels.queue(channel, now, toMessage)
    for (const channel of channels) await this.#copyAudit(channel)
    const byId = new Map(channels.map((channel) => [channel.id, channel]))
    // A channel that does not answer holds up its own messages only for this look.
    const silent = new Set<string>()
    for (const message of await this.#channels.due(now, longestWait * (1 + spread))) {
      const channel = byId.get(message.channel)
      if (channel && !silent.has(channel.id) && !(await this.#deliver(channel, message, now))) silent.add(channel.id)
    }
  }

  /** The audit log to those that are to have it; a collector that is down is asked again, less and less often. */
  async #copyAudit(channel: StoredChannel): Promise<void> {
    const { state, policy } = this.#settings
    const { tries, until } = this.#auditWaits.get(channel.id) ?? { tries: 0, until: 0 }
    if (performance.now() < until) return
    try {
      if (!(await copyAudit(state, channel, policy))) return
      this.#auditWaits.delete(channel.id)
      if (tries > 0) await this.#ended(channel, undefined)
    } catch (error) {
      this.#auditWaits.set(channel.id, { tries: tries + 1, until: performance.now() + waitAfter(tries + 1, Math.random()) })
      await this.#ended(channel, `The audit log was not taken: ${messageOf(error).slice(0, 400)}`)
    }
  }

  async #deliver(channel: StoredChannel, { id, message, attempts }: StoredMessage, now: Date): Promise<boolean> {
    const problem = await this.#send(channel, id, JSON.parse(message) as Message, now)
    await this.#ended(channel, problem)
    if (problem === undefined) {
      await this.#channels.sent(id)
      return true
    }
    if (attempts + 1 >= mostTries) {
      log.error({ channel: channel.name, reason: problem }, 'a notification was given up')
      await this.#channels.sent(id)
    } else await this.#channels.postpone(id, attempts + 1, now.getTime() + waitAfter(attempts + 1, Math.random()))
    return false
  }

  async #send(channel: StoredChannel, id: string, message: Message, at: Date): Promise<string | undefined> {
    try {
      const secret = channel.has_secret === 1 ? await this.#settings.secrets.get(secretName(channel.id)) : undefined
      await senders[channel.kind as ChannelKind].send(JSON.parse(channel.settings), { id, message, at, secret, policy: this.#settings.policy })
      return undefined
    } catch (error) {
      return messageOf(error).slice(0, 500)
    }
  }

  async #ended(channel: StoredChannel, problem: string | undefined): Promise<void> {
    const last = { at: new Date().toISOString(), ok: problem === undefined, says: problem ?? 'It was taken.' }
    await this.#channels.change(channel.id, { last: JSON.stringify(last) })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    await this.#working
  }
}
