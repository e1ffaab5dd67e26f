import { isUtf8 } from 'node:buffer'

/** A source file as text, with the way back from characters to bytes and lines. */
export interface SourceText {
  readonly text: string
  /** What was odd about the bytes, in words. */
  readonly notes: readonly string[]
  /** The bytes it was decoded from, when they are UTF-8. */
  readonly utf8?: Uint8Array
  /** Byte offset and line (from 1) of a character of the text. */
  place(index: number): { readonly offset: number; readonly line: number }
}

/** Every so many characters the byte offset is kept; between two of them it is counted. */
const stride = 256

/**
 * Decodes UTF-8 (with or without byte order mark) and UTF-16 with one. Bytes that are no UTF-8 become U+FFFD and are
 * noted; the offsets then are near, not exact.
 */
export function sourceText(bytes: Uint8Array): SourceText {
  const notes: string[] = []
  const encoding = encodingOf(bytes)
  const skipped = encoding === 'utf-8' ? (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0) : 2
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes.subarray(skipped))
  if (encoding === 'utf-8' && !isUtf8(bytes)) notes.push('some bytes are no UTF-8: they were read as unknown characters')
  const place = placer(text, bytes.length, skipped, encoding === 'utf-8')
  return encoding === 'utf-8' ? { text, notes, place, utf8: bytes.subarray(skipped) } : { text, notes, place }
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  return bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8'
}

function placer(text: string, length: number, skipped: number, isUtf8Text: boolean): SourceText['place'] {
  const lines = lineStarts(text)
  const offset = isUtf8Text ? utf8Offset(text, length - skipped, skipped) : (index: number) => skipped + 2 * index
  return (index) => ({ offset: Math.min(offset(index), length), line: countUpTo(lines, index) })
}

function utf8Offset(text: string, length: number, skipped: number): (index: number) => number {
  if (length === text.length) return (index) => skipped + index
  const marks = new Float64Array(Math.ceil(text.length / stride) + 1)
  for (let mark = 0; mark * stride < text.length; mark += 1) {
    marks[mark + 1] = (marks[mark] ?? 0) + utf8Length(text, mark * stride, Math.min((mark + 1) * stride, text.length))
  }
  return (index) => {
    const mark = Math.floor(index / stride)
    return skipped + (marks[mark] ?? 0) + utf8Length(text, mark * stride, Math.min(index, text.length))
  }
}

/** Bytes of a part of a text as UTF-8; half of a pair counts for half of its four. */
function utf8Length(text: string, from: number, to: number): number {
  let length = 0
  for (let index = from; index < to; index += 1) {
    const code = text.charCodeAt(index)
    length += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3
  }
  return length
}

function lineStarts(text: string): Uint32Array {
  const starts: number[] = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return Uint32Array.from(starts)
}

/** How many of the sorted numbers are not above the value. */
function countUpTo(sorted: Uint32Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** Length of the longest line, in characters. */
export function longestLine(text: string): number {
  let longest = 0
  let from = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
    if (at - from > longest) longest = at - from
    from = at + 1
  }
  return Math.max(longest, text.length - from)
}
