import type { Notes, Source } from '../format.ts'

/** One entry or change of an LDIF file (RFC 2849). */
export interface Entry {
  /** Line of its `dn:`. */
  readonly line: number
  readonly dn: string
  /** '' for an entry, else add, modify, delete, modrdn, moddn. */
  readonly change: string
  /** Attributes that are wanted, small letters, without options; of a `modify` those that are added or replaced. */
  readonly values: ReadonlyMap<string, readonly string[]>
}

/** Of one entry; a group may have many members. */
const mostValues = 100_000
/** Of one value, folded lines together. */
const longestValue = 2 ** 20

/**
 * Entries of an LDIF file, with the attributes `wanted` and no other: passwords and keys are passed over unread. Base64 and
 * folded lines are undone; a value that refers to a file or an address is left out.
 */
export async function* ldifEntries(source: Source, wanted: ReadonlySet<string>, notes: Notes): AsyncGenerator<Entry> {
  let entry: Draft | undefined
  for await (const { line, text } of unfolded(source)) {
    if (text === '') {
      if (entry) yield entry
      entry = undefined
    } else if (!text.startsWith('#') && text !== '-') entry = take(entry, line, text, wanted, notes)
  }
  if (entry) yield entry
}

interface Draft extends Entry {
  change: string
  readonly values: Map<string, string[]>
}

function take(entry: Draft | undefined, line: number, text: string, wanted: ReadonlySet<string>, notes: Notes): Draft | undefined {
  const match = /^([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)*)(?:;[A-Za-z0-9;-]*)?:(:|<)? *(.*)$/s.exec(text)
  if (!match) {
    notes.skip(line, 'a line that is no attribute')
    return entry
  }
  const [, name = '', mark, raw = ''] = match
  const attribute = name.toLowerCase()
  if (attribute === 'dn') return { line, dn: textOfValue(raw, mark), change: '', values: new Map() }
  if (!entry) {
    if (attribute !== 'version') notes.skip(line, 'an attribute before the first dn')
    return entry
  }
  if (attribute === 'changetype') entry.change = raw.toLowerCase()
  else if (wanted.has(attribute) && mark !== '<') {
    const values = entry.values.get(attribute) ?? []
    if (values.length < mostValues) values.push(attribute === 'objectguid' && mark === ':' ? guid(raw) : textOfValue(raw, mark))
    entry.values.set(attribute, values)
  }
  return entry
}

function textOfValue(raw: string, mark: string | undefined): string {
  return mark === ':' ? Buffer.from(raw, 'base64').toString('utf8') : raw
}

/** The bytes of an objectGUID as it is usually written: the first three groups are little-endian. */
function guid(base64: string): string {
  const hex = Buffer.from(base64, 'base64').toString('hex')
  const turned = (from: number, to: number) => (hex.slice(from, to).match(/../g) ?? []).toReversed().join('')
  return hex.length === 32 ? `${turned(0, 8)}-${turned(8, 12)}-${turned(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` : hex
}

/** Lines with those that begin with a space added to the one before. */
async function* unfolded(source: Source): AsyncGenerator<{ readonly line: number; readonly text: string }> {
  let open: { line: number; parts: string[]; length: number } | undefined
  for await (const { line, text } of source.lines()) {
    if (text.startsWith(' ') && open) {
      if (open.length < longestValue) open.parts.push(text.slice(1))
      open.length += text.length
      continue
    }
    if (open) yield { line: open.line, text: open.parts.join('') }
    open = { line, parts: [line === 1 ? text.replace(/^\ufeff/, '') : text], length: text.length }
  }
  if (open) yield { line: open.line, text: open.parts.join('') }
}
