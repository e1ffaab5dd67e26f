import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What the console is built from. */
const sources = ['console', join('src', 'contract'), join('src', 'figures'), join('src', 'model'), 'package-lock.json']
const built = join('console', 'dist', 'index.html')

/** True when the console was never built, or something it is built from is newer. */
export function isConsoleStale(root: string): boolean {
  const page = join(root, built)
  if (!existsSync(page)) return true
  return newest(sources.map((source) => join(root, source))) > statSync(page).mtimeMs
}

/** Milliseconds since 1970 of the last change below these; what was built does not count. */
function newest(paths: readonly string[]): number {
  return Math.max(
    0,
    ...paths.flatMap((path) => {
      const info = statSync(path, { throwIfNoEntry: false })
      if (!info) return []
      if (!info.isDirectory()) return [info.mtimeMs]
      return [
        newest(
          readdirSync(path)
            .filter((name) => name !== 'dist' && name !== 'node_modules')
            .map((name) => join(path, name)),
        ),
      ]
    }),
  )
}
