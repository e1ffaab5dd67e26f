import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { corpusFolder } from '../../test/support/corpus.ts'
import type { Findings } from './vet-pair.ts'

const root = join(import.meta.dirname, '..', '..')

/** A hash of everything that findings depend on besides the releases: readers, facts and rules with what they import, but not the weights. */
export function sourceStamp(): string {
  const files = new Set<string>()
  for (const path of globSync(['src/releases/**/*.ts', 'rules/**/*'], { cwd: root }))
    if (!/\.spec\.ts$|weights\.yaml$/.test(path) && /\.\w+$/.test(path)) addWithImports(join(root, path), files)
  const hash = createHash('sha256')
  for (const path of [...files].sort()) hash.update(relative(root, path)).update(readFileSync(path))
  return hash.digest('hex').slice(0, 16)
}

function addWithImports(path: string, files: Set<string>): void {
  if (files.has(path)) return
  files.add(path)
  if (!path.endsWith('.ts')) return
  for (const [, imported = ''] of readFileSync(path, 'utf8').matchAll(/\bfrom '(\.[^']+\.ts)'/g)) addWithImports(join(dirname(path), imported), files)
}

/** Findings of earlier runs with the same code, so that trying other weights reads nothing again. */
export function keptFindings(stamp: string) {
  const folder = join(corpusFolder(), 'findings', stamp)
  mkdirSync(folder, { recursive: true })
  const path = (name: string) => join(folder, `${createHash('sha256').update(name).digest('hex').slice(0, 24)}.json`)
  return {
    get: (name: string): Findings | undefined => (existsSync(path(name)) ? (JSON.parse(readFileSync(path(name), 'utf8')) as Findings) : undefined),
    set: (name: string, findings: Findings): void => writeFileSync(path(name), JSON.stringify(findings)),
  }
}

export type KeptFindings = ReturnType<typeof keptFindings>
