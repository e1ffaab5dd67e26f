import { renameSync } from 'node:fs'
import { flushCompileCache } from 'node:module'

/**
 * True when this process was started only to load its code: then what Node compiled of it has been moved to where it is kept,
 * and there is nothing more to do. Where another process was faster, its work stays.
 */
export function keptCompiled(): boolean {
  const [, , made, kept] = process.argv
  if (made === undefined || kept === undefined) return false
  flushCompileCache()
  renameSync(made, kept)
  return true
}
