import { createHmac } from 'node:crypto'
import { z } from 'zod'
import { ask } from '../../base/outgoing/request.ts'
import { patience, type Sender } from './sender.ts'

const settings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).max(2000),
})

/**
 * The signature of Standard Webhooks (https://www.standardwebhooks.com, 1.0): HMAC-SHA-256 over `id.timestamp.body`, Base64, with the key as it was
 * given, or, where it begins with `whsec_`, the bytes that follow in Base64.
 */
export function signature(secret: string, id: string, timestamp: number, body: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice(6), 'base64') : Buffer.from(secret)
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
}

/** A signed POST of JSON. Any answer but 2xx is a failure, redirects too. */
export const webhook: Sender = {
  check: (given) => void settings.parse(given),
  async send(given, { id, message, at, secret, policy }) {
    const { url } = settings.parse(given)
    const timestamp = Math.floor(at.getTime() / 1000)
    const body = JSON.stringify({ type: `gatehouse.${message.kind}`, timestamp: at.toISOString(), data: message })
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'gatehouse',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      ...(secret !== undefined && { 'webhook-signature': signature(secret, id, timestamp, body) }),
    }
    const { status } = await ask(new URL(url), { method: 'POST', headers, body, timeout: patience, mostBytes: 100_000 }, policy)
    if (status < 200 || status > 299) throw new Error(`the server answered ${status}`)
  },
}
