import type { FastifyRequest } from 'fastify'
import { sourceHeader } from './stay.ts'

/** Of what a client sends, only what login needs to see; and where it came from, as the server knows it. */
export function headersOf({ headers, ip }: FastifyRequest): Headers {
  const kept = new Headers({ [sourceHeader]: ip })
  for (const name of ['authorization', 'cookie', 'content-type', 'origin', 'user-agent'] as const) {
    const value = headers[name]
    if (value !== undefined) kept.set(name, value)
  }
  return kept
}
