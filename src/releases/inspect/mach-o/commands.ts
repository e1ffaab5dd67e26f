import { Cursor } from '../../cursor.ts'
import type { Notes } from '../../native/parts.ts'

export interface MachSection {
  readonly segment: string
  readonly name: string
  readonly address: number
  readonly offset: number
  readonly size: number
  /** Kind of contents: 0x9 pointers to constructors, 0x16 offsets of constructors, 0x1 zeros. */
  readonly type: number
}

export interface MachSegment {
  readonly name: string
  readonly address: number
  readonly offset: number
  readonly size: number
  readonly rights: string
}

export interface MachLibrary {
  readonly path: string
  /** load · weak · reexport · lazy · upward */
  readonly how: string
  readonly offset: number
}

interface Part {
  readonly offset: number
  readonly size: number
}

/** One architecture of a Mach-O file; layout after Apple's mach-o/loader.h. Offsets count from the beginning of the slice. */
export interface MachImage {
  readonly cursor: Cursor
  readonly wide: boolean
  readonly cpu: number
  readonly subtype: number
  readonly fileType: number
  readonly flags: number
  readonly segments: MachSegment[]
  readonly sections: MachSection[]
  /** In the order of their ordinals, from 1. */
  readonly libraries: MachLibrary[]
  readonly runPaths: { readonly path: string; readonly offset: number }[]
  /** Variables for the dynamic linker: `DYLD_…=…`. */
  readonly environment: { readonly path: string; readonly offset: number }[]
  readonly values: Map<string, string>
  readonly parts: Map<'symbols' | 'strings' | 'bind' | 'weak-bind' | 'lazy-bind' | 'exports' | 'fixups' | 'signature' | 'encrypted', Part>
  /** Addresses of initialisers named in commands of old (LC_ROUTINES). */
  readonly routines: number[]
}

const mostCommands = 10_000
const mostSections = 5_000
const mostNames = 5_000

const libraryCommands: Readonly<Record<number, string>> = { 12: 'load', 2147483672: 'weak', 2147483679: 'reexport', 32: 'lazy', 2147483683: 'upward' }
const linkData: Readonly<Record<number, 'signature' | 'exports' | 'fixups'>> = { 29: 'signature', 2147483699: 'exports', 2147483700: 'fixups' }

/** undefined for what is no Mach-O file. */
export function readCommands(bytes: Uint8Array, notes: Notes): MachImage | undefined {
  if (bytes.length < 28) return undefined
  const magic = new Cursor(bytes).u32(0)
  const little = magic === 0xfeedface || magic === 0xfeedfacf
  if (!little && magic !== 0xcefaedfe && magic !== 0xcffaedfe) return undefined
  const wide = magic === 0xfeedfacf || magic === 0xcffaedfe
  const cursor = new Cursor(bytes, little ? 'little' : 'big')
  const image: MachImage = {
    cursor,
    wide,
    cpu: cursor.u32(4),
    subtype: cursor.u32(8) & 0xffffff,
    fileType: cursor.u32(12),
    flags: cursor.u32(24),
    segments: [],
    sections: [],
    libraries: [],
    runPaths: [],
    environment: [],
    values: new Map(),
    parts: new Map(),
    routines: [],
  }
  const count = cursor.u32(16)
  notes.part('the load commands', () => {
    let at = wide ? 32 : 28
    for (let index = 0; index < count; index++) {
      if (index >= mostCommands) return notes.add(`only the first ${mostCommands} load commands were read`)
      const size = cursor.u32(at + 4)
      if (size < 8) return notes.add('a load command has no length; those after it were not read')
      notes.part('a load command', () => readCommand(image, at, notes))
      at += size
    }
  })
  return image
}

function readCommand(image: MachImage, at: number, notes: Notes): void {
  const { cursor } = image
  const command = cursor.u32(at)
  const how = libraryCommands[command]
  const linked = linkData[command]
  if (how !== undefined) {
    if (image.libraries.length < mostNames) image.libraries.push({ path: textOf(image, at), how, offset: at })
  } else if (linked !== undefined) image.parts.set(linked, { offset: cursor.u32(at + 8), size: cursor.u32(at + 12) })
  else if (command === 0x1 || command === 0x19) readSegment(image, at, command === 0x19, notes)
  else others[command]?.(image, at)
}

