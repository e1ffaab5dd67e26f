import type { Member } from '../../release.ts'
import { digest } from '../cms/algorithms.ts'
import type { Siblings } from '../scheme.ts'
import { digestsOf, type Manifest } from './manifest.ts'

export interface EntryCounts {
  readonly right: number
  /** Paths whose digest is another. */
  readonly wrong: readonly string[]
  /** Paths that no signed digest covers. */
  readonly unsigned: readonly string[]
  /** Signed, and not there. */
  readonly missing: readonly string[]
}

const signatureFile = /^META-INF\/(?:MANIFEST\.MF|SIG-[^/]*|[^/]*\.(?:SF|RSA|DSA|EC))$/i

/** The entries of a jar, against the digests in the sections that a signature covers. */
export function countEntries(prefix: string, manifest: Manifest, covered: ReadonlySet<string>, siblings: Siblings): EntryCounts {
  const entries = siblings.members.filter(({ path }) => isEntry(path, prefix))
  const counts = { right: 0, wrong: [] as string[], unsigned: [] as string[] }
  const present = new Set<string>()
  for (const entry of entries) {
    const name = entry.path.slice(prefix.length)
    present.add(name)
    if (signatureFile.test(name)) continue
    const section = covered.has(name) ? manifest.sections.get(name) : undefined
    const stated = section ? digestsOf(section) : []
    if (stated.length === 0) counts.unsigned.push(name)
    else if (stated.every(({ hash, value }) => own(entry, hash, siblings) === value)) counts.right++
    else counts.wrong.push(name)
  }
  return { ...counts, missing: [...covered].filter((name) => !present.has(name) && !name.endsWith('/')) }
}

/** Below the jar, but not inside of another container in it. */
function isEntry(path: string, prefix: string): boolean {
  return path.startsWith(prefix) && !path.slice(prefix.length).includes('!/')
}

function own({ sha256, path }: Member, hash: string, siblings: Siblings): string {
  if (hash === 'sha256') return Buffer.from(sha256, 'hex').toString('base64')
  const file = siblings.find(path)
  return file ? digest(hash, file.bytes()).toString('base64') : ''
}
