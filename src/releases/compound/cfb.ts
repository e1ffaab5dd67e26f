import { Cursor } from '../cursor.ts'
import { exactly, type Source } from '../unpack/source.ts'

/** The file is not a compound file, or its chains lead nowhere. */
export class CompoundError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'CompoundError'
  }
}

export interface CompoundStream {
  /** Names from the root, as they stand there: MSI packs them. */
  readonly path: readonly string[]
  readonly size: number
  readonly start: number
}

export interface Compound {
  /** Class of the root, as hex digits: it says which program's file this is. */
  readonly rootClass: string
  readonly streams: readonly CompoundStream[]
  pieces(stream: CompoundStream): Generator<Uint8Array, void, undefined>
  /** The whole stream; throws CompoundError when it is larger than `most` bytes. */
  read(stream: CompoundStream, most: number): Uint8Array
}

const magic = 'd0cf11e0a1b11ae1'
const lastRegular = 0xfffffffa
const headerDifat = 109
const entryBytes = 128
const mostEntries = 100_000
const deepest = 32

export function isCompound(source: Source): boolean {
  return Buffer.from(source.read(0, 8)).toString('hex') === magic
}

/** Opens a compound file (MS-CFB 2.2 header, 2.3 FAT, 2.4 mini FAT, 2.6 directory). Throws CompoundError or BeyondEnd. */
export function readCompound(source: Source): Compound {
  if (!isCompound(source)) throw new CompoundError('it is no compound file')
  const header = new Cursor(exactly(source, 0, 512))
  const shift = header.u16(30)
  if (shift !== 9 && shift !== 12) throw new CompoundError('its sectors have a size that there is not')
  const sector = 2 ** shift
  const sectors = Math.ceil(source.size / sector)
  const offsetOf = (id: number): number => (id + 1) * sector
  const fat = readFat()
  const entries = readDirectory()
  const root = entries[0]
  if (root === undefined) throw new CompoundError('it has no root')
  const cutoff = header.u32(56)
  const miniFat = numbers(joined(chain(header.u32(60), fat)))
  const miniSectors = chain(root.start, fat)
  return { rootClass: root.classId, streams: listStreams(entries), pieces, read }

  function readFat(): Uint32Array {
    const ids: number[] = []
    for (let index = 0; index < headerDifat; index += 1) ids.push(header.u32(76 + 4 * index))
    let next = header.u32(68)
    for (let seen = 0; next < lastRegular && seen <= sectors; seen += 1) {
      const more = new Cursor(exactly(source, offsetOf(next), sector))
      for (let at = 0; at < sector - 4; at += 4) ids.push(more.u32(at))
      next = more.u32(sector - 4)
    }
    const used = ids.filter((id) => id < lastRegular).slice(0, Math.ceil((4 * sectors) / sector) + 1)
    return numbers(joined(used))
  }

  /** Ids of the sectors of a chain; one that is longer than the file goes in a circle. */
  function chain(start: number, table: Uint32Array): number[] {
    const ids: number[] = []
    for (let id = start; id < lastRegular; id = table[id] ?? lastRegular) {
      if (ids.length > table.length) throw new CompoundError('a chain of sectors goes in a circle')
      ids.push(id)
    }
    return ids
  }

  function joined(ids: readonly number[]): Uint8Array {
    return Buffer.concat(ids.map((id) => source.read(offsetOf(id), sector)))
  }

  function readDirectory(): DirectoryEntry[] {
    const bytes = new Cursor(joined(chain(header.u32(48), fat)))
    const found: DirectoryEntry[] = []
    for (let at = 0; bytes.has(at, entryBytes) && found.length < mostEntries; at += entryBytes) found.push(directoryEntry(bytes, at, shift === 9))
    return found
  }

  function* pieces(stream: CompoundStream): Generator<Uint8Array, void, undefined> {
    let rest = stream.size
    for (const [at, length] of stream.size < cutoff ? smallExtents(stream) : extents(stream)) {
      if (rest <= 0) return
      yield* exactPieces(source, at, Math.min(length, rest))
      rest -= length
    }
    if (rest > 0) throw new CompoundError('a stream is shorter than it says')
  }

  /** Where a stream lies: [offset, length]. */
  function* extents(stream: CompoundStream): Generator<[number, number], void, undefined> {
    for (const [first, count] of runs(chain(stream.start, fat))) yield [offsetOf(first), count * sector]
  }

  function* smallExtents(stream: CompoundStream): Generator<[number, number], void, undefined> {
    for (const id of chain(stream.start, miniFat)) {
      const at = 64 * id
      const home = miniSectors[Math.floor(at / sector)]
      if (home === undefined) throw new CompoundError('a small stream lies beyond its container')
      yield [offsetOf(home) + (at % sector), 64]
    }
  }

  function read(stream: CompoundStream, most: number): Uint8Array {
    if (stream.size > most) throw new CompoundError(`a stream of ${stream.size} bytes is larger than the limit`)
    return Buffer.concat([...pieces(stream)])
  }
}

interface DirectoryEntry {
  readonly name: string
  readonly type: number
  readonly left: number
  readonly right: number
  readonly child: number
  readonly classId: string
  readonly start: number
  readonly size: number
}

/** One of 128 bytes (MS-CFB 2.6.1). In version 3 the upper half of the size means nothing. */
function directoryEntry(bytes: Cursor, at: number, isOld: boolean): DirectoryEntry {
  const nameBytes = Math.min(64, Math.max(0, bytes.u16(at + 64) - 2))
  return {
    name: Buffer.from(bytes.slice(at, nameBytes)).toString('utf16le'),
    type: bytes.u8(at + 66),
    left: bytes.u32(at + 68),
    right: bytes.u32(at + 72),
    child: bytes.u32(at + 76),
    classId: Buffer.from(bytes.slice(at + 80, 16)).toString('hex'),
    start: bytes.u32(at + 116),
    size: isOld ? bytes.u32(at + 120) : bytes.u64(at + 120),
  }
}

/** Streams in the order of the directory's trees; every entry is visited once, however the trees are knotted. */
function listStreams(entries: readonly DirectoryEntry[]): CompoundStream[] {
  const found: CompoundStream[] = []
  const seen = new Set<number>()
  const waiting: { id: number; path: readonly string[] }[] = [{ id: entries[0]?.child ?? lastRegular, path: [] }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { id, path } = next
    const entry = entries[id]
    if (entry === undefined || seen.has(id) || path.length > deepest) continue
    seen.add(id)
    const inner = [...path, entry.name]
    if (entry.type === 2) found.push({ path: inner, size: entry.size, start: entry.start })
    if (entry.type === 1) waiting.push({ id: entry.child, path: inner })
    waiting.push({ id: entry.right, path }, { id: entry.left, path })
  }
  return found
}

/** Neighbouring sectors together: [first, count]. */
function* runs(ids: readonly number[]): Generator<[number, number], void, undefined> {
  for (let index = 0; index < ids.length; ) {
    const first = ids[index] ?? 0
    let count = 1
    while (ids[index + count] === first + count) count += 1
    yield [first, count]
    index += count
  }
}

function* exactPieces(source: Source, offset: number, length: number): Generator<Uint8Array, void, undefined> {
  const step = 2 ** 18
  for (let at = 0; at < length; at += step) yield exactly(source, offset + at, Math.min(step, length - at))
}

function numbers(bytes: Uint8Array): Uint32Array {
  const cursor = new Cursor(bytes)
  return Uint32Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => cursor.u32(4 * index))
}
