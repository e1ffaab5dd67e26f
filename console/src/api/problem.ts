import type { Problem } from '../../../src/contract/problem.ts'

/** What the service answers instead (RFC 9457), or that it could not be reached (status 0). */
export class ApiProblem extends Error {
  readonly status: number
  /** The last part of the problem's type: `step-up-required`. */
  override readonly name: string
  /** More about it, and what to do: plain sentences. */
  readonly details: readonly string[]

  constructor({ status, name, title, details }: { status: number; name: string; title: string; details: readonly string[] }) {
    super(title)
    this.status = status
    this.name = name
    this.details = details
  }
}

/** Reads an answer that is no success, whatever stands in it. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const body = (await response.json().catch(() => ({}))) as Partial<Problem>
  const title = body.title ?? `The service answered ${response.status}.`
  const parts = (body.errors ?? []).map(({ path, says }) => (path === '' ? says : `${path}: ${says}`))
  const details = [body.detail ?? '', ...parts, body.hint ?? ''].filter((text) => text !== '')
  return new ApiProblem({ status: response.status, name: body.type?.split(':').at(-1) ?? '', title, details })
}

export function unreachable(): ApiProblem {
  const details = ['It may have been stopped, or the connection is broken. The console tries again by itself.']
  return new ApiProblem({ status: 0, name: 'unreachable', title: 'The service cannot be reached', details })
}
