import type { z } from 'zod'

/** What a route asks of who calls it; the same shape as `service/access.ts` gives it. */
export type OperationAccess =
  | { readonly public: true }
  | {
      readonly role: 'viewer' | 'analyst' | 'admin'
      readonly scope?: 'read' | 'evidence:write' | 'triage:write' | 'jobs:write'
      readonly stepUp?: boolean
    }

/** One thing that the API can be asked, as data: the service answers it, the console asks it, the OpenAPI document tells of it. */
export interface Operation {
  /** Unique; the operationId. */
  readonly id: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below /api/v1, parameters as `:name`. */
  readonly path: string
  readonly tag: string
  /** One plain sentence. */
  readonly says: string
  readonly access: OperationAccess
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  /** JSON, or bytes as they are. */
  readonly body?: z.ZodType | 'bytes'
  /** Asks for If-Match with the ETag that was seen: 428 without, 412 when it is another by now. */
  readonly ifMatch?: true
  /** 200 unless said otherwise; 202 names a job, 204 has no content. */
  readonly status?: 200 | 201 | 202 | 204
  /** JSON of this shape, nothing, a stream of events, or a file. */
  readonly answer: z.ZodType | 'nothing' | 'events' | 'file'
}

/** Keeps the exact types, so that a handler and a client are held to them. */
export function operation<const One extends Operation>(one: One): One {
  return one
}

type Read<Part> = Part extends z.ZodType ? z.output<Part> : unknown
/** What a handler gets. */
export type ParamsOf<One extends Operation> = One extends { params: infer Part } ? Read<Part> : Record<string, never>
export type QueryOf<One extends Operation> = One extends { query: infer Part } ? Read<Part> : Record<string, never>
/** What a handler gives and a client gets. */
export type AnswerOf<One extends Operation> = One extends { answer: infer Part } ? (Part extends z.ZodType ? z.output<Part> : undefined) : never
/** What a client sends. */
export type SentBodyOf<One extends Operation> = One extends { body: infer Part } ? (Part extends z.ZodType ? z.input<Part> : never) : undefined
