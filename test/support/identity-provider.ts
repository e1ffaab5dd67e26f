import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import type { Browser } from './login.ts'

/** What the identity provider says of whoever signs in there. */
export interface SignsIn {
  email: string
  emailVerified: boolean
  subject: string
  amr: readonly string[] | undefined
  acr: string | undefined
}

export interface IdentityProvider extends AsyncDisposable {
  readonly issuer: URL
  readonly who: SignsIn
  /** Goes from the service to the provider and gives the address that the provider sends people back to. */
  signIn(browser: Browser): Promise<string>
}

export const client = { id: 'gatehouse', secret: 'a client secret of the test' }

/** A real OpenID Connect provider on 127.0.0.1, at any free port or at one that is given, that lets in whom `who` says, without asking. */
export async function identityProvider(callback: string, port = 0): Promise<IdentityProvider> {
  const who: SignsIn = { email: 'ada@example.com', emailVerified: true, subject: 'subject-1', amr: ['pwd', 'mfa'], acr: undefined }
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const issuer = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const provider = new Provider(issuer.origin, {
    clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [callback], grant_types: ['authorization_code'], response_types: ['code'] }],
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'test' }] },
    cookies: { keys: ['test'] },
    pkce: { required: () => true },
    conformIdTokenClaims: false,
    acrValues: ['phr'],
    claims: { openid: ['sub', 'amr', 'acr', 'auth_time'], email: ['email', 'email_verified'], profile: ['name'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: () => '/interaction' },
    findAccount: (_: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, email: who.email, email_verified: who.emailVerified, name: `Name of ${id}` }),
    }),
    loadExistingGrant: async (context: { oidc: { client: { clientId: string }; session: { accountId: string } } }) => {
      const grant = new provider.Grant({ clientId: context.oidc.client.clientId, accountId: context.oidc.session.accountId })
      grant.addOIDCScope('openid email profile')
      await grant.save()
      return grant
    },
  })
  const answer = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction')) return answer(request, response)
    const login = { accountId: who.subject, ...(who.amr && { amr: who.amr }), ...(who.acr && { acr: who.acr }) }
    void provider.interactionFinished(request, response, { login })
  })
  return {
    issuer,
    who,
    signIn: async (browser) => {
      const begun = await browser.post('/api/auth/sign-in/social', { provider: 'oidc', callbackURL: '/', errorCallbackURL: '/sign-in' })
      return follow(begun.json<{ url: string }>().url, callback)
    },
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** Follows redirects with the cookies of the provider, up to the one that leads back. */
async function follow(start: string, callback: string): Promise<string> {
  const cookies = new Map<string, string>()
  let at = start
  for (let step = 0; step < 10 && !at.startsWith(callback); step++) {
    const answer = await fetch(at, { redirect: 'manual', headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') } })
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      cookies.set(name, value)
    }
    at = new URL(answer.headers.get('location') ?? '', at).href
  }
  return at
}
