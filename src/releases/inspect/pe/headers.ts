import { BeyondEnd, Cursor } from '../../cursor.ts'
import type { Notes } from '../../native/parts.ts'

export interface PeSection {
  readonly name: string
  readonly rva: number
  readonly virtualSize: number
  /** In the file; 0 bytes for what is only made in memory. */
  readonly offset: number
  readonly size: number
  readonly flags: number
}

export interface Directory {
  /** From the image base; for the certificate table, and for it alone, an offset in the file. */
  readonly rva: number
  readonly size: number
}

/** The headers of a PE file; layout after Microsoft's “PE Format”. */
export interface PeImage {
  readonly cursor: Cursor
  readonly machine: number
  readonly bits: 32 | 64
  readonly timestamp: number
  readonly isLibrary: boolean
  readonly subsystem: number
  readonly protections: number
  readonly entry: number
  readonly imageBase: number
  readonly checksum: number
  readonly peOffset: number
  readonly sections: readonly PeSection[]
  /** Where the sections end in the file and nothing more is loaded. */
  readonly end: number
  /** Symbols of the compiler (MinGW, Go), which lie behind the sections. */
  readonly symbols: Directory
  directory(index: number): Directory | undefined
  /** Offset in the file of an address; throws BeyondEnd when no byte of the file is loaded there. */
  at(rva: number): number
}

export const directories = { export: 0, import: 1, resource: 2, certificate: 4, debug: 6, tls: 9, delayImport: 13, managed: 14 } as const

/** More than the loader takes (96); the field has room for 65,535. */
const mostSections = 256

/** undefined for what has no PE header. */
export function readHeaders(bytes: Uint8Array, notes: Notes): PeImage | undefined {
  const cursor = new Cursor(bytes)
  if (!cursor.has(0, 64) || cursor.u16(0) !== 0x5a4d) return undefined
  const pe = cursor.u32(0x3c)
  if (!cursor.has(pe, 26) || cursor.u32(pe) !== 0x4550) return undefined
  const optional = pe + 24
  const magic = cursor.u16(optional)
  if (magic !== 0x10b && magic !== 0x20b) return undefined
  const wide = magic === 0x20b
  const optionalSize = cursor.u16(pe + 20)
  const directoriesAt = optional + (wide ? 112 : 96)
  if (!cursor.has(directoriesAt)) return undefined
  const directoryCount = Math.min(16, cursor.u32(directoriesAt - 4))
  const symbolsAt = cursor.u32(pe + 12)
  const symbols = { rva: symbolsAt, size: symbolsSize(cursor, symbolsAt, cursor.u32(pe + 16)) }
  const sections = readSections(cursor, optional + optionalSize, cursor.u16(pe + 6), symbolsAt + 18 * cursor.u32(pe + 16), notes)
  const headerSize = cursor.u32(optional + 60)
  const coarse = cursor.u32(optional + 36) >= 0x200
  return {
    cursor,
    machine: cursor.u16(pe + 4),
    bits: wide ? 64 : 32,
    timestamp: cursor.u32(pe + 8),
    isLibrary: (cursor.u16(pe + 22) & 0x2000) !== 0,
    subsystem: cursor.u16(optional + 68),
    protections: cursor.u16(optional + 70),
    entry: cursor.u32(optional + 16),
    // A base above 2^53 is refused by the loader; its upper half plays no part in offsets.
    imageBase: wide ? cursor.u32(optional + 24) + cursor.u32(optional + 28) * 2 ** 32 : cursor.u32(optional + 28),
    checksum: cursor.u32(optional + 64),
    peOffset: pe,
    sections,
    end: Math.min(
      bytes.length,
      sections.reduce((end, section) => (section.size > 0 ? Math.max(end, section.offset + section.size) : end), Math.min(headerSize, bytes.length)),
    ),
    symbols,
    directory(index) {
      const place = directoriesAt + 8 * index
      if (index >= directoryCount || place + 8 > optional + optionalSize || !cursor.has(place, 8)) return undefined
      const found = { rva: cursor.u32(place), size: cursor.u32(place + 4) }
      return found.rva === 0 ? undefined : found
    },
    at(rva) {
      for (const section of sections) {
        const within = rva - section.rva
        // The loader rounds the place of a section down to whole sectors.
        const from = coarse ? section.offset - (section.offset % 0x200) : section.offset
        if (within >= 0 && within < section.size && from + within < bytes.length) return from + within
      }
      if (rva < headerSize && rva < bytes.length) return rva
      throw new BeyondEnd(rva)
    },
  }
}

function readSections(cursor: Cursor, from: number, count: number, strings: number, notes: Notes): PeSection[] {
  const sections: PeSection[] = []
  if (count > mostSections) notes.add(`the header names ${count} sections; the first ${mostSections} were read`)
  notes.part('the table of sections', () => {
    for (let index = 0; index < Math.min(count, mostSections); index++) {
      const at = from + 40 * index
      const section = {
        name: sectionName(cursor, cursor.text(at, 8), strings),
        virtualSize: cursor.u32(at + 8),
        rva: cursor.u32(at + 12),
        size: cursor.u32(at + 16),
        offset: cursor.u32(at + 20),
        flags: cursor.u32(at + 36),
      }
      if (!cursor.has(section.offset, section.size)) notes.add(`section ${JSON.stringify(section.name)} reaches beyond the end of the file`)
      sections.push(section)
    }
  })
  return sections
}

/** Names longer than eight characters stand in the table of strings: `/4`. */
function sectionName(cursor: Cursor, name: string, strings: number): string {
  const place = /^\/(\d{1,7})$/.exec(name)?.[1]
  if (place === undefined || !cursor.has(strings + Number(place))) return name
  return cursor.text(strings + Number(place), 64) || name
}

function symbolsSize(cursor: Cursor, at: number, count: number): number {
  const strings = at + 18 * count
  if (at === 0 || !cursor.has(strings, 4)) return 0
  return Math.min(18 * count + cursor.u32(strings), cursor.length - at)
}
