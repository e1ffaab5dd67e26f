import { decodeName } from '../../../base/decode.ts'
import { Cursor } from '../../cursor.ts'
import { Refused } from '../refused.ts'
import { exactly, type Source } from '../source.ts'

/** Where a zip's central directory lies, as the end of the file tells (APPNOTE 4.3.16, 4.3.14). */
export interface ZipEnd {
  readonly entries: number
  /** In the file. */
  readonly directory: number
  readonly directoryBytes: number
  /** Bytes before the archive: offsets inside it count from here. */
  readonly shift: number
  /** First byte after the archive, its comment included. */
  readonly end: number
  readonly comment: Uint8Array
}

export interface ZipEntry {
  readonly name: string
  /** The name as it stands there. */
  readonly rawName: Uint8Array
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly compressed: number
  readonly size: number
  /** Of the local header, in the file. */
  readonly offset: number
  /** Unix mode with the type of file; 0 when the entry was made elsewhere. */
  readonly mode: number
}

const endBytes = 22
const longestComment = 65_535
const centralBytes = 46

/** Undefined for what does not end as a zip does. */
export function zipEnd(source: Source): ZipEnd | undefined {
  if (source.size < endBytes) return undefined
  const from = Math.max(0, source.size - endBytes - longestComment)
  const tail = source.read(from, source.size - from)
  const buffer = Buffer.from(tail.buffer, tail.byteOffset, tail.length)
  for (
    let at = buffer.lastIndexOf('PK\x05\x06', tail.length - endBytes, 'latin1');
    at >= 0;
    at = at === 0 ? -1 : buffer.lastIndexOf('PK\x05\x06', at - 1, 'latin1')
  ) {
    const found = endAt(source, from + at, tail.subarray(at))
    if (found) return found
  }
  return undefined
}

function endAt(source: Source, at: number, bytes: Uint8Array): ZipEnd | undefined {
  const record = new Cursor(bytes)
  const commentBytes = record.u16(20)
  if (!record.has(endBytes, commentBytes)) return undefined
  const long = zip64(source, at)
  const entries = long?.entries ?? record.u16(10)
  const size = long?.size ?? record.u32(12)
  const directory = (long?.at ?? at) - size
  if (directory < 0 || (entries > 0 && source.read(directory, 4).join() !== '80,75,1,2')) return undefined
  const shift = directory - (long?.offset ?? record.u32(16))
  if (shift < 0) return undefined
  return { entries, directory, directoryBytes: size, shift, end: at + endBytes + commentBytes, comment: record.slice(endBytes, commentBytes) }
}

interface Zip64 {
  readonly at: number
  readonly entries: number
  readonly size: number
  readonly offset: number
}

/** The zip64 record that a locator right before the end points to (APPNOTE 4.3.14, 4.3.15). */
function zip64(source: Source, end: number): Zip64 | undefined {
  if (end < 20) return undefined
  const locator = new Cursor(source.read(end - 20, 20))
  if (locator.length < 20 || locator.u32(0) !== 0x07064b50) return undefined
  // With data before the archive the offset is off: the record then lies right before the locator.
  for (const at of [locator.u64(8), end - 20 - 56]) {
    if (at < 0 || at + 56 > source.size) continue
    const record = new Cursor(source.read(at, 56))
    if (record.u32(0) === 0x06064b50) return { at, entries: record.u64(32), size: record.u64(40), offset: record.u64(48) }
  }
  return undefined
}

/** The entries of the central directory, in its order. */
export function zipEntries(source: Source, end: ZipEnd, most: number): ZipEntry[] {
  if (end.directoryBytes > most) throw new Refused('too-large', `an index of ${end.directoryBytes} bytes`)
  const directory = new Cursor(exactly(source, end.directory, end.directoryBytes))
  const entries: ZipEntry[] = []
  for (let at = 0; directory.has(at, centralBytes) && directory.u32(at) === 0x02014b50; ) {
    const [nameBytes, extraBytes, commentBytes] = [directory.u16(at + 28), directory.u16(at + 30), directory.u16(at + 32)]
    const rawName = directory.slice(at + centralBytes, nameBytes)
    const extra = new Cursor(directory.slice(at + centralBytes + nameBytes, extraBytes))
    const wide = zip64Extra(extra, directory.u32(at + 24), directory.u32(at + 20), directory.u32(at + 42))
    const host = directory.u8(at + 5)
    entries.push({
      name: decodeName(rawName),
      rawName,
      flags: directory.u16(at + 8),
      method: directory.u16(at + 10),
      crc: directory.u32(at + 16),
      compressed: wide.compressed,
      size: wide.size,
      offset: wide.offset + end.shift,
      mode: host === 3 || host === 19 ? directory.u32(at + 38) >>> 16 : 0,
    })
    at += centralBytes + nameBytes + extraBytes + commentBytes
  }
  return entries
}

/** Numbers of 64 bits for those that are all ones, in this order (APPNOTE 4.5.3). */
function zip64Extra(extra: Cursor, size: number, compressed: number, offset: number): { size: number; compressed: number; offset: number } {
  const values = { size, compressed, offset }
  for (let at = 0; extra.has(at, 4); at += 4 + extra.u16(at + 2)) {
    if (extra.u16(at) !== 1) continue
    let next = at + 4
    for (const key of ['size', 'compressed', 'offset'] as const) {
      if (values[key] !== 0xffffffff || !extra.has(next, 8)) continue
      values[key] = extra.u64(next)
      next += 8
    }
  }
  return values
}
