import { GatehouseError } from '../base/errors.ts'
import type { Credentials } from './credentials.ts'
import { type Answer, ask, type HttpSettings, type OnWait, place } from './http.ts'
import { refused, type TokenSource } from './token.ts'

/** Events are asked for from `since` up to `until`, so that the next run can begin where this one ended. */
export interface Window {
  readonly since: Date
  readonly until: Date
}

/** One page: records as they are written, and where the next page is; none after the last. */
export interface Page {
  readonly records: readonly (object | string)[]
  readonly next?: string
}

/** One kind of record of a directory. */
export interface Stream {
  readonly name: string
  /** Accounts are told as they are now; events happened within the window. */
  readonly kind: 'accounts' | 'events'
  /** Permission that it needs, for the message when it is refused. */
  readonly scope: string
  /** Ending of the file, without the dot. */
  readonly ending?: 'ldif'
  /** Where the first page is. */
  first(window: Window): string
  /** Asks for a page. Throws StreamRefused where the directory does not give this stream. */
  page(at: string, window: Window, signal: AbortSignal): Promise<Page>
  /** Pages cannot be taken up again after a break: it begins anew. */
  readonly whole?: true
  close?(): Promise<void>
}

export interface ConnectOptions {
  readonly http: HttpSettings
  readonly onWait: OnWait
}

export interface Directory {
  readonly name: string
  readonly title: string
  connect(credentials: Credentials, options: ConnectOptions): readonly Stream[]
}

/** The directory does not give this stream: a licence, a permission or a feature is missing. The others go on. */
export class StreamRefused extends Error {}

/** A directory asked over HTTP with a token. */
export class Api {
  readonly #base: URL
  readonly #tokens: TokenSource
  readonly #scheme: string
  readonly #options: ConnectOptions
  readonly #headers: Readonly<Record<string, string>>

  constructor(
    base: URL,
    tokens: TokenSource,
    options: ConnectOptions,
    more: { readonly scheme?: string; readonly headers?: Readonly<Record<string, string>> } = {},
  ) {
    this.#base = base
    this.#tokens = tokens
    this.#scheme = more.scheme ?? 'Bearer'
    this.#options = options
    this.#headers = more.headers ?? {}
  }

  /** An address below the base, with a query. */
  url(path: string, query: Readonly<Record<string, string>> = {}): string {
    const url = new URL(path, this.#base)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
    return url.href
  }

  /** Throws StreamRefused or CREDENTIALS_REFUSED; undefined for what is not there, if the caller allows for that. */
  async get(at: string, scope: string, signal: AbortSignal): Promise<{ readonly body: unknown; readonly headers: Headers }> {
    const answer = await this.try(at, signal)
    if (answer.status === 'ok') return answer
    const why = answer.why === '' ? '' : ` (${answer.why})`
    throw new StreamRefused(`${place(new URL(at))} answered ${answer.code}${why}: it needs ${scope}, and what the directory's plan must include`)
  }

  /** The answer whatever it is, but for refused credentials. */
  async try(at: string, signal: AbortSignal): Promise<Answer> {
    const url = new URL(at, this.#base)
    // Pages name the next one themselves: a token goes to no other host.
    if (url.origin !== this.#base.origin) throw new GatehouseError('COLLECT_UNREACHABLE', `the directory points to another host for its next page: ${url.host}`)
    for (;;) {
      const authorization = `${this.#scheme} ${await this.#tokens.token(signal)}`
      const answer = await ask({ url, headers: { ...this.#headers, authorization } }, this.#options.http, signal, this.#options.onWait)
      if (answer.status !== 'unauthorised') return answer
      if (!this.#tokens.renew()) throw refused(answer.why)
    }
  }
}

/** `Link: <https://…>; rel="next"` (RFC 8288). */
export function nextLink(headers: Headers): string | undefined {
  const parts = (headers.get('link') ?? '').split(/,\s*(?=<)/)
  return parts.map((part) => /^<([^>]+)>.*\brel="?next"?/.exec(part)?.[1]).find((link) => link !== undefined)
}

/** The named members of a record: what else it holds, secrets among it, is not written. */
export function pick(record: unknown, names: readonly string[]): Record<string, unknown> {
  const from = typeof record === 'object' && record !== null ? (record as Record<string, unknown>) : {}
  return Object.fromEntries(names.flatMap((name) => (name in from ? [[name, from[name]] as const] : [])))
}

export function listOf(value: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(value) ? value.filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null) : []
}
