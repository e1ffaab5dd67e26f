import { createReadStream } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { PassThrough, pipeline, type Readable, Transform } from 'node:stream'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import { GatehouseError } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import type { Head } from './format.ts'
import { decode } from './text.ts'

const headBytes = 64 * 1024

export type Compression = 'none' | 'gzip' | 'zstd'

/** A file of evidence: its beginning is known, the rest is read when asked for. */
export interface Evidence {
  readonly path: string
  readonly compression: Compression
  readonly head: Head
  /** Bytes on disk. */
  readonly size: number
  /** Microseconds. */
  readonly modified: number
  /** Changes when the file does: size, time and inode. */
  readonly stamp: string
}

/** Opens a file and reads its beginning. A damaged compressed file gives the head that could be read. */
export async function openEvidence(path: string, limits: Limits): Promise<Evidence> {
  const info = await stat(path, { bigint: true })
  const compression = await compressionOf(path)
  const size = Number(info.size)
  const bytes = await readHead({ path, compression, size }, limits)
  return {
    path,
    compression,
    head: { path, bytes, text: decode(bytes), whole: bytes.length < headBytes },
    size,
    modified: Number(info.mtimeNs / 1000n),
    stamp: `${info.size}:${info.mtimeNs}:${info.ino}`,
  }
}

async function compressionOf(path: string): Promise<Compression> {
  await using file = await open(path, 'r')
  const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
  if (bytesRead >= 2 && buffer[0] === 0x1f && buffer[1] === 0x8b) return 'gzip'
  return bytesRead === 4 && buffer.readUInt32LE(0) === 0xfd2fb528 ? 'zstd' : 'none'
}

async function readHead(evidence: Pick<Evidence, 'path' | 'compression' | 'size'>, limits: Limits): Promise<Buffer> {
  const parts: Buffer[] = []
  let length = 0
  try {
    for await (const part of byteStream(evidence, limits, headBytes)) {
      parts.push(part)
      length += part.length
      if (length >= headBytes) break
    }
  } catch (error) {
    if (length === 0 && evidence.compression === 'none') throw error
  }
  return Buffer.concat(parts).subarray(0, headBytes)
}

/**
 * The decompressed bytes of a file. Throws LIMIT_EXCEEDED past `limits.fileBytes` or the ratio of a bomb, and
 * EVIDENCE_UNREADABLE where the file is damaged; what came before has been given by then.
 */
export async function* byteStream(
  evidence: Pick<Evidence, 'path' | 'compression' | 'size'>,
  limits: Limits,
  step = 2 ** 20,
): AsyncGenerator<Buffer, void, undefined> {
  const file = createReadStream(evidence.path, { highWaterMark: step })
  const stream = decompress(file, evidence.compression, step)
  let given = 0
  try {
    for await (const part of stream as AsyncIterable<Buffer>) {
      given += part.length
      check(given, file.bytesRead, limits, evidence)
      yield part
    }
  } catch (error) {
    if (error instanceof GatehouseError) throw error
    throw new GatehouseError('EVIDENCE_UNREADABLE', `reading broke off after ${given} bytes: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  } finally {
    file.destroy()
    stream.destroy()
  }
}

function decompress(file: Readable, compression: Compression, step: number): Readable {
  const stage: Transform = compression === 'gzip' ? createGunzip({ chunkSize: step }) : compression === 'zstd' ? createZstdDecompress({ chunkSize: step }) : new PassThrough()
  // The error, if any, reaches the reader through the stage itself.
  return pipeline(file, stage, () => undefined)
}

function check(given: number, taken: number, limits: Limits, evidence: Pick<Evidence, 'compression'>): void {
  if (given > limits.fileBytes) {
    throw new GatehouseError('LIMIT_EXCEEDED', `more than ${limits.fileBytes} bytes in one file`, { hint: 'Raise limits.fileBytes in gatehouse.yaml.' })
  }
  if (evidence.compression !== 'none' && given > limits.ratioFrom && given > limits.ratio * Math.max(taken, 1)) {
    throw new GatehouseError('LIMIT_EXCEEDED', `it unpacks to more than ${limits.ratio} times its size, like a decompression bomb`, {
      hint: 'If the file is genuine, raise limits.ratio in gatehouse.yaml.',
    })
  }
}
