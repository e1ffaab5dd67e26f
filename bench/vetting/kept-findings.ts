import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { corpusFolder } from '../../test/support/corpus.ts'
import type { Findings } from './vet-pair.ts'

const root = join(import.meta.dirname, '..', '..')

/** A hash of everything that findings depend on besides the releases: readers, facts and rules, but not the weights. */
export function sourceStamp(): string {
  const hash = createHash('sha256')
  const files = globSync(['src/releases/**/*.ts', 'src/base/*.ts', 'rules/**/*'], { cwd: root })
  for (const file of files.filter((path) => !/\.spec\.ts$|weights\.yaml$/.test(path) && /\.\w+$/.test(path)).sort())
    hash.update(file).update(readFileSync(join(root, file)))
  return hash.digest('hex').slice(0, 16)
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
