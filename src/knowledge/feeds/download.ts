import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { type IncomingMessage, Agent as PlainAgent, request as plainRequest } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { GatehouseError, messageOf } from '../../base/errors.ts'
import { type CheckedAddress, checkedAddress, keepsEncryption } from '../../base/outgoing/address.ts'
import { bytes as inWords } from '../../base/text.ts'

export interface DownloadSettings {
  /** Milliseconds without a byte. */
  readonly idle: number
  readonly tries: number
  /** Milliseconds before the second try; doubles with each. */
  readonly backOff: number
  /** Longest wait that a server may ask for, in milliseconds. */
  readonly mostWait: number
  /** Ranges inside that a server may lead on to. */
  readonly allow?: readonly string[]
}

export const defaultDownload: DownloadSettings = { idle: 60_000, tries: 4, backOff: 1000, mostWait: 120_000 }

export interface Download {
  readonly url: URL
  /** Where the answer is written; what lies there is overwritten. */
  readonly to: string
  readonly mostBytes: number
  /** What the server said of the copy that is there: it answers that nothing changed. */
  readonly etag?: string | undefined
  readonly signal: AbortSignal
}

export interface Downloaded {
  readonly etag: string
  readonly bytes: number
  readonly sha256: string
}

/** A refusal that another try may turn, or not. */
class Refused extends Error {
  readonly final: boolean
  readonly wait: number

  constructor(message: string, { final = false, wait = 0 } = {}) {
    super(message)
    this.final = final
    this.wait = wait
  }
}

const mostRedirections = 5

/**
 * Fetches a file, all of it or nothing: a try that is cut begins anew. Proxies come from HTTP_PROXY, HTTPS_PROXY and NO_PROXY. A digest that the server sends along is
 * held against what came. Gives undefined when nothing changed since `etag`. Throws FEED_UNREACHABLE, or the signal's reason.
 */
export async function download(asked: Download, settings: DownloadSettings = defaultDownload): Promise<Downloaded | undefined> {
  let last = 'was not asked'
  for (let attempt = 0; attempt < settings.tries; attempt++) {
    try {
      return await once(asked, settings)
    } catch (error) {
      asked.signal.throwIfAborted()
      if (error instanceof GatehouseError) throw error
      last = messageOf(error)
      const refused = error instanceof Refused ? error : new Refused(last)
      if (refused.final || refused.wait > settings.mostWait || attempt + 1 === settings.tries) break
      const spread = 0.75 + Math.random() / 2
      await sleep(Math.max(refused.wait, settings.backOff * 2 ** attempt * spread), undefined, { signal: asked.signal })
    }
  }
  throw new GatehouseError('FEED_UNREACHABLE', `${place(asked.url)} ${last}`, {
    hint: 'Try again later, or fetch the files elsewhere and give their folder: gatehouse feeds update --from DIR.',
  })
}

async function once({ url, to, mostBytes, etag, signal }: Download, settings: DownloadSettings): Promise<Downloaded | undefined> {
  const answer = await follow(url, etag, signal, settings)
  if (answer.statusCode === 304) {
    answer.resume()
    return undefined
  }
  const hash = { sha256: createHash('sha256'), md5: createHash('md5') }
  let bytes = 0
  const counted = new Transform({
    transform(part: Buffer, _, done) {
      bytes += part.length
      hash.sha256.update(part)
      hash.md5.update(part)
      const over = bytes > mostBytes
      done(
        over
          ? new GatehouseError('LIMIT_EXCEEDED', `${place(url)} is larger than ${inWords(mostBytes)}`, { hint: 'The limit is mostBytes in rules/feeds.yaml.' })
          : null,
        part,
      )
    },
  })
  await pipeline(answer, counted, createWriteStream(to), { signal })
  const length = answer.headers['content-length']
  if (length !== undefined && Number(length) !== bytes) throw new Refused(`broke off after ${bytes} of ${length} bytes`)
  const [sha256, md5] = [hash.sha256.digest(), hash.md5.digest()]
  const promised = digestOf(answer)
  if (promised && !promised.bytes.equals(promised.algorithm === 'md5' ? md5 : sha256))
    throw new Refused('sent bytes that do not match the digest it sent along')
  return { etag: String(answer.headers.etag ?? ''), bytes, sha256: sha256.toString('hex') }
}

