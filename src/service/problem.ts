import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { type ErrorCode, GatehouseError, isDiskFull, messageOf } from '../base/errors.ts'
import { log } from '../base/log.ts'
import { type Problem, type ProblemName, problems } from '../contract/problem.ts'

/** A request that is refused, with the problem that is answered. */
export class Refused extends Error {
  readonly problem: ProblemName
  readonly hint: string | undefined
  readonly errors: Problem['errors']

  constructor(problem: ProblemName, detail: string, options: { readonly hint?: string; readonly errors?: Problem['errors'] } = {}) {
    super(detail)
    this.name = 'Refused'
    this.problem = problem
    this.hint = options.hint
    this.errors = options.errors
  }
}

/** RFC 9457. */
export function problemOf(name: ProblemName, more: Omit<Partial<Problem>, 'type' | 'title' | 'status'> = {}): Problem {
  return { type: `urn:gatehouse:problem:${name}`, ...problems[name], ...more }
}

/** Errors of the program that are the fault of what was asked. */
const asked: Partial<Record<ErrorCode, ProblemName>> = {
  USAGE: 'invalid-request',
  CONFIG_INVALID: 'invalid-request',
  FOLDER_MISSING: 'invalid-request',
  ARTIFACT_MISSING: 'not-found',
  RELEASE_MISSING: 'not-found',
  EVIDENCE_UNREADABLE: 'invalid-request',
  LIMIT_EXCEEDED: 'too-large',
  WORKSPACE_LOCKED: 'unavailable',
  REGISTRY_UNREACHABLE: 'unavailable',
  ENGINE_ENDED: 'unavailable',
  DISK_FULL: 'disk-full',
}

const byStatus: Readonly<Record<number, ProblemName>> = {
  400: 'invalid-request',
  404: 'not-found',
  405: 'method-not-allowed',
  408: 'invalid-request',
  413: 'too-large',
  414: 'too-large',
  415: 'unsupported-media-type',
  429: 'too-many-requests',
  431: 'too-large',
  503: 'unavailable',
}

/** Whatever was thrown, as a problem. What is not known is logged, and nothing of it is told. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof Refused) {
    return problemOf(thrown.problem, { detail: thrown.message, ...(thrown.hint && { hint: thrown.hint }), ...(thrown.errors && { errors: thrown.errors }) })
  }
  if (hasZodFastifySchemaValidationErrors(thrown)) {
    const errors = thrown.validation.map(({ instancePath, message }) => ({ path: instancePath || '/', says: message ?? '' }))
    return problemOf('invalid-request', { errors })
  }
  if (isDiskFull(thrown)) return problemOf('disk-full', { code: 'DISK_FULL', hint: 'Free disk space; the work goes on where it stopped.' })
  if (thrown instanceof GatehouseError) {
    const name = asked[thrown.code] ?? 'internal'
    if (name === 'internal') log.error({ err: thrown }, 'request failed')
    return problemOf(name, { code: thrown.code, detail: thrown.message, ...(thrown.hint && { hint: thrown.hint }) })
  }
  const status = (thrown as { statusCode?: unknown } | null)?.statusCode
  const name = typeof status === 'number' && status < 500 ? byStatus[status] : undefined
  if (name) return problemOf(name, { detail: messageOf(thrown) })
  log.error({ err: thrown }, 'request failed')
  return problemOf('internal')
}
