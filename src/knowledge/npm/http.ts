import { setTimeout as sleep } from 'node:timers/promises'
import { GatehouseError, messageOf } from '../../base/errors.ts'
import { bytes as inWords } from '../../base/text.ts'

export interface Request {
  readonly url: URL
  readonly accept: string
  /** A secret: never in a message. */
  readonly authorization?: string
  /** Decoded bytes; a longer answer is refused while it comes. */
  readonly mostBytes: number
  readonly signal: AbortSignal
}

export interface HttpSettings {
  readonly userAgent: string
  /** Milliseconds for one try, from asking to the last byte. */
  readonly timeout: number
  readonly tries: number
  /** Milliseconds before the second try; doubles with each. */
  readonly backOff: number
  /** Longest wait that a server may ask for, in milliseconds. */
  readonly mostWait: number
}

export const defaultHttp: HttpSettings = { userAgent: 'gatehouse', timeout: 120_000, tries: 4, backOff: 500, mostWait: 60_000 }

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

async function once({ url, accept, authorization, mostBytes, signal }: Request, settings: HttpSettings): Promise<Answer | Refusal> {
  signal.throwIfAborted()
  const limited = AbortSignal.any([signal, AbortSignal.timeout(settings.timeout)])
  const headers = { accept, 'user-agent': settings.userAgent, ...(authorization !== undefined && { authorization }) }
  try {
    // An Authorization header does not follow a redirection to another origin: the fetch standard drops it.
    const response = await fetch(url, { headers, signal: limited })
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
