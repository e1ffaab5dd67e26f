import { ApiProblem, problemOf, unreachable } from './problem.ts'
import { stepUp } from './step-up.ts'

export interface Ask {
  readonly method: string
  readonly path: string
  /** Sent as JSON. */
  readonly body?: unknown
  /** Sent as it is. */
  readonly bytes?: Blob | undefined
  /** The version that a change is meant for: refused with 412 when somebody was faster. */
  readonly version?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
  readonly signal?: AbortSignal | undefined
}

/**
 * One request to the service. Where it asks for a fresh second factor, the person is asked for it and the request made again.
 * @throws ApiProblem
 */
export async function request(ask: Ask): Promise<Response> {
  try {
    return await once(ask)
  } catch (error) {
    if (!(error instanceof ApiProblem && error.name === 'step-up-required')) throw error
    if (!(await stepUp.ask())) throw error
    return await once(ask)
  }
}

/** JSON of an answer, or undefined where it has no content. */
export async function jsonOf<T>(response: Response): Promise<T> {
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  return (isJson ? await response.json() : undefined) as T
}

async function once({ method, path, body, bytes, version, headers, signal }: Ask): Promise<Response> {
  const content = body === undefined ? bytes : JSON.stringify(body)
  const response = await fetch(path, {
    method,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(bytes && { 'content-type': 'application/octet-stream' }),
      ...(version !== undefined && { 'if-match': version }),
      ...headers,
    },
    ...(content !== undefined && { body: content }),
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    throw error instanceof DOMException && error.name === 'AbortError' ? error : unreachable()
  })
  if (!response.ok) throw await problemOf(response)
  return response
}
