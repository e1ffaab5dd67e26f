import { createHash } from 'node:crypto'
import { printable } from '../base/text.ts'
import type { Capability } from './capability.ts'
import type { Place, Unit } from './reading.ts'

interface UnitParts {
  readonly kind: string
  /** Normalised by the reader: what does not change what it does is out. */
  readonly text: string
  /** What is shown when it is not the text itself. */
  readonly says?: string
  readonly place: Place
  readonly capabilities?: Iterable<Capability>
  readonly hosts?: Iterable<string>
  readonly imports?: Iterable<string>
  readonly defines?: Iterable<string>
  readonly uses?: Iterable<string>
  readonly files?: Iterable<string>
}

/** The kind of units that are lines, of languages that are read without their grammar. */
export const lineKind = 'source.line'

/** Longest excerpt of a unit that is kept and shown, in characters. */
const excerpt = 240

export function unitOf({ kind, text, says, place, capabilities, hosts, imports, defines, uses, files }: UnitParts): Unit {
  const named = { hosts: unique(hosts), imports: unique(imports), defines: unique(defines), uses: unique(uses), files: unique(files) }
  return {
    id: createHash('sha256').update(kind).update('\0').update(text).digest('hex').slice(0, 16),
    kind,
    says: printable(says ?? text, excerpt),
    place,
    capabilities: unique(capabilities),
    ...(named.hosts.length > 0 && { hosts: named.hosts }),
    ...(named.imports.length > 0 && { imports: named.imports }),
    ...(named.defines.length > 0 && { defines: named.defines }),
    ...(named.uses.length > 0 && { uses: named.uses }),
    ...(named.files.length > 0 && { files: named.files }),
  }
}

function unique<T>(values: Iterable<T> | undefined): T[] {
  return [...new Set(values)].sort()
}
