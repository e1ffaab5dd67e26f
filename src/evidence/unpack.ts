import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { PassThrough, pipeline, type Transform } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'

export type Compression = 'none' | 'gzip' | 'zstd'

/** How a file is compressed, by its first bytes. */
export async function compressionOf(path: string, at = 0): Promise<Compression> {
  await using file = await open(path, 'r')
  const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, at)
  if (bytesRead >= 2 && buffer[0] === 0x1f && buffer[1] === 0x8b) return 'gzip'
  return bytesRead === 4 && isFrame(buffer.readUInt32LE(0)) ? 'zstd' : 'none'
}

/** RFC 8878: a frame of data, or one of sixteen kinds of skippable frames, with which parallel compressors begin. */
function isFrame(magic: number): boolean {
  return magic === 0xfd2fb528 || (magic & 0xfffffff0) >>> 0 === 0x184d2a50
}

/** A part of the unpacked bytes, and the packed bytes that were read for all so far. */
export interface Unpacked {
  readonly data: Buffer
  readonly taken: number
}

/**
 * The decompressed bytes of a file, in parts of at most `step` bytes: every member of a gzip file, every frame of a zstd
 * file, until the `size` bytes are used up. Throws where the file is damaged, after what came before it.
 */
export async function* unpack(path: string, compression: Compression, size: number, step: number): AsyncGenerator<Unpacked, void, undefined> {
  for (let start = 0; ; ) {
    let given = 0
    const used = { bytes: 0 }
    try {
      for await (const part of run({ path, compression, start, step, used })) {
        given += part.data.length
        yield part
      }
    } catch (error) {
      // The unpacker keeps the last part to itself when it meets damage (not where the file just ends): again, in small parts.
      if (compression !== 'none' && (error as { code?: unknown }).code !== 'Z_BUF_ERROR')
        yield* lastParts({ path, compression, start, step: size < 2 ** 20 ? 64 : 2 ** 14, used }, given)
      throw error
    }
    start += used.bytes
    if (compression === 'none' || start >= size || !(await continues(path, compression, start, used.bytes))) return
  }
}

interface Run {
  readonly path: string
  readonly compression: Compression
  readonly start: number
  readonly step: number
  /** Packed bytes that were used up, known at the end. */
  readonly used: { bytes: number }
}

async function* run({ path, compression, start, step, used }: Run): AsyncGenerator<Unpacked, void, undefined> {
  const file = createReadStream(path, { highWaterMark: Math.max(step, 2 ** 14), start })
  const stage = stageOf(compression, step)
  // The error, if any, reaches the reader through the stage itself.
  pipeline(file, stage, () => undefined)
  try {
    for await (const data of stage as AsyncIterable<Buffer>) yield { data, taken: start + file.bytesRead }
    if ('bytesWritten' in stage) used.bytes = Number(stage.bytesWritten)
  } catch (error) {
    // The iteration ends at once, with what was not yet asked for still in the stage.
    for (let data: Buffer | null = stage.read(); data !== null; data = stage.read()) yield { data, taken: start + file.bytesRead }
    throw error
  } finally {
    file.destroy()
    stage.destroy()
  }
}

/** The parts up to the damage, without the first `given` bytes. */
async function* lastParts(again: Run, given: number): AsyncGenerator<Unpacked, void, undefined> {
  let left = given
  try {
    for await (const { data, taken } of run(again)) {
      if (data.length > left) yield { data: data.subarray(left), taken }
      left = Math.max(left - data.length, 0)
    }
  } catch {
    // The same damage, met again: the first error tells of it.
  }
}

function stageOf(compression: Compression, step: number): Transform {
  if (compression === 'gzip') return createGunzip({ chunkSize: step })
  return compression === 'zstd' ? createZstdDecompress({ chunkSize: step }) : new PassThrough()
}

/** The engine stops after a member or frame: whether another follows. Zero bytes at the end are padding. */
async function continues(path: string, compression: Compression, start: number, used: number): Promise<boolean> {
  await using file = await open(path, 'r')
  const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, start)
  if (bytesRead === 0 || buffer[0] === 0) return false
  if (used > 0 && (await compressionOf(path, start)) === compression) return true
  throw new Error('something else follows the compressed data')
}
