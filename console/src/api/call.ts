import { operations as served } from 'virtual:operations'
import { queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { AnswerOf } from '../../../src/contract/operation.ts'
import type { OperationName, operations } from '../../../src/contract/operations.ts'
import { jsonOf, request } from './request.ts'

type Operations = typeof operations
const table = served as Readonly<Record<OperationName, readonly [method: string, path: string]>>

export type Answer<Name extends OperationName> = AnswerOf<Operations[Name]>

type Params<One> = One extends { readonly params: infer Part extends z.ZodType } ? { readonly params: z.output<Part> } : unknown
type Query<One> = One extends { readonly query: infer Part extends z.ZodType } ? { readonly query?: Readonly<z.input<Part>> } : unknown
type Body<One> = One extends { readonly body: 'bytes' }
  ? { readonly bytes: Blob }
  : One extends { readonly body: infer Part extends z.ZodType }
    ? { readonly body: z.input<Part> }
    : unknown
type Version<One> = One extends { readonly ifMatch: true } ? { readonly version: string } : unknown

/** What an operation takes: params in its path, a query, a body, the version that is changed. */
export type Sent<Name extends OperationName> = Params<Operations[Name]> & Query<Operations[Name]> & Body<Operations[Name]> & Version<Operations[Name]>

interface AnySent {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
  readonly bytes?: Blob
  readonly version?: string
}

/** Asks the service for one operation of the contract. @throws ApiProblem */
export async function call<Name extends OperationName>(name: Name, sent: Sent<Name>, signal?: AbortSignal): Promise<Answer<Name>> {
  const { body, bytes, version } = sent as AnySent
  return await jsonOf(await request({ method: table[name][0], path: pathOf(name, sent as AnySent), body, bytes, version, signal }))
}

/** The address of an operation, for links to files. */
export function addressOf<Name extends OperationName>(name: Name, sent: Params<Operations[Name]> & Query<Operations[Name]>): string {
  return pathOf(name, sent as AnySent)
}

/** A question to the service whose answer is kept under the operation's name: `[name, sent]`. */
export function asking<Name extends OperationName>(name: Name, sent: Sent<Name>) {
  return queryOptions({ queryKey: [name, sent] as const, queryFn: ({ signal }) => call(name, sent, signal) })
}

function pathOf(name: OperationName, { params = {}, query = {} }: AnySent): string {
  const path = table[name][1].replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(String(params[key])))
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    const text = Array.isArray(value) ? value.join(',') : String(value ?? '')
    if (text !== '') search.set(key, text)
  }
  return `/api/v1${path}${search.size === 0 ? '' : `?${search}`}`
}
