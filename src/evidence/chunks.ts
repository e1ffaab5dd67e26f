import type { Limits } from '../base/limits.ts'

/** A piece of a stream of lines. */
export type Piece =
  | { readonly kind: 'lines'; readonly data: Buffer; readonly offset: number; /** Ends with a line end. */ readonly whole: boolean; /** A new header begins here. */ readonly restart: boolean }
  /** One line that was longer than the limit, left out. */
  | { readonly kind: 'dropped'; readonly bytes: number; readonly offset: number }

const newline = 0x0a

/**
 * Cuts a stream of bytes into pieces of whole lines of about `size` bytes. A line longer than the limit is dropped
 * and said to be; a piece never spans a `restart` text, where a new header begins. The last piece may lack its line end.
 */
export async function* cut(stream: AsyncIterable<Buffer>, size: number, limits: Limits, restart?: string): AsyncGenerator<Piece> {
  let parts: Buffer[] = []
  let length = 0
  let offset = 0
  let dropping = 0

  for await (const part of stream) {
    let rest = part
    if (dropping > 0) {
      const end = rest.indexOf(newline)
      dropping += end < 0 ? rest.length : end + 1
      if (end < 0) continue
      yield { kind: 'dropped', bytes: dropping, offset }
      offset += dropping
      dropping = 0
      rest = rest.subarray(end + 1)
    }
    parts.push(rest)
    length += rest.length
    if (length < size && !(length > limits.lineBytes && rest.indexOf(newline) < 0)) continue
    const data = Buffer.concat(parts, length)
    const end = data.lastIndexOf(newline) + 1
    yield* divide(data.subarray(0, end), offset, restart)
    offset += end
    parts = [data.subarray(end)]
    length = data.length - end
    if (length > limits.lineBytes) {
      dropping = length
      parts = []
      length = 0
    }
  }
  if (dropping > 0) yield { kind: 'dropped', bytes: dropping, offset }
  else if (length > 0) {
    const data = Buffer.concat(parts, length)
    const end = data.lastIndexOf(newline) + 1
    yield* divide(data.subarray(0, end), offset, restart)
    if (end < length) yield { kind: 'lines', data: data.subarray(end), offset: offset + end, whole: false, restart: startsWith(data.subarray(end), restart) }
  }
}

function* divide(data: Buffer, offset: number, restart: string | undefined): Generator<Piece> {
  let start = 0
  while (start < data.length) {
    const next = restart ? data.indexOf(restart, start) : -1
    const end = next < 0 ? data.length : next + 1
    yield { kind: 'lines', data: data.subarray(start, end), offset: offset + start, whole: true, restart: startsWith(data.subarray(start), restart) }
    start = end
  }
}

function startsWith(data: Buffer, restart: string | undefined): boolean {
  return restart !== undefined && data.subarray(0, restart.length - 1).equals(Buffer.from(restart.slice(1)))
}
