import { z } from 'zod'

/** RFC 9457. `type` is `urn:gatehouse:problem:NAME`; what to do about it stands in `hint`. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().optional(),
    hint: z.string().optional(),
    /** Code of docs/errors.md, where the program itself met an error. */
    code: z.string().optional(),
    /** Parts of the request that are not right. */
    errors: z.array(z.object({ path: z.string(), says: z.string() })).optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof problem>

export const problemType = 'application/problem+json'

/** Every problem that the service answers with: name → title and status. */
export const problems = {
  'invalid-request': { title: 'The request is not right', status: 400 },
  'not-signed-in': { title: 'Sign in first', status: 401 },
  refused: { title: 'Name, password or code is not right', status: 401 },
  'not-allowed': { title: 'Your role does not allow this', status: 403 },
  'step-up-required': { title: 'Confirm with your second factor first', status: 403 },
  'origin-refused': { title: 'The request does not come from the console', status: 403 },
  'host-refused': { title: 'This name is not one of the service', status: 403 },
  'not-found': { title: 'There is no such thing', status: 404 },
  'method-not-allowed': { title: 'That cannot be done here', status: 405 },
  conflict: { title: 'That does not go together with what is there', status: 409 },
  'changed-meanwhile': { title: 'Somebody changed it meanwhile', status: 412 },
  'too-large': { title: 'That is too large', status: 413 },
  'unsupported-media-type': { title: 'That type of content is not taken here', status: 415 },
  'precondition-required': { title: 'Say which state you saw: If-Match is missing', status: 428 },
  'too-many-requests': { title: 'Too many requests', status: 429 },
  internal: { title: 'Something went wrong inside', status: 500 },
  unavailable: { title: 'Not available at the moment', status: 503 },
  'disk-full': { title: 'There is no room left where the workspace is', status: 507 },
} as const satisfies Record<string, { readonly title: string; readonly status: number }>
export type ProblemName = keyof typeof problems
