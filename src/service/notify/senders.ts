import { email } from './email.ts'
import type { Sender } from './sender.ts'
import { syslog } from './syslog.ts'
import { webhook } from './webhook.ts'

/** Every way to send a notification. A new one is a file and a line here. */
export const senders = { email, webhook, syslog } as const satisfies Record<string, Sender>
export type ChannelKind = keyof typeof senders
