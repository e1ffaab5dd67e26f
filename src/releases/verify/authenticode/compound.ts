import { BeyondEnd, Cursor } from '../../cursor.ts'

/** An entry of a compound file's directory ([MS-CFB] 2.6). */
export interface Entry {
  /** As stored: UTF-16, without the closing zero. */
  readonly rawName: Uint8Array
  readonly name: string
  readonly kind: 'root' | 'storage' | 'stream'
  /** The 128 bytes of the entry. */
  readonly raw: Uint8Array
  readonly children: readonly Entry[]
  readonly start: number
  readonly size: number
}

/** A compound file, as MSI packages are. */
export interface Compound {
  readonly root: Entry
  read(entry: Entry): Uint8Array
  /** End of the last sector in use: what lies behind is no part of it. */
  readonly end: number
}

const magic = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const endOfChain = 0xfffffffe
const free = 0xffffffff
const none = 0xffffffff
const mostEntries = 100_000

export function isCompound(head: Uint8Array): boolean {
  return head.length >= 512 && magic.equals(head.subarray(0, 8))
}

/** Throws BeyondEnd when its tables point outside of the file, or run in circles. */
export function readCompound(bytes: Uint8Array): Compound {
  const cursor = new Cursor(bytes)
  const shift = cursor.u16(30)
  if (shift !== 9 && shift !== 12) throw new BeyondEnd(0)
  const sector = 2 ** shift
  const fat = readFat(cursor, sector)
  const read = (start: number, size: number) => readChain(cursor, fat, start, sector, size, (index) => (index + 1) * sector)
  const directory = read(cursor.u32(48), Number.POSITIVE_INFINITY)
  const root = readDirectory(directory, shift === 9)
  // A sector belongs to one stream, so all of them together are no larger than the file.
  if (streamBytes(root) > bytes.length) throw new BeyondEnd(bytes.length)
  const miniFat = numbers(read(cursor.u32(60), Number.POSITIVE_INFINITY))
  const cutoff = cursor.u32(56)
  let mini: Cursor | undefined
  return {
    root,
    read(entry) {
      if (entry.size >= cutoff) return read(entry.start, entry.size)
      mini ??= new Cursor(read(root.start, root.size))
      return readChain(mini, miniFat, entry.start, 64, entry.size, (index) => index * 64)
    },
    end: (fat.findLastIndex((next) => next !== free) + 2) * sector,
  }
}

function streamBytes(entry: Entry): number {
  return entry.kind === 'stream' ? entry.size : entry.children.reduce((sum, inner) => sum + streamBytes(inner), 0)
}

function readFat(cursor: Cursor, sector: number): Uint32Array {
  const count = cursor.u32(44)
  if (count > cursor.length / sector) throw new BeyondEnd(cursor.length)
  const places = Array.from({ length: 109 }, (_, index) => cursor.u32(76 + index * 4))
  const perSector = sector / 4
  let next = cursor.u32(68)
  for (let left = cursor.u32(72); left > 0 && next < endOfChain - 1 && places.length < count; left--) {
    const at = (next + 1) * sector
    for (let index = 0; index < perSector - 1; index++) places.push(cursor.u32(at + index * 4))
    next = cursor.u32(at + sector - 4)
  }
  return numbers(Buffer.concat(places.slice(0, count).map((place) => cursor.slice((place + 1) * sector, sector))))
}

function numbers(bytes: Uint8Array): Uint32Array {
  const cursor = new Cursor(bytes)
  return Uint32Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => cursor.u32(index * 4))
}

function readChain(cursor: Cursor, table: Uint32Array, start: number, sector: number, size: number, place: (index: number) => number): Uint8Array {
  const parts: Uint8Array[] = []
  let index = start
  let left = size
  for (let steps = 0; left > 0 && index < endOfChain - 1; steps++) {
    if (steps > table.length) throw new BeyondEnd(cursor.length)
    const at = place(index)
    // The last sector of a file may be cut short.
    const part = cursor.slice(at, Math.min(sector, left, cursor.length - at))
    parts.push(part)
    left -= part.length
    index = table[index] ?? endOfChain
  }
  if (left > 0 && Number.isFinite(size)) throw new BeyondEnd(cursor.length)
  return Buffer.concat(parts)
}

const kinds: Readonly<Record<number, Entry['kind']>> = { 1: 'storage', 2: 'stream', 5: 'root' }

function readDirectory(bytes: Uint8Array, small: boolean): Entry {
  const cursor = new Cursor(bytes)
  const seen = new Set<number>()
  function entryAt(id: number, depth: number): Entry {
    const raw = cursor.slice(id * 128, 128)
    const kind = kinds[cursor.u8(id * 128 + 66)]
    if (kind === undefined || depth > 32) throw new BeyondEnd(id * 128)
    const rawName = raw.subarray(0, Math.max(0, Math.min(64, cursor.u16(id * 128 + 64)) - 2))
    return {
      raw,
      rawName,
      name: Buffer.from(rawName).toString('utf16le'),
      kind,
      children: kind === 'stream' ? [] : siblings(cursor.u32(id * 128 + 76)).map((inner) => entryAt(inner, depth + 1)),
      start: cursor.u32(id * 128 + 116),
      // Files with small sectors may hold anything in the upper half ([MS-CFB] 2.6.1).
      size: small ? cursor.u32(id * 128 + 120) : cursor.u64(id * 128 + 120),
    }
  }
  /** Ids of a red-black tree of siblings, in no order. */
  function siblings(first: number): number[] {
    const found: number[] = []
    const open = [first]
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (id === none) continue
      if (seen.has(id) || seen.size > mostEntries) throw new BeyondEnd(id * 128)
      seen.add(id)
      found.push(id)
      open.push(cursor.u32(id * 128 + 68), cursor.u32(id * 128 + 72))
    }
    return found
  }
  seen.add(0)
  return entryAt(0, 0)
}
