import { readSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { crc32, inflateRawSync } from 'node:zlib'
import { type Entry, fromFdPromise, type ZipFile } from 'yauzl'
import { decodeName } from '../../base/decode.ts'
import { GatehouseError, messageOf } from '../../base/errors.ts'
import type { Limits } from '../../base/limits.ts'
import { longestName, type Member, mostMembers } from './member.ts'

const stored = 0
const deflated = 8

/**
 * The files of a zip archive by its directory, one in memory at a time. Overlapping entries count each time they come out, so that an archive which
 * uses the same bytes again and again is known for a bomb. Throws EVIDENCE_UNREADABLE without a directory, LIMIT_EXCEEDED past a limit.
 */
export async function* zipMembers(path: string, limits: Limits): AsyncGenerator<Member> {
  await using file = await open(path, 'r')
  const { size } = await file.stat()
  const zip = await directoryOf(file.fd)
  let [given, members] = [0, 0]
  for await (const entry of zip.eachEntry()) {
    members += 1
    if (members > mostMembers) throw new GatehouseError('LIMIT_EXCEEDED', `more than ${mostMembers} files in one archive`)
    const name = decodeName(entry.fileName as unknown as Buffer).slice(0, longestName)
    if (name.endsWith('/')) continue
    const problem = refused(entry, limits)
    const member = problem === undefined ? await content(zip, file.fd, entry, name, limits) : { name, problem }
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

async function directoryOf(fd: number): Promise<ZipFile> {
  try {
    // Names stay bytes: one that climbs out of a folder does no harm here, and must not keep the rest from being read.
    return await fromFdPromise(fd, { autoClose: false, lazyEntries: true, decodeStrings: false })
  } catch (cause) {
    throw new GatehouseError('EVIDENCE_UNREADABLE', `the zip archive has no directory that can be read: ${messageOf(cause)}`, { cause })
  }
}

/** Why an entry is not even tried. */
function refused(entry: Entry, limits: Limits): string | undefined {
  if ((entry.generalPurposeBitFlag & 1) !== 0) return 'it is encrypted'
  if (entry.compressionMethod !== stored && entry.compressionMethod !== deflated) return `compressed by a method that is not read (${entry.compressionMethod})`
  if (Math.max(entry.uncompressedSize, entry.compressedSize) > limits.documentBytes) return `larger than ${limits.documentBytes} bytes`
  return undefined
}

async function content(zip: ZipFile, fd: number, entry: Entry, name: string, limits: Limits): Promise<Member> {
  try {
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true })
    const packed = Buffer.allocUnsafe(entry.compressedSize)
    // Where the file ends too soon, what was read before does not stand in for it.
    const length = readSync(fd, packed, 0, packed.length, fileDataStart)
    const bytes = unpacked(packed.subarray(0, length), entry, limits)
    return crc32(bytes) === entry.crc32 ? { name, bytes } : { name, problem: 'damaged: its checksum does not fit' }
  } catch (error) {
    return { name, problem: `cannot be unpacked: ${messageOf(error)}` }
  }
}

function unpacked(packed: Buffer, entry: Entry, limits: Limits): Buffer {
  return entry.compressionMethod === stored ? packed : inflateRawSync(packed, { maxOutputLength: Math.max(1, limits.documentBytes) })
}
