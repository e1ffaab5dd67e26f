import { existsSync } from 'node:fs'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'data')

/** The real data beside the checkout, where there is any. */
const sharedData = existsSync(folder) ? folder : undefined

/** For `describe.skipIf`: says once why tests are skipped. */
export function noSharedData(what: string): boolean {
  if (sharedData === undefined) console.warn(`skipped: ${what} needs ../shared/data`)
  return sharedData === undefined
}

/** Path of a file in the real data; only inside a test that did not skip. */
export function sharedFile(...parts: readonly string[]): string {
  return join(sharedData ?? folder, ...parts)
}
