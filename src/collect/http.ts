import { setTimeout as sleep } from 'node:timers/promises'
import { GatehouseError, messageOf } from '../base/errors.ts'
import { bytes as inWords } from '../base/text.ts'

export interface HttpSettings {
  /** Milliseconds for one try, from asking to the last byte. */
  readonly timeout: number
  readonly tries: number
  /** Milliseconds before the second try; doubles with each, with a spread so that collectors do not ask in step. */
  readonly backOff: number
  /** Longest wait that a directory may ask for, in milliseconds. */
  readonly mostWait: number
  /** Of one answer, decoded. */
  readonly mostBytes: number
}

export const defaultHttp: HttpSettings = { timeout: 120_000, tries: 7, backOff: 1000, mostWait: 15 * 60_000, mostBytes: 64 * 2 ** 20 }

export interface Request {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** Sent as a form: for tokens. */
  readonly form?: Readonly<Record<string, string>>
}

/** What a directory answered, or why it will not. 401 is left to the caller, who may hold a fresher token. */
export type Answer =
  | { readonly status: 'ok'; readonly body: unknown; readonly headers: Headers }
  | { readonly status: 'unauthorised' | 'forbidden' | 'missing' | 'refused'; readonly code: number; readonly why: string }

/** Called before a wait, with how long and why: for the progress line. */
export type OnWait = (milliseconds: number, why: string) => void

interface Again {
  readonly again: string
  readonly wait?: number
}

/**
 * Asks for JSON until there is an answer: after 429, 5xx, a cut connection or a torn answer again, later each time and never sooner than
 * the directory asks for. Throws COLLECT_UNREACHABLE after the last try, or the signal's reason. No secret is in any message.
 */
export async function ask(request: Request, settings: HttpSettings, signal: AbortSignal, onWait: OnWait = () => undefined): Promise<Answer> {
  let last: Again = { again: 'was not asked' }
  for (let attempt = 0; attempt < settings.tries; attempt += 1) {
    if (attempt > 0) {
      const pause = Math.max(last.wait ?? 0, settings.backOff * 2 ** (attempt - 1) * (0.5 + Math.random()))
      if (pause > settings.mostWait) break
      onWait(pause, last.again)
      await sleep(pause, undefined, { signal }).catch(() => signal.throwIfAborted())
    }
    const outcome = await once(request, settings, signal)
    if ('status' in outcome) return outcome
    last = outcome
  }
  throw new GatehouseError('COLLECT_UNREACHABLE', `${place(request.url)} ${last.again}`, {
    hint: 'What came before is kept. Run the same command again later: it goes on where it stopped.',
  })
}

async function once({ url, headers, form }: Request, settings: HttpSettings, signal: AbortSignal): Promise<Answer | Again> {
  signal.throwIfAborted()
  const limited = AbortSignal.any([signal, AbortSignal.timeout(settings.timeout)])
  try {
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      headers: { accept: 'application/json', 'user-agent': 'gatehouse', ...headers },
      ...(form && { body: new URLSearchParams(form) }),
      // A credential is for the host that it was given for.
      redirect: 'error',
      signal: limited,
    })
    const text = await textOf(response, settings.mostBytes, url)
    return response.ok ? parsed(text, response.headers) : refusal(response, text)
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof GatehouseError) throw error
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
    return { again: error instanceof Error && error.name === 'TimeoutError' ? 'took too long to answer' : `does not answer: ${messageOf(cause)}` }
  }
}

function parsed(text: string, headers: Headers): Answer | Again {
  try {
    return { status: 'ok', body: JSON.parse(text) as unknown, headers }
  } catch {
    return { again: 'answered with what is no JSON' }
  }
}

function refusal(response: Response, text: string): Answer | Again {
  const { status: code, headers } = response
  const exhausted = code === 429 || (code === 403 && headers.get('x-ratelimit-remaining') === '0')
  if (exhausted || code === 408 || code >= 500) {
    const wait = retryAfter(headers, exhausted)
    return { again: `answered ${code}`, ...(wait !== undefined && { wait }) }
  }
  const status = code === 401 ? 'unauthorised' : code === 403 ? 'forbidden' : code === 404 || code === 410 ? 'missing' : 'refused'
  return { status, code, why: reasonIn(text) }
}

/** Seconds or a date (RFC 9110, 10.2.3), or when the allowance begins anew, in seconds since 1970 → milliseconds from now. */
function retryAfter(headers: Headers, exhausted: boolean): number | undefined {
  const told = headers.get('retry-after')
  if (told !== null) {
    const milliseconds = /^\d{1,9}$/.test(told.trim()) ? Number(told) * 1000 : Date.parse(told) - Date.now()
    if (!Number.isNaN(milliseconds)) return Math.max(0, milliseconds)
  }
  const reset = headers.get('x-rate-limit-reset') ?? headers.get('x-ratelimit-reset')
  return exhausted && reset !== null && /^\d{9,11}$/.test(reset) ? Math.max(0, Number(reset) * 1000 - Date.now()) + 1000 : undefined
}

/** The code of an error, as these interfaces name it: a short word, never a text that may repeat what was sent. */
function reasonIn(text: string): string {
  const code = /"(?:error|code|errorCode)"\s*:\s*"([A-Za-z0-9_.-]{1,80})"/.exec(text)?.[1]
  return code ?? ''
}

async function textOf(response: Response, most: number, url: URL): Promise<string> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > most) throw new GatehouseError('LIMIT_EXCEEDED', `an answer of ${place(url)} is larger than ${inWords(most)}`)
    parts.push(part)
  }
  return Buffer.concat(parts, size).toString('utf8')
}

/** An address without what may be secret in it: user, password, query. */
export function place(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`
}
