import type { BigIntStats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { decode } from '../base/decode.ts'
import { GatehouseError, messageOf } from '../base/errors.ts'
import type { Limits } from '../base/limits.ts'
import type { Head } from './format.ts'
import { type Compression, compressionOf, unpack } from './unpack.ts'

/** Of a beginning. */
export const headBytes = 64 * 1024

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
  /** It is a JSON list whose elements are read as lines. */
  readonly list?: true
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
    stamp: stampOf(info),
  }
}

/** Changes when a file does. */
export function stampOf(info: BigIntStats): string {
  return `${info.size}:${info.mtimeNs}:${info.ino}`
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
  let given = 0
  try {
    for await (const { data, taken } of unpack(evidence.path, evidence.compression, evidence.size, step)) {
      given += data.length
      check(given, taken, limits, evidence)
      yield data
    }
  } catch (error) {
    if (error instanceof GatehouseError) throw error
    throw new GatehouseError('EVIDENCE_UNREADABLE', `reading broke off after ${given} bytes: ${messageOf(error)}`, { cause: error })
  }
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
