import type { FastifyInstance } from 'fastify'
import { operations } from '../../contract/operations.ts'
import type { Principal } from '../access.ts'
import { Refused } from '../problem.ts'
import { addRoute } from '../route.ts'
import { actorOf } from './actor.ts'
import { auditLog } from './audit-page.ts'
import { createKey, listKeys, revokeKey } from './keys.ts'
import type { LoginPluginOptions } from './plugin.ts'
import { sessionAnswer } from './session-answer.ts'
import { listSessions, revokeSession } from './sessions.ts'
import { changeUser, deleteUser, inviteUser, listUsers, resetUser } from './users.ts'

/** Operations of the contract about who may enter: session, users, keys, sessions, audit log. */
export function loginRoutes(app: FastifyInstance, options: LoginPluginOptions): void {
  const { state, url, version } = options
  addRoute(app, operations.getSession, ({ request }) => sessionAnswer(options, request.stay, version))

  addRoute(app, operations.listUsers, () => listUsers(state))
  addRoute(app, operations.createUser, ({ body, request }) => inviteUser(state, url, body, actorOf(request)))
  addRoute(app, operations.changeUser, ({ params, body, request }) => changeUser(state, params.id, body, actorOf(request)))
  addRoute(app, operations.deleteUser, async ({ params, request }) => void (await deleteUser(state, params.id, actorOf(request))))
  addRoute(app, operations.resetUser, ({ params, request, principal }) => {
    if (params.id === principal?.id) throw new Refused('conflict', 'Another admin has to do this for you, or the command line of the machine.')
    return resetUser(state, url, params.id, actorOf(request))
  })

  addRoute(app, operations.listKeys, () => listKeys(state))
  addRoute(app, operations.createKey, ({ body, request }) => createKey(state, body, actorOf(request)))
  addRoute(app, operations.revokeKey, async ({ params, request }) => void (await revokeKey(state, params.id, actorOf(request))))

  addRoute(app, operations.listSessions, ({ principal, request }) => listSessions(state, present(principal), request.stay?.id))
  addRoute(app, operations.revokeSession, async ({ params, principal, request }) => {
    await revokeSession(state, params.id, present(principal), actorOf(request))
    return undefined
  })

  addRoute(app, operations.listAudit, ({ query }) => auditLog(state, query))
}

/** Routes that ask for a role always have somebody. */
function present(principal: Principal | undefined): Principal {
  if (!principal) throw new Refused('not-signed-in', 'Sign in first.')
  return principal
}
