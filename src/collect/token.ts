import { GatehouseError } from '../base/errors.ts'
import { ask, type HttpSettings } from './http.ts'

/** Gives a token, a fresh one where the last has run out or was refused. */
export interface TokenSource {
  token(signal: AbortSignal): Promise<string>
  /** The last one was refused. Returns false when it cannot be renewed. */
  renew(): boolean
}

/** A token that was given by hand. */
export function fixedToken(token: string): TokenSource {
  return { token: async () => token, renew: () => false }
}

/** Seconds before its end from which a token is not used any more. */
const margin = 120

/** Tokens from an OAuth 2.0 token endpoint (RFC 6749, 4.4 and RFC 7523); `form` is asked anew each time, since assertions run out. */
export function tokensOf(endpoint: URL, form: () => Readonly<Record<string, string>>, http: HttpSettings): TokenSource {
  let held: { readonly token: string; readonly until: number; readonly since: number } | undefined
  return {
    async token(signal) {
      if (held && held.until > Date.now()) return held.token
      const answer = await ask({ url: endpoint, headers: {}, form: form() }, http, signal)
      const body = answer.status === 'ok' ? (answer.body as { access_token?: unknown; expires_in?: unknown } | null) : null
      if (typeof body?.access_token !== 'string') throw refused(answer.status === 'ok' ? '' : answer.why)
      const seconds = Number(body.expires_in ?? 3600)
      held = { token: body.access_token, since: Date.now(), until: Date.now() + Math.max(seconds - margin, seconds / 2) * 1000 }
      return held.token
    },
    renew() {
      // One that was only just given and is refused will be refused again.
      const worthwhile = held !== undefined && Date.now() - held.since > 1000
      held = undefined
      return worthwhile
    },
  }
}

/** The directory does not take the credentials. */
export function refused(why: string): GatehouseError {
  return new GatehouseError('CREDENTIALS_REFUSED', `the directory does not accept the credentials${why === '' ? '' : ` (${why})`}`, {
    hint: 'They may have expired or been revoked. Make new ones as docs/collect.md says, then run the same command again: it goes on where it stopped.',
  })
}
