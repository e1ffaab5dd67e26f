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
 * Hashes a stream of whole lines and counts them. Undefined for any other stream: when a line is longer than `most`
 * bytes, the last one has no end, or a `restart` text, which begins with a line end, is in it.
 */
export async function scanLines(parts: AsyncIterable<Buffer>, most: number, restart = '', onBytes?: (bytes: number) => void): Promise<Scan | undefined> {
  const hash = createHash('sha256')
  const header = Buffer.from(restart)
  const ends: { first?: Buffer; last: Buffer[] } = { last: [] }
  let bytes = 0
  let lines = 0
  // Where the line that is open began.
  let begin = 0
  let seam: Buffer = Buffer.alloc(0)
  for await (const part of parts) {
    hash.update(part)
    for (let at = part.indexOf(newline); at >= 0; at = part.indexOf(newline, at + 1)) {
      if (bytes + at - begin > most || (part[at + 1] === header[1] && startsAt(part, at, header))) return undefined
      begin = bytes + at + 1
      lines += 1
    }
    const crossing = Buffer.concat([seam, part.subarray(0, header.length)])
    if (header.length > 0 && crossing.includes(header)) return undefined
    seam = part.subarray(Math.max(part.length - header.length, 0))
    bytes += part.length
    if (bytes - begin > most) return undefined
    if (ends.first) ends.last = [...ends.last.slice(-1), part]
    else ends.first = part
    onBytes?.(bytes)
  }
  if (begin !== bytes) return undefined
  return { bytes, lines, hash: hash.digest('hex'), ends: wholeLines(ends.first ?? seam, ends.last) }
}

function startsAt(part: Buffer, at: number, header: Buffer): boolean {
  return header.length > 0 && part.subarray(at, at + header.length).equals(header)
}

function wholeLines(first: Buffer, last: readonly Buffer[]): Buffer {
  if (last.length === 0) return first
  // More than two parts: the last ones do not follow on the first.
  const rest = Buffer.concat(last)
  return last.length === 1
    ? Buffer.concat([first, rest])
    : Buffer.concat([first.subarray(0, first.lastIndexOf(newline) + 1), rest.subarray(rest.indexOf(newline) + 1)])
}