function textOf({ cursor }: MachImage, at: number): string {
  return cursor.text(at + cursor.u32(at + 8), 1024)
}

const others: Readonly<Record<number, (image: MachImage, at: number) => void>> = {
  // LC_SYMTAB
  2({ cursor, parts, wide }, at) {
    parts.set('symbols', { offset: cursor.u32(at + 8), size: cursor.u32(at + 12) * (wide ? 16 : 12) })
    parts.set('strings', { offset: cursor.u32(at + 16), size: cursor.u32(at + 20) })
  },
  // LC_ID_DYLIB
  13(image, at) {
    image.values.set('install-name', textOf(image, at))
  },
  // LC_RPATH
  2147483676(image, at) {
    if (image.runPaths.length < mostNames) image.runPaths.push({ path: textOf(image, at), offset: at })
  },
  // LC_DYLD_ENVIRONMENT
  39(image, at) {
    if (image.environment.length < mostNames) image.environment.push({ path: textOf(image, at), offset: at })
  },
  // LC_UUID
  27({ cursor, values }, at) {
    values.set('uuid', Buffer.from(cursor.slice(at + 8, 16)).toString('hex'))
  },
  // LC_VERSION_MIN_MACOSX and LC_BUILD_VERSION
  36: (image, at) => systemVersions(image, at + 8),
  50: (image, at) => systemVersions(image, at + 12),
  // LC_ENCRYPTION_INFO
  33: encryption,
  44: encryption,
  // LC_ROUTINES
  17({ cursor, routines }, at) {
    routines.push(cursor.u32(at + 8))
  },
  26({ cursor, routines }, at) {
    routines.push(cursor.address(at + 8))
  },
  // LC_DYLD_INFO
  34: linkerInformation,
  2147483682: linkerInformation,
}

function systemVersions({ cursor, values }: MachImage, at: number): void {
  values.set('least-system', version(cursor.u32(at)))
  values.set('sdk', version(cursor.u32(at + 4)))
}

function encryption({ cursor, parts }: MachImage, at: number): void {
  if (cursor.u32(at + 16) !== 0) parts.set('encrypted', { offset: cursor.u32(at + 8), size: cursor.u32(at + 12) })
}

function linkerInformation({ cursor, parts }: MachImage, at: number): void {
  for (const [index, name] of (['bind', 'weak-bind', 'lazy-bind', 'exports'] as const).entries()) {
    parts.set(name, { offset: cursor.u32(at + 16 + 8 * index), size: cursor.u32(at + 20 + 8 * index) })
  }
}

function readSegment(image: MachImage, at: number, wide: boolean, notes: Notes): void {
  const { cursor } = image
  const word = (offset: number) => (wide ? cursor.u64(offset) : cursor.u32(offset))
  const address = (offset: number) => (wide ? cursor.address(offset) : cursor.u32(offset))
  const step = wide ? 8 : 4
  const after = at + 24 + 4 * step
  const protection = cursor.u32(after + 4)
  const name = cursor.text(at + 8, 16)
  const segment = {
    name,
    address: address(at + 24),
    offset: word(at + 24 + 2 * step),
    size: word(at + 24 + 3 * step),
    rights: `${protection & 1 ? 'r' : '-'}${protection & 2 ? 'w' : '-'}${protection & 4 ? 'x' : '-'}`,
  }
  if (!cursor.has(segment.offset, segment.size)) notes.add(`segment ${JSON.stringify(name)} reaches beyond the end of the file`)
  image.segments.push(segment)
  const count = cursor.u32(after + 8)
  const size = wide ? 80 : 68
  for (let index = 0; index < count; index++) {
    if (image.sections.length >= mostSections) {
      notes.add(`only the first ${mostSections} sections were read`)
      return
    }
    const section = after + 16 + index * size
    image.sections.push({
      name: cursor.text(section, 16),
      segment: cursor.text(section + 16, 16),
      address: address(section + 32),
      size: word(section + 32 + step),
      offset: cursor.u32(section + 32 + 2 * step),
      type: cursor.u32(section + 32 + 2 * step + 16) & 0xff,
    })
  }
}

/** xxxx.yy.zz in 32 bits. */
function version(packed: number): string {
  return `${packed >>> 16}.${(packed >>> 8) & 255}.${packed & 255}`
}
