import { Readable } from 'node:stream'
import { createInflateRaw, createZstdDecompress, inflateRawSync } from 'node:zlib'
import { pieces, type Source } from './source.ts'

/** Compressed bytes up to which one call is faster than a stream. */
const smallCompressed = 2 ** 20
const smallInflated = 32 * 2 ** 20

/** What a stream of compressed bytes had eaten when it ended: bytes after it belong to something else. */
export interface Consumed {
  bytes: number
}

/** Raw deflate (RFC 1951) from `offset` on, at most `length` bytes. */
export async function* inflate(source: Source, offset: number, length: number, consumed: Consumed): AsyncGenerator<Uint8Array, void, undefined> {
  if (length <= smallCompressed) {
    const whole = inflateSmall(source.read(offset, length))
    if (whole) {
      consumed.bytes = whole.consumed
      yield whole.bytes
      return
    }
  }
  yield* through(createInflateRaw(), source, offset, length, consumed)
}

/** Zstandard (RFC 8878), frame after frame. */
export function unzstd(source: Source, offset: number, length: number, consumed: Consumed): AsyncGenerator<Uint8Array, void, undefined> {
  return through(createZstdDecompress(), source, offset, length, consumed)
}

interface Decompressor extends NodeJS.ReadWriteStream, AsyncDisposable {
  readonly bytesWritten: number
}

async function* through(
  decompressor: Decompressor,
  source: Source,
  offset: number,
  length: number,
  consumed: Consumed,
): AsyncGenerator<Uint8Array, void, undefined> {
  await using stream = decompressor
  Readable.from(pieces(source, offset, length), { objectMode: false, highWaterMark: 2 ** 20 }).pipe(stream)
  for await (const piece of stream) yield piece as Buffer
  consumed.bytes = stream.bytesWritten
}

interface Inflated {
  readonly bytes: Uint8Array
  readonly consumed: number
}

/** Undefined for what is damaged or grows large: the stream then gives what there is. */
function inflateSmall(bytes: Uint8Array): Inflated | undefined {
  try {
    // With `info`, the engine that did the work comes along: it knows how much it has eaten.
    const result = inflateRawSync(bytes, { maxOutputLength: smallInflated, info: true }) as unknown as {
      readonly buffer: Uint8Array
      readonly engine: { readonly bytesWritten: number }
    }
    return { bytes: result.buffer, consumed: result.engine.bytesWritten }
  } catch {
    return undefined
  }
}
