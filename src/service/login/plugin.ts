import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { log } from '../../base/log.ts'
import { audit } from '../../state/audit.ts'
import { type Refusal, refusalOf } from '../access.ts'
import { isLocal } from '../local.ts'
import { Refused } from '../problem.ts'
import { actorOf } from './actor.ts'
import { createAuth } from './auth.ts'
import { authRoutes } from './auth-routes.ts'
import { isCrossSite } from './cross-site.ts'
import { entryOf } from './entry.ts'
import type { LoginOptions } from './options.ts'
import { headersOf } from './request-headers.ts'
import { loginRoutes } from './routes.ts'
import type { Stay } from './stay.ts'

export interface LoginPluginOptions extends LoginOptions {
  /** Of the program. */
  readonly version: string
}

const says: Readonly<Record<Refusal, ConstructorParameters<typeof Refused>>> = {
  'sign-in-required': ['not-signed-in', 'Sign in with both factors, or send a service key.'],
  'role-required': ['not-allowed', 'Your role does not allow this.'],
  'scope-required': ['not-allowed', 'The key does not have the right that this asks for.'],
  'step-up-required': ['step-up-required', 'Show your second factor again: it counts for ten minutes.'],
}

/**
 * Who may enter: mounts better-auth and the routes of users, keys and sessions, tells for each request who makes it, and refuses what
 * does not suffice. Every route has to say its access; one that does not makes the start fail.
 */
export function loginPlugin(app: FastifyInstance, options: LoginPluginOptions): void {
  const auth = createAuth({ ...options, oidc: undefined })
  const routes: RouteOptions[] = []

  if (!app.hasRequestDecorator('principal')) app.decorateRequest('principal', undefined)
  app.decorateRequest('stay', undefined)
  app.decorateRequest('stillMay', async function (this: FastifyRequest) {
    const { access } = this.routeOptions.config
    const { principal } = isLocal(this.raw.socket) ? this : await entryOf(auth, options, headersOf(this), false)
    return access !== undefined && refusalOf(access, principal, Date.now()) === undefined
  })
  app.addHook('onRoute', (route) => void routes.push(route))
  app.addHook('onReady', async () => {
    const open = routes.filter((route) => !route.config?.access).map(({ method, url }) => `${method} ${url}`)
    if (open.length > 0) throw new Error(`routes that do not say who may take them: ${open.join(', ')}`)
  })

  app.addHook('onRequest', async (request, reply) => {
    // Known already: the command line, over the socket of the workspace.
    if (!request.principal) await enter(request, reply)
    if (request.is404) return
    const { access } = request.routeOptions.config
    const refusal = access ? refusalOf(access, request.principal, Date.now()) : 'role-required'
    if (!refusal) return
    // Of those who are known: what anybody could cause would let anybody fill the log.
    if (request.principal && refusal !== 'step-up-required')
      await audit(options.state, { ...actorOf(request), action: 'refused', about: `${request.method} ${request.routeOptions.url}`, says: refusal })
    throw new Refused(...says[refusal])
  })

  async function enter(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const ownOrigin = `${request.protocol}://${request.host}`
    if (request.headers.authorization === undefined && isCrossSite(request.method, request.headers, [ownOrigin, options.url.origin])) {
      log.warn({ route: request.routeOptions.url, address: request.ip }, 'a cross-site request was refused')
      throw new Refused('origin-refused', 'A request that changes something has to come from the console itself, or with a service key.')
    }
    const entry = await entryOf(auth, options, headersOf(request), isActivity(request))
    request.stay = entry.stay
    request.principal = entry.principal
    for (const cookie of entry.cookies) reply.header('set-cookie', cookie)
  }

  authRoutes(app, auth, options)
  loginRoutes(app, options)
}

/** What a page asks for by itself, over and over, keeps no session alive; better-auth moves the end of one by itself. */
function isActivity(request: FastifyRequest): boolean {
  const { operation, access } = request.routeOptions.config
  return operation !== 'getEvents' && request.headers['x-gatehouse-background'] === undefined && access !== undefined && !('public' in access)
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Somebody who gave at least a password; see `principal` for who may do anything. */
    stay?: Stay | undefined
    /** Whether whoever made this request may still make it: for answers that go on for long. */
    stillMay(): Promise<boolean>
  }
}
