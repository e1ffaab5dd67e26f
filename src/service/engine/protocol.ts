import { type ErrorCode, errorCodes, GatehouseError, messageOf } from '../../base/errors.ts'

/** Messages between the service and a process that works for it. */
export type ToWorker =
  | { readonly kind: 'begin'; readonly settings: unknown }
  | { readonly kind: 'ask'; readonly id: number; readonly work: string; readonly input: unknown }
  | { readonly kind: 'cancel'; readonly id: number }
  | { readonly kind: 'end' }

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unable'; readonly thrown: Thrown }
  | { readonly kind: 'step'; readonly id: number; readonly step: unknown }
  | { readonly kind: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'threw'; readonly id: number; readonly thrown: Thrown }

/** An error on its way from one process to another. */
export interface Thrown {
  readonly name: string
  readonly message: string
  readonly code?: ErrorCode
  readonly hint?: string
}

export function packError(error: unknown): Thrown {
  if (error instanceof GatehouseError) return { name: error.name, message: error.message, code: error.code, ...(error.hint && { hint: error.hint }) }
  return { name: error instanceof Error ? error.name : 'Error', message: messageOf(error) }
}

export function unpackError({ name, message, code, hint }: Thrown): Error {
  if (code !== undefined && code in errorCodes) return new GatehouseError(code, message, hint === undefined ? {} : { hint })
  return Object.assign(new Error(message), { name })
}
