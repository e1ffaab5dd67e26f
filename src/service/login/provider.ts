import { log } from '../../base/log.ts'
import { Refused } from '../problem.ts'
import { type Auth, createAuth } from './auth.ts'
import { oidcProvider } from './oidc.ts'
import type { LoginOptions } from './options.ts'

/** Milliseconds between questions to a provider that does not answer. */
const pause = 2000

/**
 * Gives better-auth with the identity provider in it. It reads about the provider once, when it is made: where the provider was down, it is made anew for
 * whoever wants to sign in next. Everything else goes by one without the provider, which waits for nobody. Throws `unavailable`.
 */
export function providerAuth(options: LoginOptions): () => Promise<Auth> {
  let known: Auth | undefined
  let asking: Promise<Auth | undefined> | undefined
  let asked = Number.NEGATIVE_INFINITY

  async function ask(): Promise<Auth | undefined> {
    const auth = createAuth(options)
    const { socialProviders } = await auth.$context
    return socialProviders.some(({ id }) => id === oidcProvider) ? auth : undefined
  }

  return async () => {
    if (known) return known
    if (!options.oidc) throw new Refused('not-found', 'No identity provider is set up.')
    if (!asking && performance.now() - asked >= pause) {
      asking = ask().finally(() => {
        asking = undefined
        asked = performance.now()
      })
    }
    known = await asking
    if (known) return known
    log.warn({ issuer: options.oidc.issuer.href }, 'the identity provider does not answer')
    throw new Refused('unavailable', `${options.oidc.name} does not answer at the moment.`, {
      hint: 'Try again, or sign in with your password and second factor.',
    })
  }
}
