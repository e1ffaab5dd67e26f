import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { problemType } from '../contract/problem.ts'
import { securityHeaders } from './headers.ts'
import { hostCheck } from './host-check.ts'
import { serverLimits } from './limits.ts'
import { problemOf, toProblem } from './problem.ts'
import { apiRoot } from './route.ts'
import { silentClients } from './silent-clients.ts'
import { slowBodies } from './slow-bodies.ts'

export interface ServerSettings {
  /** Names, with or without port, under which the service may be called; loopback names always. */
  readonly hosts: readonly string[]
  /** Addresses or ranges of proxies whose X-Forwarded headers count; empty: none. */
  readonly trustedProxies: readonly string[]
  /** PEM; absent: plain HTTP. */
  readonly tls?: { readonly certificate: Buffer; readonly key: Buffer }
}

/** A server without routes: limits, headers, the check of the name it is called by, and problems for everything that goes wrong. */
export function makeServer({ hosts, trustedProxies, tls }: ServerSettings): FastifyInstance {
  const server = {
    headersTimeout: serverLimits.headersTimeout,
    requestTimeout: serverLimits.requestTimeout,
    keepAliveTimeout: serverLimits.keepAliveTimeout,
    maxHeaderSize: serverLimits.headerBytes,
    // Looks for clients that are too slow this often; the default of 30 s would be the limit itself.
    connectionsCheckingInterval: 2000,
  }
  const app: FastifyInstance = Fastify({
    ...(tls ? { https: { ...server, cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.2' } } : { http: server }),
    logger: false,
    bodyLimit: serverLimits.bodyBytes,
    requestTimeout: serverLimits.requestTimeout,
    connectionTimeout: serverLimits.connectionTimeout,
    keepAliveTimeout: serverLimits.keepAliveTimeout,
    trustProxy: trustedProxies.length > 0 ? [...trustedProxies] : false,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 2000, ignoreTrailingSlash: false, caseSensitive: true },
  }) as unknown as FastifyInstance
  app.server.maxConnections = serverLimits.connections
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  // Bytes are for the handler, piece by piece; what is neither JSON nor bytes is refused.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'))
  app.addContentTypeParser('application/octet-stream', (_, payload, done) => done(null, payload))
  app.addHook('onRequest', hostCheck(hosts))
  slowBodies(app)
  silentClients(app)
  app.addHook('onSend', securityHeaders(tls !== undefined))
  app.setErrorHandler((error, _, reply) => {
    const problem = toProblem(error)
    void reply.code(problem.status).type(problemType).serializer(JSON.stringify).send(problem)
  })
  app.setNotFoundHandler((request, reply) => {
    const problem = problemOf('not-found', { detail: request.url.startsWith(apiRoot) ? 'The API has no such path.' : 'There is no such page.' })
    void reply.code(404).type(problemType).send(JSON.stringify(problem))
  })
  return app
}
