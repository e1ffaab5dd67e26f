import { type Unopened, unopenedCodes } from '../release.ts'

export type RefusalCode = (typeof unopenedCodes)[number]

/** Thrown to stop a container, or with `final` the whole unpacking: what it says becomes an `Unopened`. */
export class Refused extends Error {
  readonly code: RefusalCode
  readonly final: boolean

  constructor(code: RefusalCode, says: string, final = false) {
    super(says)
    this.name = 'Refused'
    this.code = code
    this.final = final
  }
}

export function isRefusalCode(value: unknown): value is RefusalCode {
  return unopenedCodes.some((code) => code === value)
}

/** What an error of a container means for the one who reads the result. */
export function unopenedOf(path: string, thrown: unknown): Unopened {
  if (thrown instanceof Refused) return { path, code: thrown.code, says: thrown.message }
  const code = (thrown as { code?: unknown } | null)?.code
  if (code === 'ENOSPC' || code === 'EDQUOT') return { path, code: 'too-large', says: 'there is no room left to unpack it' }
  if (code === 'ERR_MEMORY_ALLOCATION_FAILED') return { path, code: 'memory', says: 'it needs more memory than is allowed' }
  return { path, code: 'damaged', says: thrown instanceof Error ? `it is damaged: ${thrown.message}` : 'it is damaged' }
}
