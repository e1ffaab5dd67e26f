import { crc32 } from 'node:zlib'
import { decodeName } from '../../../base/decode.ts'
import { Cursor } from '../../cursor.ts'
import { trailing } from '../codecs.ts'
import { type Out, put, putPieces } from '../container.ts'
import { inflate, unzstd } from '../inflate.ts'
import { symbolicLink } from '../links.ts'
import { Refused } from '../refused.ts'
import { pieces, type Source } from '../source.ts'
import { type ZipEntry, zipEnd, zipEntries } from './directory.ts'

const stored = 0
const deflated = 8
const zstandard = 93
const localBytes = 30
const encrypted = 1
/** A data descriptor (APPNOTE 4.3.9) at its longest: it follows the content of an entry. */
const descriptorBytes = 24

interface Range {
  readonly from: number
  readonly to: number
}

/** Puts out what the central directory names, which is what installers go by, and then what it does not name. */
export async function readZip(source: Source, out: Out, prepended: string): Promise<void> {
  const end = zipEnd(source)
  if (end === undefined) throw new Refused('damaged', 'it does not end as a zip archive does')
  const entries = zipEntries(source, end, out.limits.indexBytes)
  if (entries.length !== end.entries && entries.length !== end.entries % 65_536)
    out.refuse('', 'damaged', `its end counts ${end.entries} entries, its directory has ${entries.length}`)
  const taken: Range[] = []
  const overlapped = overlapping(entries)
  const others = new Set<string>()
  for (const entry of entries) {
    const range = await readEntry(entry, source, out, overlapped, others)
    if (range) taken.push(range)
  }
  if (others.size > 0) await otherMethods(others, source, out)
  await unnamed(taken, end.directory, source, out, prepended)
  if (end.comment.length > 0) put(out, '.comment', end.comment)
  await trailing(source, end.end, out)
}

async function readEntry(entry: ZipEntry, source: Source, out: Out, overlapped: ReadonlySet<ZipEntry>, others: Set<string>): Promise<Range | undefined> {
  const { name } = entry
  const local = new Cursor(source.read(entry.offset, localBytes))
  if (local.length < localBytes || local.u32(0) !== 0x04034b50) {
    out.refuse(name, 'damaged', 'there is no entry where the directory says')
    return undefined
  }
  const nameBytes = local.u16(26)
  const data = entry.offset + localBytes + nameBytes + local.u16(28)
  const range = { from: entry.offset, to: data + entry.compressed }
  if (overlapped.has(entry)) {
    out.refuse(name, 'ratio', 'its bytes are those of another entry, too: taken for a decompression bomb')
    return range
  }
  compareHeaders(entry, local, source.read(entry.offset + localBytes, nameBytes), out)
  await content(entry, source, data, out, others)
  return range
}

/** Entries that begin inside another one: honest archives have none, and one that does can hold the same bytes many times. */
function overlapping(entries: readonly ZipEntry[]): Set<ZipEntry> {
  const found = new Set<ZipEntry>()
  let owner: ZipEntry | undefined
  let end = 0
  for (const entry of [...entries].sort((a, b) => a.offset - b.offset)) {
    if (entry.offset < end && entry.offset !== owner?.offset) found.add(entry)
    const own = entry.offset + localBytes + entry.compressed
    if (own > end) [owner, end] = [entry, own]
  }
  return found
}

/** Programs that read from the front go by the local header, those that read from the end by the directory. */
function compareHeaders(entry: ZipEntry, local: Cursor, localName: Uint8Array, out: Out): void {
  if (Buffer.compare(localName, entry.rawName) !== 0)
    out.refuse(entry.name, 'collision', `the entry itself calls it ${decodeName(localName)}: programs will disagree about its name`)
  const isSizeLater = (local.u16(6) & 8) !== 0
  const sizes = [local.u32(18), local.u32(22)] as const
  const isWide = sizes.includes(0xffffffff) || entry.compressed >= 0xffffffff || entry.size >= 0xffffffff
  const differs = !isSizeLater && !isWide && (sizes[0] !== entry.compressed || sizes[1] !== entry.size)
  if (differs || local.u16(8) !== entry.method)
    out.refuse(entry.name, 'collision', 'the entry itself gives another size or method than the directory: programs will disagree about its content')
}

async function content(entry: ZipEntry, source: Source, data: number, out: Out, others: Set<string>): Promise<void> {
  const { name, method, mode } = entry
  const type = mode >> 12
  if (entry.flags & encrypted) return out.refuse(name, 'encrypted', 'it is encrypted: what it holds cannot be seen')
  if (type === 0o12) return out.refuse(name, 'link', symbolicLink(await target(entry, source, data)))
  if (type === 0o02 || type === 0o06 || type === 0o01 || type === 0o14) out.refuse(name, 'device', 'a device, pipe or socket')
  if (name.endsWith('/') && entry.size === 0) return
  if (method !== stored && method !== deflated && method !== zstandard) {
    others.add(name)
    return
  }
  let crc = 0
  let size = 0
  const member = out.begin(name, mode === 0 ? {} : { mode })
  try {
    for await (const piece of plain(entry, source, data)) {
      crc = crc32(piece, crc)
      size += piece.length
      member.write(piece)
    }
  } catch (error) {
    if (error instanceof Refused) throw error
    out.refuse(name, 'damaged', 'it could not be decompressed to its end')
    return
  } finally {
    member.end()
  }
  if (size !== entry.size || crc !== entry.crc) out.refuse(name, 'damaged', 'its size or checksum does not fit what came out')
}

function plain({ method, compressed }: ZipEntry, source: Source, data: number): Iterable<Uint8Array> | AsyncIterable<Uint8Array> {
  const consumed = { bytes: 0 }
  if (method === deflated) return inflate(source, data, compressed, consumed)
  return method === zstandard ? unzstd(source, data, compressed, consumed) : pieces(source, data, compressed)
}

async function target(entry: ZipEntry, source: Source, data: number): Promise<string> {
  try {
    for await (const piece of plain(entry, source, data)) return decodeName(piece.subarray(0, 1024))
  } catch {
    return 'an unreadable place'
  }
  return 'nothing'
}

/** Bytes outside every entry and before the directory. */
async function unnamed(taken: readonly Range[], directory: number, source: Source, out: Out, prepended: string): Promise<void> {
  let at = 0
  const sorted = [...taken].sort((a, b) => a.from - b.from)
  for (const { from, to } of [...sorted, { from: directory, to: directory }]) {
    if (from > at) await gap(at, Math.min(from, directory), sorted, source, out, prepended)
    at = Math.max(at, to)
  }
}

async function gap(from: number, to: number, taken: readonly Range[], source: Source, out: Out, prepended: string): Promise<void> {
  if (from === 0) {
    await putPieces(out, prepended, pieces(source, 0, to))
    return
  }
  if (to - from <= descriptorBytes && taken.length > 0) return
  if (Buffer.from(source.read(from, Math.min(to - from, 2 ** 16))).every((byte) => byte === 0) && to - from <= 2 ** 16) return
  out.refuse(`.between/${from}`, 'damaged', `data at offset ${from} that no entry of the directory names`)
  await putPieces(out, `.between/${from}`, pieces(source, from, to - from))
}

/** Methods that Node does not know: bzip2, LZMA, xz, PPMd, deflate64. */
async function otherMethods(names: ReadonlySet<string>, source: Source, out: Out): Promise<void> {
  const { openWithSevenZip } = await import('../seven-zip/open.ts')
  await openWithSevenZip(source, out, { type: 'zip', only: names })
}
