import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { type Problem, type ProblemName, problems, problemType } from '../../contract/problem.ts'
import { problemOf, Refused } from '../problem.ts'
import { type Auth, authRoot } from './auth.ts'
import type { LoginOptions } from './options.ts'
import { providerAuth } from './provider.ts'
import { headersOf } from './request-headers.ts'

/** What of better-auth and our endpoints in it can be reached. It has many more, which are not there for anybody. */
const reachable: readonly string[] = [
  'POST /invitation/look',
  'POST /invitation/accept',
  'POST /sign-in',
  'POST /sign-in/social',
  'GET /callback/oidc',
  'POST /sign-out',
  'POST /password/change',
  'POST /totp/enrol',
  'POST /totp/confirm',
  'POST /totp/verify',
  'POST /totp/remove',
  'POST /recovery-codes/verify',
  'POST /recovery-codes/renew',
  'GET /passkey/generate-register-options',
  'POST /passkey/verify-registration',
  'GET /passkey/generate-authenticate-options',
  'POST /passkey/verify-authentication',
  'GET /passkey/list-user-passkeys',
  'POST /passkey/update-passkey',
  'POST /passkey/delete-passkey',
]

/** Where signing in at the identity provider begins: nothing else that the endpoint takes, such as a token from elsewhere. */
const socialSignIn = z.strictObject({ provider: z.literal('oidc'), callbackURL: z.literal('/'), errorCallbackURL: z.literal('/sign-in') })

const mostBytes = 64 * 1024

/** Hands requests below /api/auth to better-auth, and its refusals back as problems. */
export function authRoutes(app: FastifyInstance, auth: Auth, options: LoginOptions): void {
  const { url } = options
  const provider = providerAuth(options)
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('application/json', { parseAs: 'string', bodyLimit: mostBytes }, (_request, body, done) => done(null, body))
    scope.route({
      method: ['GET', 'POST'],
      url: `${authRoot}/*`,
      bodyLimit: mostBytes,
      config: { access: { public: true } },
      handler: async (request, reply) => {
        const path = new URL(request.url, url).pathname.slice(authRoot.length)
        if (!reachable.includes(`${request.method} ${path}`)) throw new Refused('not-found', 'There is no such thing.')
        const body = request.method === 'POST' ? bodyOf(path, request.body) : undefined
        const asked = new Request(new URL(request.url, url.origin), {
          method: request.method,
          headers: headersOf(request),
          ...(body !== undefined && { body }),
        })
        const answers = path === '/sign-in/social' || path.startsWith('/callback/') ? await provider() : auth
        return send(await answers.handler(asked), reply)
      },
    })
  })
}

function bodyOf(path: string, body: unknown): string {
  const text = typeof body === 'string' ? body : '{}'
  if (path !== '/sign-in/social') return text
  const parsed = socialSignIn.safeParse(parseJson(text))
  if (!parsed.success) throw new Refused('invalid-request', 'Only signing in at the identity provider that is set up is possible here.')
  return JSON.stringify(parsed.data)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function send(answer: Response, reply: FastifyReply): Promise<FastifyReply> {
  for (const cookie of answer.headers.getSetCookie()) reply.header('set-cookie', cookie)
  const location = answer.headers.get('location')
  if (location !== null) reply.header('location', location)
  reply.header('cache-control', 'no-store')
  const text = await answer.text()
  if (answer.status < 400) return reply.code(answer.status).type('application/json').send(text)
  const said = parseJson(text) as
    | { readonly code?: string; readonly message?: string; readonly errors?: Problem['errors']; readonly retryAfter?: number }
    | undefined
  if (said?.retryAfter !== undefined) reply.header('retry-after', said.retryAfter)
  const name = problemName(said?.code, answer.status)
  const known = said?.code !== undefined && said.code in problems
  const problem = problemOf(name, { ...(known && said.message !== undefined && { detail: said.message }), ...(said?.errors && { errors: said.errors }) })
  return reply.code(problem.status).type(problemType).send(problem)
}

/** Ours say which problem they are; for the others the status has to do. */
function problemName(code: string | undefined, status: number): ProblemName {
  if (code !== undefined && code in problems) return code as ProblemName
  const byStatus: Readonly<Record<number, ProblemName>> = { 401: 'refused', 403: 'not-allowed', 404: 'not-found', 409: 'conflict', 429: 'too-many-requests' }
  return byStatus[status] ?? (status < 500 ? 'invalid-request' : 'internal')
}
