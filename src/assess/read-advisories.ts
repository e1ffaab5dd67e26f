import { readApart } from '../advisories/apart/read-apart.ts'
import { unreadable } from '../advisories/limits.ts'
import { GatehouseError } from '../base/errors.ts'
import { number } from '../base/text.ts'
import type { UnreadFile } from '../model/hunt.ts'
import type { StoredAdvisory } from '../state/advisories.ts'

/** An advisory as a file, and the name that it is known by. */
export interface AdvisoryFile {
  readonly path: string
  readonly name: string
}

interface ReadFiles {
  readonly advisories: readonly StoredAdvisory[]
  readonly unread: readonly UnreadFile[]
}

/** Reads the files. Those of which nothing can be made are named; throws EVIDENCE_UNREADABLE or LIMIT_EXCEEDED where that is all of them. */
export async function readAdvisories(files: readonly AdvisoryFile[], signal: AbortSignal, onFile?: (name: string) => void): Promise<ReadFiles> {
  const advisories: StoredAdvisory[] = []
  const failed: { readonly file: string; readonly error: GatehouseError }[] = []
  for (const { path, name } of files) {
    onFile?.(name)
    try {
      advisories.push({ file: name, advisory: await read(path, name, signal) })
    } catch (error) {
      if (!(error instanceof GatehouseError && (error.code === 'EVIDENCE_UNREADABLE' || error.code === 'LIMIT_EXCEEDED'))) throw error
      failed.push({ file: name, error })
    }
  }
  const unread = failed.map(({ file, error }) => ({ file, why: whyOf(error) }))
  if (advisories.length > 0 || failed.length === 0) return { advisories, unread }
  const [only] = failed
  if (only && failed.length === 1) throw only.error
  throw new GatehouseError(
    'EVIDENCE_UNREADABLE',
    `CANNOT TELL: none of the ${number(failed.length)} files could be read. ${unread.map(({ file, why }) => `${file}: ${why}`).join(' ')}`,
    { hint: 'Ask the publishers for the text, a STIX bundle or a CSV file, and hunt with that.' },
  )
}

async function read(path: string, name: string, signal: AbortSignal): Promise<StoredAdvisory['advisory']> {
  const advisory = await readApart(path, { signal, name })
  if (!advisory.unreadable) return advisory
  const notes = advisory.notes.map(({ what }) => what).slice(0, 3)
  throw unreadable(name, `. ${notes.join(' ') || 'Its format is not known.'}`)
}

/** Behind the name of the file it need not be said again that it could not be read. */
function whyOf({ message }: GatehouseError): string {
  return message.replace(/^.*? (?:could not|cannot) be read[:.] /, '')
}
