import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { GatehouseError } from '../errors.ts'
import { checkedAddress, type OutgoingPolicy } from './address.ts'

export interface OutgoingRequest {
  readonly method?: 'GET' | 'POST'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  /** Milliseconds for all of it. */
  readonly timeout?: number
  /** Of the answer. */
  readonly mostBytes?: number
  /** How many redirects are followed; none for what sends something. */
  readonly redirects?: number
  /** Root certificates to trust instead of the system's (PEM). */
  readonly ca?: string
}

export interface OutgoingAnswer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Uint8Array
  /** Where the answer came from, after redirects. */
  readonly url: URL
}

/** Headers that belong to the first host alone. */
const secretHeaders: readonly string[] = ['authorization', 'cookie']

/**
 * Asks a web server outside. The name is resolved and checked, and the connection goes to the very address that was checked, so that a
 * name that answers differently a moment later (DNS rebinding) gains nothing; each redirect is checked again. Throws ADDRESS_REFUSED,
 * LIMIT_EXCEEDED for an answer that is too large, and the errors of the network.
 */
export async function ask(url: URL, request: OutgoingRequest, policy: OutgoingPolicy): Promise<OutgoingAnswer> {
  const { timeout = 30_000, redirects = 0 } = request
  const signal = AbortSignal.timeout(timeout)
  let at = url
  let headers = request.headers ?? {}
  for (let left = redirects; ; left--) {
    const answer = await askOnce(at, { ...request, headers }, policy, signal)
    const { location } = answer.headers
    if (answer.status < 300 || answer.status > 399 || location === undefined || left <= 0) return answer
    const next = new URL(location, at)
    if (at.protocol === 'https:' && next.protocol !== 'https:') throw refused(`${at.host} leads on to ${next.host} without encryption`)
    if (next.origin !== at.origin) headers = Object.fromEntries(Object.entries(headers).filter(([name]) => !secretHeaders.includes(name.toLowerCase())))
    at = next
  }
}

async function askOnce(url: URL, request: OutgoingRequest, policy: OutgoingPolicy, signal: AbortSignal): Promise<OutgoingAnswer> {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refused(`${url.protocol} is not asked`)
  if (url.username !== '' || url.password !== '') throw refused('an address with a password in it is not asked')
  const checked = await checkedAddress(url.hostname, policy)
  const { method = 'GET', headers = {}, body, ca, mostBytes = 50e6 } = request
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const sent = send(url, {
      method,
      headers,
      signal,
      agent: false,
      ...(ca !== undefined && { ca }),
      // Instead of resolving the name again; the certificate is still checked against the name.
      lookup: (_name, options, done) => (options.all ? done(null, [checked]) : done(null, checked.address, checked.family)),
    })
    sent.on('error', reject)
    sent.on('response', (answer) => {
      read(answer, mostBytes).then((bytes) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: bytes, url }), reject)
    })
    sent.end(body)
  })
}

async function read(answer: IncomingMessage, most: number): Promise<Uint8Array> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of answer as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > most) {
      answer.destroy()
      throw new GatehouseError('LIMIT_EXCEEDED', `the answer is longer than ${most} bytes`)
    }
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function refused(message: string): GatehouseError {
  return new GatehouseError('ADDRESS_REFUSED', message)
}
