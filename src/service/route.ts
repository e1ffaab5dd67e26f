import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { z } from 'zod'
import type { AnswerOf, Operation, ParamsOf, QueryOf } from '../contract/operation.ts'
import type { Principal } from './access.ts'
import { Refused } from './problem.ts'

/** Where the API begins. */
export const apiRoot = '/api/v1'

type Body<One extends Operation> = One extends { body: infer Part } ? (Part extends z.ZodType ? z.output<Part> : AsyncIterable<Uint8Array>) : undefined

/** A request, checked against its operation. */
export interface Asked<One extends Operation> {
  readonly params: ParamsOf<One>
  readonly query: QueryOf<One>
  readonly body: Body<One>
  /** Who asks; for public operations perhaps nobody. */
  readonly principal: Principal | undefined
  /** The revision that the caller saw (If-Match), for operations that ask for it. */
  readonly revision: number
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** JSON that is ready to be sent. */
export class Prepared {
  readonly bytes: Buffer
  constructor(bytes: Buffer) {
    this.bytes = bytes
  }
}

/** Gives the answer; a stream or a file is sent by the handler itself, which then gives undefined. */
export type Handler<One extends Operation> = (asked: Asked<One>) => Promise<AnswerOf<One> | Prepared> | AnswerOf<One>

/** Binds a handler to an operation of the contract: its path, its shapes, its access. */
export function addRoute<One extends Operation>(app: FastifyInstance, one: One, handler: Handler<One>): void {
  const { method, path, access, params, query, body, answer, status = 200 } = one as Operation
  const json = typeof answer !== 'string'
  const route: RouteOptions = {
    method,
    url: `${apiRoot}${path}`,
    config: { access, operation: one.id },
    schema: {
      ...(params && { params }),
      ...(query && { querystring: query }),
      ...(body && body !== 'bytes' && { body }),
      ...(json && { response: { [status]: answer } }),
    },
    handler: async (request, reply) => {
      const given = await handler({
        params: request.params as ParamsOf<One>,
        query: request.query as QueryOf<One>,
        body: request.body as Body<One>,
        principal: request.principal,
        revision: one.ifMatch ? seenRevision(request) : 0,
        request,
        reply,
      })
      if (reply.sent) return reply
      if (answer === 'events') return reply
      reply.code(status)
      if (given instanceof Prepared) return reply.type('application/json; charset=utf-8').send(given.bytes)
      return json ? given : answer === 'nothing' ? reply.send() : reply
    },
  }
  app.route(route)
}

/** The revision in `If-Match: "7"`. Without one the caller may overwrite what somebody else did: 428. */
function seenRevision({ headers }: FastifyRequest): number {
  const given = headers['if-match']
  if (given === undefined) throw new Refused('precondition-required', 'Send the ETag that came with it as If-Match.')
  const match = /^(?:W\/)?"(\d+)"$/.exec(given.trim())
  if (!match) throw new Refused('changed-meanwhile', 'The ETag in If-Match is none of this service.')
  return Number(match[1])
}

export function etagOf(revision: number): string {
  return `"${revision}"`
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Id of the operation that a route answers. */
    operation?: string
  }
}
