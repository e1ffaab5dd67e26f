import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

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

/** Builds the console, with its files packed once and for all. Throws what the build printed. */
export function buildConsole(root: string): void {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [vite, 'build', 'console'], { cwd: root, encoding: 'utf8' })
  if (status !== 0) throw new Error(`the console could not be built:\n${stdout}${stderr}`)
  const assets = join(root, 'console', 'dist', 'assets')
  for (const name of readdirSync(assets).filter((file) => /\.(?:js|css|svg)$/.test(file))) {
    const bytes = readFileSync(join(assets, name))
    writeFileSync(join(assets, `${name}.br`), brotliCompressSync(bytes))
    writeFileSync(join(assets, `${name}.gz`), gzipSync(bytes, { level: 9 }))
  }
}
