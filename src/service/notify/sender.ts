import type { OutgoingPolicy } from '../../base/outgoing/address.ts'
import type { Message } from './message.ts'

export interface Delivery {
  /** The same for every try to send the same message, so that who receives it twice can tell. */
  readonly id: string
  readonly message: Message
  readonly at: Date
  /** Password or key of the channel; undefined where it has none. */
  readonly secret: string | undefined
  readonly policy: OutgoingPolicy
}

/** One way to send: its settings are checked when the channel is kept. */
export interface Sender {
  /** Throws a ZodError whose messages tell what is wrong. */
  check(settings: unknown): void
  /** Throws when the message may not have arrived. */
  send(settings: unknown, delivery: Delivery): Promise<void>
}

/** Milliseconds until a server that does not answer is given up. */
export const patience = 20_000
