import type { FastifyInstance, FastifyRequest } from 'fastify'
import { serverLimits } from './limits.ts'

/** Lets go of clients that send a body too slowly to be anything but a way to hold a connection. Files that stream have a limit of their own. */
export function slowBodies(app: FastifyInstance): void {
  const timers = new WeakMap<FastifyRequest, NodeJS.Timeout>()
  app.addHook('onRequest', async (request) => {
    if (request.headers['content-type']?.startsWith('application/octet-stream')) return
    const late = () => request.raw.destroy(Object.assign(new Error('the body came too slowly'), { statusCode: 408 }))
    timers.set(request, setTimeout(late, serverLimits.bodyTimeout))
  })
  const arrived = async (request: FastifyRequest) => clearTimeout(timers.get(request))
  app.addHook('preValidation', arrived)
  app.addHook('onRequestAbort', arrived)
  app.addHook('onResponse', arrived)
}
