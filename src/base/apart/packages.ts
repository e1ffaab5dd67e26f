import { createRequire } from 'node:module'
import { dirname } from 'node:path'

let folder: string | undefined

/** The folder of installed packages: public code, in which nothing of the user lies. */
export function packageFolder(): string {
  folder ??= dirname(dirname(createRequire(import.meta.url).resolve('yaml/package.json')))
  return folder
}