/** Follows redirections, never from https to http, and to another host only where its address is public or allowed: who asks chose the first one alone. */
async function follow(from: URL, etag: string | undefined, signal: AbortSignal, settings: DownloadSettings): Promise<IncomingMessage> {
  let url = from
  let checked: CheckedAddress | undefined
  for (let hops = 0; hops <= mostRedirections; hops++) {
    const answer = await ask(url, etag, signal, settings, checked)
    const { statusCode = 0, headers } = answer
    if (statusCode >= 300 && statusCode < 400 && statusCode !== 304 && headers.location !== undefined) {
      answer.resume()
      const next = new URL(headers.location, url)
      if (!keepsEncryption(url, next)) throw new Refused(`redirects to ${place(next)}, which is not safe`, { final: true })
      checked = next.host === from.host ? undefined : await mayLeadTo(next, settings)
      url = next
      continue
    }
    if (statusCode !== 200 && statusCode !== 304) {
      answer.resume()
      const again = statusCode === 408 || statusCode === 429 || statusCode >= 500
      throw new Refused(`answered ${statusCode}`, { final: !again, wait: retryAfter(headers['retry-after']) })
    }
    if (/^text\/html\b/i.test(headers['content-type'] ?? '')) {
      answer.destroy()
      throw new Refused('answered with a web page, as gateways that ask for a login do', { final: true })
    }
    return answer
  }
  throw new Refused('redirects again and again', { final: true })
}

/** The address that was checked, to be asked instead of the name. Behind a proxy it is the proxy that resolves names: only what is known here is refused. */
async function mayLeadTo(next: URL, { allow = [] }: DownloadSettings): Promise<CheckedAddress | undefined> {
  const proxied = proxies.some((name) => (process.env[name] ?? '') !== '')
  try {
    const checked = await checkedAddress(next.hostname, { allow })
    return proxied ? undefined : checked
  } catch (error) {
    if (error instanceof GatehouseError) throw new Refused(`redirects to ${place(next)}, where it may not go: ${error.message}. ${error.hint}`, { final: true })
    if (proxied) return undefined
    throw error
  }
}

const proxies = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy']

// The agents read the proxies of the environment themselves: https://nodejs.org/api/http.html#built-in-proxy-support
const agents = { plain: new PlainAgent({ proxyEnv: process.env }), secure: new SecureAgent({ proxyEnv: process.env }) }

function ask(
  url: URL,
  etag: string | undefined,
  signal: AbortSignal,
  { idle }: DownloadSettings,
  checked: CheckedAddress | undefined,
): Promise<IncomingMessage> {
  const headers = { 'user-agent': 'gatehouse', accept: '*/*', ...(etag && { 'if-none-match': etag }) }
  return new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:'
    const lookup: LookupFunction = (_, options, done) => {
      if (checked && options.all) done(null, [checked])
      else if (checked) done(null, checked.address, checked.family)
    }
    const options = { headers, signal, agent: secure ? agents.secure : agents.plain, ...(checked && { lookup }) }
    const asked = (secure ? secureRequest : plainRequest)(url, options, resolve)
    asked.setTimeout(idle, () => asked.destroy(new Error(`said nothing for ${idle / 1000} s`)))
    asked.on('error', (error) => reject(new Error(`does not answer: ${messageOf(error) || String((error as { code?: unknown }).code)}`)))
    asked.end()
  })
}

/** `x-goog-hash: md5=…` of Google's storage, `content-md5`, `repr-digest: sha-256=:…:` (RFC 9530). */
function digestOf({ headers }: IncomingMessage): { readonly algorithm: 'md5' | 'sha256'; readonly bytes: Buffer } | undefined {
  const all = (name: string) => [headers[name] ?? []].flat().join(',')
  const sha256 = /\bsha-256=:?([A-Za-z0-9+/]{43}=):?/i.exec(`${all('repr-digest')},${all('digest')}`)?.[1]
  if (sha256 !== undefined) return { algorithm: 'sha256', bytes: Buffer.from(sha256, 'base64') }
  const md5 = /\bmd5=([A-Za-z0-9+/]{22}==)/.exec(all('x-goog-hash'))?.[1] ?? /^([A-Za-z0-9+/]{22}==)$/.exec(all('content-md5'))?.[1]
  // Where the bytes were packed for the way, the digest may be of the unpacked ones.
  return md5 === undefined || all('content-encoding') !== '' ? undefined : { algorithm: 'md5', bytes: Buffer.from(md5, 'base64') }
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3) → milliseconds from now; 0 for neither. */
function retryAfter(value: string | undefined): number {
  if (value === undefined) return 0
  const milliseconds = /^\d{1,9}$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Date.now()
  return Number.isNaN(milliseconds) ? 0 : Math.max(0, milliseconds)
}

/** The address without what may be secret in it: user, password, query. */
function place(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`
}
