import { messageOf } from '../../base/errors.ts'
import type { FileHead, InspectedFile, Reader, Reading, Trait, Unit } from '../reading.ts'
import type { Content, ContentSlice } from '../record.ts'
import { fileTraits, looksLikeText } from './file-type.ts'
import { hiddenHosts } from './hidden-hosts.ts'
import type { InspectLimits } from './inspection.ts'
import { unreadLanguage } from './source/languages.ts'

/** Bytes of a file that a reader may recognise it by. */
const headBytes = 4096
/** Below this a reader does not claim the file. */
const leastClaim = 0.1

/** What is searched in bytes of any kind says nothing of what code does. */
const searching: ReadonlySet<string> = new Set(['strings', 'yara'])

/** What reads besides the best reader whatever is not text: strings, YARA rules. */
export type Scanner = (file: InspectedFile) => Reading

export interface Inspector {
  readonly readers: readonly Reader[]
  readonly scanners: readonly Scanner[]
  readonly limits: Pick<InspectLimits, 'units' | 'depth'>
}

/** Reads one member by the reader that knows it best, what is embedded in it likewise, and scans what is not text. */
export function inspectMember(file: InspectedFile, { readers, scanners, limits }: Inspector): Content {
  const readings: Reading[] = []
  const notes: string[] = []
  let isUnread = false
  read(file, 0, 0)
  if (!looksLikeText(file.bytes)) for (const scan of scanners) keep(() => scan(file), 0)
  const traits: Trait[] = [...fileTraits(file.bytes), ...hiddenHosts(file.bytes, readings)]
  // What made a reader fail may have been put there for that: the file counts as unread, whatever else was found in it.
  if (isUnread) traits.push({ name: 'file.unread', value: 'failed' })
  else if (isInUnreadLanguage(file, readings)) traits.push({ name: 'file.unread', value: 'language' })
  return joined(readings, traits, notes, limits.units)

  function read(part: InspectedFile, base: number, depth: number): void {
    const reader = bestReader(readers, { path: part.path, size: part.bytes.length, bytes: part.bytes.subarray(0, headBytes) })
    if (reader === undefined) return
    const reading = keep(() => reader.read(part), base)
    for (const inner of reading?.embedded ?? []) {
      if (depth >= limits.depth) {
        notes.push(`${inner.name} lies too deep to be read`)
        continue
      }
      const bytes = part.bytes.subarray(inner.offset, inner.offset + inner.length)
      read({ path: `${part.path}#${inner.name}`, bytes }, base + inner.offset, depth + 1)
    }
  }

  function keep(make: () => Reading, base: number): Reading | undefined {
    try {
      const reading = make()
      readings.push(base === 0 ? reading : moved(reading, base))
      return reading
    } catch (thrown) {
      isUnread = true
      notes.push(`a reader failed: ${messageOf(thrown)}`)
      return undefined
    }
  }
}

/** Code in a language that no reader knows; its strings alone do not say what it does. */
function isInUnreadLanguage({ path, bytes }: InspectedFile, readings: readonly Reading[]): boolean {
  return bytes.length > 0 && unreadLanguage(path) !== undefined && readings.every(({ reader }) => searching.has(reader))
}

/** The reader that claims the file most surely; the first in the registry among equals. */
function bestReader(readers: readonly Reader[], head: FileHead): Reader | undefined {
  let best: Reader | undefined
  let claim = leastClaim
  for (const reader of readers) {
    const claimed = reader.recognise(head)
    if (claimed > claim || (best === undefined && claimed === claim)) {
      best = reader
      claim = claimed
    }
  }
  return best
}

function joined(readings: readonly Reading[], traits: readonly Trait[], notes: readonly string[], most: number): Content {
  const units = readings.flatMap((reading) => reading.units)
  const slices: ContentSlice[] = readings.flatMap((reading) => reading.slices ?? [])
  const cut = units.length > most ? [`only the first ${most} of ${units.length} units are kept`] : []
  return {
    readers: [...new Set(readings.map((reading) => reading.reader))],
    units: cut.length > 0 ? units.slice(0, most) : units,
    traits: [...traits, ...readings.flatMap((reading) => reading.traits)],
    ...(slices.length > 0 && { slices }),
    notes: [...notes, ...readings.flatMap((reading) => reading.notes), ...cut],
  }
}

/** The reading of an embedded file with its places counted from the beginning of the file around it. */
function moved(reading: Reading, base: number): Reading {
  return {
    ...reading,
    units: reading.units.map((unit): Unit => ({ ...unit, place: { offset: (unit.place.offset ?? 0) + base } })),
    // The traits of an overlay are not those of the file: kept apart by their name.
    traits: reading.traits.map((trait) => ({ name: `embedded.${trait.name}`, value: trait.value })),
    slices: [],
  }
}
