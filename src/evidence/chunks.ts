import type { Limits } from '../base/limits.ts'

/** A piece of a stream of lines. */
export type Piece =
  | {
      readonly kind: 'lines'
      readonly data: Buffer
      readonly offset: number /** Ends with a line end. */
      readonly whole: boolean /** A new header begins here. */
      readonly restart: boolean
    }
  /** One line that was longer than the limit, left out. */
  | { readonly kind: 'dropped'; readonly bytes: number; readonly offset: number }

const newline = 0x0a

/** Header lines that are kept together: as much as a plan looks at. */
const headerBytes = 64 * 1024

/**
 * Cuts a stream of bytes into pieces of whole lines of about `size` bytes. A line longer than the limit (its end not
 * counted) is dropped and said to be; a piece never spans a `restart` text, where a new header begins, nor ends within
 * the 64 KiB after one. The last piece may lack its line end.
 */
export async function* cut(stream: AsyncIterable<Buffer>, size: number, limits: Limits, restart?: string): AsyncGenerator<Piece> {
  const most = limits.lineBytes
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
    if (length < size && !(length > most && rest.indexOf(newline) < 0)) continue
    const data = Buffer.concat(parts, length)
    const { end, tooLong } = whereToCut(data, most, restart)
    yield* divide(data.subarray(0, end), offset, most, restart)
    offset += end
    const left = data.subarray(end)
    parts = tooLong ? [] : [left]
    dropping = tooLong ? left.length : 0
    length = left.length - dropping
  }
  if (dropping > 0) yield { kind: 'dropped', bytes: dropping, offset }
  else if (length > 0) yield* ending(Buffer.concat(parts, length), offset, most, restart)
}

/** What is left at the end: whole lines, and one that may lack its end. */
function* ending(data: Buffer, offset: number, most: number, restart: string | undefined): Generator<Piece> {
  const end = data.lastIndexOf(newline) + 1
  yield* divide(data.subarray(0, end), offset, most, restart)
  const tail = data.subarray(end)
  if (tail.length > most) yield { kind: 'dropped', bytes: tail.length, offset: offset + end }
  else if (tail.length > 0) yield { kind: 'lines', data: tail, offset: offset + end, whole: false, restart: startsWith(tail, restart) }
}

/** Where a piece of whole lines ends, so that a header near its end goes whole into the next; or what follows is too long to be a line. */
function whereToCut(data: Buffer, most: number, restart: string | undefined): { readonly end: number; readonly tooLong: boolean } {
  const end = data.lastIndexOf(newline) + 1
  if (data.length - end > most) return { end, tooLong: true }
  const from = Math.max(end - headerBytes, 0)
  const header = restart ? data.subarray(from, end).lastIndexOf(restart) : -1
  return { end: header < 0 ? end : from + header + 1, tooLong: false }
}

/** Whole lines without those that are too long. */
function* divide(data: Buffer, offset: number, most: number, restart: string | undefined): Generator<Piece> {
  let start = 0
  for (let line = 0; line < data.length; ) {
    const last = data.subarray(line, line + most + 1).lastIndexOf(newline)
    if (last >= 0) {
      line += last + 1
      continue
    }
    yield* atHeaders(data.subarray(start, line), offset + start, restart)
    start = data.indexOf(newline, line) + 1
    yield { kind: 'dropped', bytes: start - line, offset: offset + line }
    line = start
  }
  yield* atHeaders(data.subarray(start), offset + start, restart)
}

function* atHeaders(data: Buffer, offset: number, restart: string | undefined): Generator<Piece> {
  for (let start = 0; start < data.length; ) {
    const next = restart ? data.indexOf(restart, start) : -1
    const end = next < 0 ? data.length : next + 1
    yield { kind: 'lines', data: data.subarray(start, end), offset: offset + start, whole: true, restart: startsWith(data.subarray(start), restart) }
    start = end
  }
}

function startsWith(data: Buffer, restart: string | undefined): boolean {
  return restart !== undefined && data.subarray(0, restart.length - 1).equals(Buffer.from(restart.slice(1)))
}
