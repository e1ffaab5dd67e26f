import type { FastifyInstance } from 'fastify'
import { printable } from '../../base/text.ts'
import { operations } from '../../contract/operations.ts'
import type { Context } from '../context.ts'
import { Inbox } from '../inbox/inbox.ts'
import { readWaiting } from '../inbox/read-waiting.ts'
import { actorOf } from '../login/actor.ts'
import { addRoute } from '../route.ts'

/** Evidence over HTTP: streamed, and taken up again where it broke off. */
export function transferRoutes(app: FastifyInstance, { folder, jobs }: Context): void {
  const inbox = new Inbox(folder)

  addRoute(app, operations.beginTransfer, async ({ body }) => ({ ...(await inbox.begin({ ...body, sha256: body.sha256 ?? '' })), job: null }))

  addRoute(app, operations.getTransfer, async ({ params }) => ({ ...(await inbox.transfer(params.id)), job: null }))

  addRoute(app, operations.sendBytes, async ({ params, query, body, request }) => {
    const now = await inbox.append(params.id, query.offset, body)
    const path = await inbox.arrived(params.id, query.more)
    if (path === undefined || query.more) return { ...now, job: null }
    return { ...now, job: await jobs.add('assess', `Read ${printable(now.name, 100)}`, { files: [path] }, actorOf(request)) }
  })

  addRoute(app, operations.readEvidence, async ({ request }) => ({ job: await readWaiting(inbox, jobs, actorOf(request)) }))
}
