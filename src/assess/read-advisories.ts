import { readApart } from '../advisories/apart/read-apart.ts'
import { unreadable } from '../advisories/limits.ts'
import type { StoredAdvisory } from '../state/advisories.ts'

/** An advisory as a file, and the name that it is known by. */
export interface AdvisoryFile {
  readonly path: string
  readonly name: string
}

/** Reads the files. Throws EVIDENCE_UNREADABLE when nothing can be made of one of them. */
export async function readAdvisories(files: readonly AdvisoryFile[], signal: AbortSignal, onFile?: (name: string) => void): Promise<readonly StoredAdvisory[]> {
  const advisories: StoredAdvisory[] = []
  for (const { path, name } of files) {
    onFile?.(name)
    const advisory = await readApart(path, { signal, name })
    if (advisory.unreadable) {
      const notes = advisory.notes.map(({ what }) => what).slice(0, 3)
      throw unreadable(name, `. ${notes.join(' ') || 'its format is not known.'}`)
    }
    advisories.push({ file: name, advisory })
  }
  return advisories
}
