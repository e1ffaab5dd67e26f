// Builds the web console into console/dist when it is older than what it is made of.
import { spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

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
]

function newest(path: string): number {
  const status = statSync(path)
  if (!status.isDirectory()) return status.mtimeMs
  return Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/** Whether the console has to be built: it is not there, or something that it is made of is newer. */
function isStale(): boolean {
  const built = statSync(made, { throwIfNoEntry: false })?.mtimeMs ?? 0
  return sources.some((path) => newest(join(root, path)) > built)
}

/** The folder with the console, built when need be. In a process of its own: tests run in an environment that would make it a build for developers. */
export function builtConsole(): string {
  if (isStale()) {
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
    const env = { ...process.env, NODE_ENV: 'production' }
    const { status, stderr } = spawnSync(process.execPath, [vite, 'build', join(root, 'console'), '--logLevel', 'warn'], { cwd: root, env, encoding: 'utf8' })
    if (status !== 0) throw new Error(`the console could not be built: ${stderr}`)
  }
  return join(root, 'console', 'dist')
}

if (import.meta.main) builtConsole()
