import { createHash } from 'node:crypto'

const newline = 0x0a

/** What a log holds. */
export interface Scan {
  readonly bytes: number
  readonly lines: number
  /** SHA-256. */
  readonly hash: string
  /** Whole lines of its beginning and of its end, where headers and footers are. */
  readonly ends: Buffer
}

/**
 * Hashes a stream of whole lines and counts them. Undefined for any other stream: when a line is longer than `most` bytes, the last one has no end, or a
 * `restart` text is at its beginning or end; one in between is among the lines that become no rows.
 */
export async function scanLines(parts: AsyncIterable<Buffer>, most: number, restart = '', onBytes?: (bytes: number) => void): Promise<Scan | undefined> {
  const hash = createHash('sha256')
  const ends: { first?: Buffer; last: Buffer[] } = { last: [] }
  let bytes = 0
  let lines = 0
  // Where the line that is open began.
  let begin = 0
  for await (const part of parts) {
    hash.update(part)
    const open = openLine(part, bytes - begin, most)
    if (open === undefined) return undefined
    lines += countLineEnds(part)
    bytes += part.length
    begin = bytes - open
    if (ends.first) ends.last = [...ends.last.slice(-1), part]
    else ends.first = part
    onBytes?.(bytes)
  }
  if (begin !== bytes) return undefined
  const shown = wholeLines(ends.first ?? Buffer.alloc(0), ends.last)
  return restart !== '' && shown.includes(restart) ? undefined : { bytes, lines, hash: hash.digest('hex'), ends: shown }
}

/** Bytes of the line that is open at the end of a part, when `open` bytes of one were before it; undefined when a line is longer than `most`. */
function openLine(part: Buffer, open: number, most: number): number | undefined {
  const last = part.lastIndexOf(newline)
  if (last < 0) return open + part.length > most ? undefined : open + part.length
  // The line that was open ends here; of the others it is enough that every stretch as long as the limit has an end.
  if (open + part.indexOf(newline) > most) return undefined
  for (let from = 0; last - from > most; ) {
    const end = part.subarray(from, from + most + 1).lastIndexOf(newline)
    if (end < 0) return undefined
    from += end + 1
  }
  const rest = part.length - last - 1
  return rest > most ? undefined : rest
}

/**
 * Four bytes at a time, several times as fast as from one line end to the next: a byte of the difference to four line ends is zero where one is, and the
 * highest bit of that byte is then set (https://graphics.stanford.edu/~seander/bithacks.html, “Determine if a word has a zero byte”, in its exact form).
 */
function countLineEnds(part: Buffer): number {
  const lead = Math.min(part.length, (4 - (part.byteOffset % 4)) % 4)
  const length = (part.length - lead) >>> 2
  const words = length === 0 ? new Uint32Array() : new Uint32Array(part.buffer, part.byteOffset + lead, length)
  let count = 0
  for (let index = 0; index < words.length; index += 1) {
    const difference = (words[index] ?? 0) ^ 0x0a0a0a0a
    const zeros = ~(((difference & 0x7f7f7f7f) + 0x7f7f7f7f) | difference | 0x7f7f7f7f)
    // Nearly every word has none.
    if (zeros !== 0) count += ((zeros >>> 7) & 1) + ((zeros >>> 15) & 1) + ((zeros >>> 23) & 1) + (zeros >>> 31)
  }
  for (let index = 0; index < lead; index += 1) if (part[index] === newline) count += 1
  for (let index = lead + words.length * 4; index < part.length; index += 1) if (part[index] === newline) count += 1
  return count
}

function wholeLines(first: Buffer, last: readonly Buffer[]): Buffer {
  if (last.length === 0) return first
  // More than two parts: the last ones do not follow on the first.
  const rest = Buffer.concat(last)
  return last.length === 1
    ? Buffer.concat([first, rest])
    : Buffer.concat([first.subarray(0, first.lastIndexOf(newline) + 1), rest.subarray(rest.indexOf(newline) + 1)])
}
