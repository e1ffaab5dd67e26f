import { setTimeout as sleep } from 'node:timers/promises'
import { GatehouseError, messageOf } from '../../base/errors.ts'
import { checkedAddress, keepsEncryption } from '../../base/outgoing/address.ts'
import { bytes as inWords } from '../../base/text.ts'

export interface Request {
  readonly url: URL
  /** Name of the registry's own host, which may lie inside; others only where that is allowed. */
  readonly home: string
  readonly accept: string
  /** A secret: never in a message. */
  readonly authorization?: string
  /** Decoded bytes; a longer answer is refused while it comes. */
  readonly mostBytes: number
  readonly signal: AbortSignal
}

export interface HttpSettings {
  readonly userAgent: string
  /** Ranges inside that a registry may lead on to. */
  readonly allow: readonly string[]
  /** Milliseconds for one try, from asking to the last byte. */
  readonly timeout: number
  readonly tries: number
  /** Milliseconds before the second try; doubles with each. */
  readonly backOff: number
  /** Longest wait that a server may ask for, in milliseconds. */
  readonly mostWait: number
}

export const defaultHttp: HttpSettings = { userAgent: 'gatehouse', allow: [], timeout: 120_000, tries: 4, backOff: 500, mostWait: 60_000 }

const mostRedirections = 5

/** 404 and 410 are answers; what else is not 200 is an error after the last try. */
export type Answer = { readonly found: true; readonly body: Uint8Array } | { readonly found: false; readonly status: number }

interface Refusal {
  readonly message: string
  /** Milliseconds that the server asked to wait. */
  readonly wait?: number
  readonly final?: boolean
}

/**
 * Asks politely: one try after another, longer apart each time, never sooner than the server asks for. Throws REGISTRY_UNREACHABLE,
 * REGISTRY_REFUSED, LIMIT_EXCEEDED, or the signal's reason.
 */
export async function get(request: Request, settings: HttpSettings = defaultHttp): Promise<Answer> {
  let refusal: Refusal = { message: 'was not asked' }
  for (let attempt = 0; attempt < settings.tries; attempt++) {
    if (attempt > 0) await sleep(waitBefore(attempt, refusal, settings), undefined, { signal: request.signal })
    const outcome = await once(request, settings)
    if ('found' in outcome) return outcome
    refusal = outcome
    if (refusal.final)
      throw new GatehouseError('REGISTRY_REFUSED', `${place(request.url)} ${refusal.message}`, { hint: 'Look at the registry and the credentials in .npmrc.' })
    if ((refusal.wait ?? 0) > settings.mostWait) break
  }
  throw new GatehouseError('REGISTRY_UNREACHABLE', `${place(request.url)} ${refusal.message}`, {
    hint: 'Try again later, give files instead of npm:… names, or use --offline.',
  })
}

function waitBefore(attempt: number, refusal: Refusal, { backOff }: HttpSettings): number {
  const spread = 0.75 + Math.random() / 2
  return Math.max(refusal.wait ?? 0, backOff * 2 ** (attempt - 1) * spread)
}

async function once(request: Request, settings: HttpSettings): Promise<Answer | Refusal> {
  const { url, mostBytes, signal } = request
  signal.throwIfAborted()
  try {
    const response = await follow(request, settings)
    if ('message' in response) return response
    if (response.status === 200) return { found: true, body: await bodyOf(response, mostBytes, url) }
    await response.body?.cancel()
    if (response.status === 404 || response.status === 410) return { found: false, status: response.status }
    const wait = retryAfter(response.headers.get('retry-after'))
    const again = response.status === 408 || response.status === 429 || response.status >= 500
    return { message: `answered ${response.status}`, final: !again, ...(wait !== undefined && { wait }) }
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof GatehouseError) throw error
    return { message: `does not answer: ${reasonOf(error)}` }
  }
}

/**
 * Follows redirections, never from https to http, and to a host that is not the registry's own only where its address is public or allowed. The secret goes to
 * the first origin alone. Throws ADDRESS_REFUSED.
 */
async function follow({ url, home, accept, authorization, signal }: Request, { timeout, userAgent, allow }: HttpSettings): Promise<Response | Refusal> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(timeout)])
  let at = url
  for (let hops = 0; hops <= mostRedirections; hops++) {
    if (at.hostname !== home) await checkedAddress(at.hostname, { allow })
    const secret = authorization !== undefined && at.origin === url.origin ? { authorization } : {}
    const response = await fetch(at, { headers: { accept, 'user-agent': userAgent, ...secret }, redirect: 'manual', signal: limited })
    const location = response.headers.get('location')
    if (response.status < 300 || response.status > 399 || location === null) return response
    await response.body?.cancel()
    const next = URL.parse(location, at.href)
    if (next === null || !keepsEncryption(at, next))
      return { message: 'redirects to where it may not go: only the same or better encryption is followed', final: true }
    at = next
  }
  return { message: 'redirects again and again', final: true }
}

async function bodyOf(response: Response, most: number, url: URL): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > most) {
      throw new GatehouseError('LIMIT_EXCEEDED', `${place(url)} is larger than ${inWords(most)}`, {
        hint: 'The limit is vet.artifactBytes in gatehouse.yaml.',
      })
    }
    parts.push(part)
  }
  return Buffer.concat(parts, size)
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3) → milliseconds from now. */
function retryAfter(value: string | null): number | undefined {
  if (value === null) return undefined
  const milliseconds = /^\d{1,9}$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isNaN(milliseconds) ? undefined : Math.max(0, milliseconds)
}

/** The address without what may be secret in it: user, password, query. */
function place(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`
}

/** The innermost cause: `fetch failed` alone tells nobody anything. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
  if (error instanceof Error && error.name === 'TimeoutError') return 'it took too long'
  return messageOf(cause) || String((cause as { code?: unknown }).code ?? 'unknown reason')
}
