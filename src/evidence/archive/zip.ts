import { open } from 'node:fs/promises'
import { crc32, inflateRawSync } from 'node:zlib'
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl'
import { decodeName } from '../../base/decode.ts'
import { GatehouseError, messageOf } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { longestName, type Member, mostMembers } from './member.ts'
import { FileWindow } from './window.ts'

const stored = 0
const deflated = 8
const localHeader = { bytes: 30, signature: 0x04034b50 }

/**
 * The files of a zip archive by its directory, one in memory at a time. Overlapping entries count each time they come out, so that an archive which
 * uses the same bytes again and again is known for a bomb. Throws EVIDENCE_UNREADABLE without a directory, LIMIT_EXCEEDED past a limit.
 */
export async function* zipMembers(path: string, limits: Limits): AsyncGenerator<Member> {
  await using file = await open(path, 'r')
  const { size } = await file.stat()
  const zip = await directoryOf(file.fd, size)
  const contents = new FileWindow(file.fd)
  let [given, members] = [0, 0]
  for await (const entry of entriesOf(zip)) {
    members += 1
    if (members > mostMembers) throw new GatehouseError('LIMIT_EXCEEDED', `more than ${mostMembers} files in one archive`)
    const name = decodeName(entry.fileName as unknown as Buffer).slice(0, longestName)
    if (name.endsWith('/')) continue
    const problem = refused(entry, limits)
    const member = problem === undefined ? content(contents, entry, name, limits) : { name, problem }
    if ('bytes' in member) given += member.bytes.length
    if (given > limits.fileBytes) {
      throw new GatehouseError('LIMIT_EXCEEDED', `more than ${limits.fileBytes} bytes in one archive`, { hint: 'Raise limits.fileBytes in gatehouse.yaml.' })
    }
    if (given > limits.ratioFrom && given > limits.ratio * Math.max(size, 1)) {
      throw new GatehouseError('LIMIT_EXCEEDED', `it unpacks to more than ${limits.ratio} times its size, like a decompression bomb`, {
        hint: 'If the file is genuine, raise limits.ratio in gatehouse.yaml.',
      })
    }
    yield member
  }
}

/** The directory is read through a window of its own, entry after entry. */
class DirectoryReader extends RandomAccessReader {
  readonly #window: FileWindow

  constructor(fd: number) {
    super()
    this.#window = new FileWindow(fd)
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, callback: (error: Error | null, read?: number) => void): void {
    let bytes: Buffer
    try {
      bytes = this.#window.at(position, length)
    } catch (error) {
      callback(error as Error)
      return
    }
    bytes.copy(buffer, offset)
    callback(null, bytes.length)
  }
}

async function directoryOf(fd: number, size: number): Promise<ZipFile> {
  try {
    // Names stay bytes: one that climbs out of a folder does no harm here, and must not keep the rest from being read.
    return await fromRandomAccessReaderPromise(new DirectoryReader(fd), size, { autoClose: false, lazyEntries: true, decodeStrings: false })
  } catch (cause) {
    throw new GatehouseError('EVIDENCE_UNREADABLE', `the zip archive has no directory that can be read: ${messageOf(cause)}`, { cause })
  }
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  try {
    yield* zip.eachEntry()
  } catch (cause) {
    throw new GatehouseError('EVIDENCE_UNREADABLE', `the directory of the zip archive is damaged: ${messageOf(cause)}`, { cause })
  }
}

/** Why an entry is not even tried. */
function refused(entry: Entry, limits: Limits): string | undefined {
  if ((entry.generalPurposeBitFlag & 1) !== 0) return 'it is encrypted'
  if (entry.compressionMethod !== stored && entry.compressionMethod !== deflated) return `compressed by a method that is not read (${entry.compressionMethod})`
  if (Math.max(entry.uncompressedSize, entry.compressedSize) > limits.documentBytes) return `larger than ${limits.documentBytes} bytes`
  return undefined
}

function content(file: FileWindow, entry: Entry, name: string, limits: Limits): Member {
  try {
    const header = file.at(entry.relativeOffsetOfLocalHeader, localHeader.bytes)
    if (header.length < localHeader.bytes || header.readUInt32LE(0) !== localHeader.signature)
      return { name, problem: 'damaged: it is not where the archive says' }
    const start = entry.relativeOffsetOfLocalHeader + localHeader.bytes + header.readUInt16LE(26) + header.readUInt16LE(28)
    const bytes = unpacked(file.at(start, entry.compressedSize), entry, limits)
    return crc32(bytes) === entry.crc32 ? { name, bytes } : { name, problem: 'damaged: its checksum does not fit' }
  } catch (error) {
    return { name, problem: `cannot be unpacked: ${messageOf(error)}` }
  }
}

function unpacked(packed: Buffer, entry: Entry, limits: Limits): Buffer {
  if (entry.compressionMethod === stored) return packed
  // Room for as much as it says it is, and a little so that the end is seen; what says more or less than it is gets there in more steps.
  const chunkSize = Math.min(Math.max(entry.uncompressedSize + 64, 1024), 2 ** 20)
  return inflateRawSync(packed, { maxOutputLength: Math.max(1, limits.documentBytes), chunkSize })
}
