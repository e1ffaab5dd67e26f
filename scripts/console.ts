// Builds the web console into console/dist when it is older than what it is made of.
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'

const root = join(import.meta.dirname, '..')
const made = join(root, 'console', 'dist', 'index.html')
const sources = [
  'console/src',
  'console/index.html',
  'console/vite.config.ts',
  'src/contract',
  'src/figures',
  'src/model',
  'src/base/text.ts',
  'src/base/time.ts',
  'package-lock.json',
]

function newest(path: string): number {
  const status = statSync(path)
  if (!status.isDirectory()) return status.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/** Whether the console has to be built: it is not there, or something that it is made of is newer. */
export function isConsoleStale(): boolean {
  const built = statSync(made, { throwIfNoEntry: false })?.mtimeMs ?? 0
  return sources.some((path) => newest(join(root, path)) > built)
}

/** Beside each file the same packed, once and for all: the service sends what the browser takes. */
function pack(folder: string): void {
  for (const name of readdirSync(folder).filter((file) => /\.(?:js|css|svg)$/.test(file))) {
    const bytes = readFileSync(join(folder, name))
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(bytes))
    writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: 9 }))
  }
}

/** The folder with the console, built when need be, its files packed. In a process of its own: tests run in an environment that would make it a build for developers. */
export function builtConsole(): string {
  if (isConsoleStale()) {
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
    const env = { ...process.env, NODE_ENV: 'production' }
    const { status, stderr } = spawnSync(process.execPath, [vite, 'build', join(root, 'console'), '--logLevel', 'warn'], { cwd: root, env, encoding: 'utf8' })
    if (status !== 0) throw new Error(`the console could not be built: ${stderr}`)
    pack(join(root, 'console', 'dist', 'assets'))
  }
  return join(root, 'console', 'dist')
}

if (import.meta.main) builtConsole()
