import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { BeyondEnd } from '../cursor.ts'

/** Bytes that can be looked at in any place: in memory, in a file, or a part of either. */
export interface Source {
  readonly size: number
  /** At most `length` bytes from `offset`; fewer where the bytes end. */
  read(offset: number, length: number): Uint8Array
}

/** How much is read from a file at once. */
const step = 256 * 2 ** 10
const headBytes = 4096
const tailBytes = 65_557

export function bytesSource(bytes: Uint8Array): Source {
  return {
    size: bytes.length,
    read: (offset, length) => bytes.subarray(Math.max(0, offset), Math.max(0, offset + length)),
  }
}

/** A part of another source, as if it were a file of its own. */
export function partOf(source: Source, offset: number, length: number): Source {
  const size = Math.max(0, Math.min(length, source.size - offset))
  return { size, read: (at, count) => (at >= size ? new Uint8Array() : source.read(offset + at, Math.min(count, size - at))) }
}

/** An open file; whoever opened it closes it. */
export function descriptorSource(descriptor: number): Source {
  const { size } = fstatSync(descriptor)
  return { size, read: (offset, length) => readAt(descriptor, offset, Math.max(0, Math.min(length, size - offset))) }
}

export function fileSource(path: string): Source & Disposable {
  const descriptor = openSync(path, 'r')
  return { ...descriptorSource(descriptor), [Symbol.dispose]: () => closeSync(descriptor) }
}

/** Remembers head and tail, which every container looks at. */
export function withEdges(source: Source): Source {
  const head = source.read(0, headBytes)
  let tail: Uint8Array | undefined
  const tailFrom = Math.max(0, source.size - tailBytes)
  return {
    size: source.size,
    read(offset, length) {
      if (offset + length <= head.length) return head.subarray(offset, offset + length)
      if (offset < tailFrom || offset >= source.size) return source.read(offset, length)
      tail ??= source.read(tailFrom, tailBytes)
      return tail.subarray(offset - tailFrom, offset - tailFrom + length)
    },
  }
}

/** Exactly `length` bytes, or BeyondEnd. */
export function exactly(source: Source, offset: number, length: number): Uint8Array {
  if (!Number.isSafeInteger(offset) || !Number.isSafeInteger(length) || offset < 0 || length < 0 || offset + length > source.size)
    throw new BeyondEnd(offset + length)
  return source.read(offset, length)
}

/** The bytes from `offset` on, in order, in pieces. */
export function* pieces(source: Source, offset = 0, length = source.size - offset): Generator<Uint8Array, void, undefined> {
  const end = Math.min(source.size, offset + length)
  for (let at = offset; at < end; ) {
    const piece = source.read(at, Math.min(step, end - at))
    if (piece.length === 0) return
    yield piece
    at += piece.length
  }
}

export function startsWith(source: Source, text: string, offset = 0): boolean {
  const bytes = source.read(offset, text.length)
  return bytes.length === text.length && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1') === text
}

function readAt(descriptor: number, offset: number, length: number): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(length)
  let filled = 0
  while (filled < length) {
    const count = readSync(descriptor, bytes, filled, length - filled, offset + filled)
    if (count === 0) break
    filled += count
  }
  return bytes.subarray(0, filled)
}
