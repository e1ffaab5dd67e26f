import { BeyondEnd, Cursor } from '../../cursor.ts'
import type { Notes } from '../../native/parts.ts'

export interface ElfSection {
  readonly name: string
  readonly type: number
  readonly flags: number
  readonly address: number
  readonly offset: number
  readonly size: number
  readonly link: number
  readonly info: number
  readonly entrySize: number
}

export interface ElfSegment {
  readonly type: number
  readonly flags: number
  readonly offset: number
  readonly address: number
  readonly fileSize: number
}

/** The headers of an ELF file; layout after the System V gABI. */
export interface ElfImage {
  readonly cursor: Cursor
  readonly wide: boolean
  readonly type: number
  readonly machine: number
  readonly entry: number
  readonly sections: readonly ElfSection[]
  readonly segments: readonly ElfSegment[]
  /** Where sections, segments and header tables end. */
  readonly end: number
  /** Offset in the file of an address in memory; throws BeyondEnd when no byte of the file is loaded there. */
  at(address: number): number
  /** An offset or a size: 4 or 8 bytes; throws BeyondEnd when no file could hold it. */
  word(offset: number): number
  /** 4 or 8 bytes. */
  address(offset: number): number
}

export const sectionTypes = { symbols: 2, strings: 3, relocationsWithAddend: 4, note: 7, empty: 8, relocations: 9, dynamicSymbols: 11 } as const
export const segmentTypes = { load: 1, dynamic: 2, interpreter: 3, note: 4 } as const

const mostSections = 20_000
const mostSegments = 1_000

/** undefined for what is no ELF file. */
export function readHeaders(bytes: Uint8Array, notes: Notes): ElfImage | undefined {
  if (bytes.length < 52 || bytes[0] !== 0x7f || bytes[1] !== 0x45 || bytes[2] !== 0x4c || bytes[3] !== 0x46) return undefined
  const wide = bytes[4] === 2
  if ((bytes[4] !== 1 && !wide) || (bytes[5] !== 1 && bytes[5] !== 2)) return undefined
  const cursor = new Cursor(bytes, bytes[5] === 2 ? 'big' : 'little')
  const word = (offset: number) => (wide ? cursor.u64(offset) : cursor.u32(offset))
  const address = (offset: number) => (wide ? cursor.address(offset) : cursor.u32(offset))
  const after = wide ? 48 : 36
  const tables = {
    segments: word(wide ? 32 : 28),
    sections: word(wide ? 40 : 32),
    segmentSize: cursor.u16(after + 6),
    segmentCount: cursor.u16(after + 8),
    sectionSize: cursor.u16(after + 10),
  }
  let sectionCount = cursor.u16(after + 12)
  const segments: ElfSegment[] = []
  const sections: ElfSection[] = []
  notes.part('the program headers', () =>
    readSegments(cursor, wide, tables.segments, Math.min(tables.segmentCount, mostSegments), tables.segmentSize, segments),
  )
  notes.part('the section headers', () => {
    // More than 65,279 sections: the first header holds their number.
    if (sectionCount === 0 && tables.sections !== 0) sectionCount = word(tables.sections + (wide ? 32 : 20))
    if (sectionCount > mostSections) notes.add(`the header names ${sectionCount} sections; the first ${mostSections} were read`)
    readSections(
      cursor,
      wide,
      { from: tables.sections, count: Math.min(sectionCount, mostSections), size: tables.sectionSize, names: cursor.u16(after + 14) },
      sections,
    )
  })
  const ends = [
    tables.segments + tables.segmentCount * tables.segmentSize,
    tables.sections + sectionCount * tables.sectionSize,
    ...segments.map((segment) => segment.offset + segment.fileSize),
    ...sections.map((section) => (section.type === sectionTypes.empty ? 0 : section.offset + section.size)),
  ]
  if (ends.some((end) => end > bytes.length)) notes.add('parts named in the headers lie beyond the end of the file')
  return {
    cursor,
    wide,
    type: cursor.u16(16),
    machine: cursor.u16(18),
    entry: address(24),
    sections,
    segments,
    end: Math.min(
      bytes.length,
      ends.reduce((most, end) => Math.max(most, end), 0),
    ),
    word,
    address,
    at(place) {
      for (const segment of segments) {
        const within = place - segment.address
        if (segment.type === segmentTypes.load && within >= 0 && within < segment.fileSize && segment.offset + within < bytes.length)
          return segment.offset + within
      }
      throw new BeyondEnd(place)
    },
  }
}

function readSegments(cursor: Cursor, wide: boolean, from: number, count: number, size: number, segments: ElfSegment[]): void {
  const word = (offset: number) => (wide ? cursor.u64(offset) : cursor.u32(offset))
  for (let index = 0; index < count; index++) {
    const at = from + index * size
    segments.push({
      type: cursor.u32(at),
      flags: cursor.u32(at + (wide ? 4 : 24)),
      offset: word(at + (wide ? 8 : 4)),
      address: wide ? cursor.address(at + 16) : cursor.u32(at + 8),
      fileSize: word(at + (wide ? 32 : 16)),
    })
  }
}

function readSections(cursor: Cursor, wide: boolean, table: { from: number; count: number; size: number; names: number }, sections: ElfSection[]): void {
  const word = (offset: number) => (wide ? cursor.u64(offset) : cursor.u32(offset))
  const address = (offset: number) => (wide ? cursor.address(offset) : cursor.u32(offset))
  const [flags, place, offset, size, link, info, entry] = wide ? ([8, 16, 24, 32, 40, 44, 56] as const) : ([8, 12, 16, 20, 24, 28, 36] as const)
  const names = table.names < table.count ? word(table.from + table.names * table.size + offset) : cursor.length
  for (let index = 0; index < table.count; index++) {
    const at = table.from + index * table.size
    const name = names + cursor.u32(at)
    sections.push({
      name: cursor.has(name) ? cursor.text(name, 128) : '',
      type: cursor.u32(at + 4),
      flags: address(at + flags),
      address: address(at + place),
      offset: word(at + offset),
      size: word(at + size),
      link: cursor.u32(at + link),
      info: cursor.u32(at + info),
      entrySize: word(at + entry),
    })
  }
}
