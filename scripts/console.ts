// Builds the web console into console/dist when it is older than what it is made of.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'

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
export function isStale(): boolean {
  const built = statSync(made, { throwIfNoEntry: false })?.mtimeMs ?? 0
  return sources.some((path) => newest(join(root, path)) > built)
}

/** The folder with the console, built when need be. */
export async function builtConsole(): Promise<string> {
  if (isStale()) await build({ configFile: join(root, 'console', 'vite.config.ts'), logLevel: 'warn' })
  return join(root, 'console', 'dist')
}

if (import.meta.main) await builtConsole()
