import type { Page, Piece } from './open.ts'

/** Text on one line without a wide gap: a line of a paragraph, or of one cell. */
export interface Segment {
  readonly text: string
  readonly page: number
  /** Counted from the top of the page, from 1. */
  readonly line: number
  readonly x: number
  readonly right: number
  readonly y: number
  readonly size: number
  /** The other segments on the same line. */
  readonly beside: readonly string[]
}

/** A gap wider than this, in font sizes, parts cells. */
const wide = 1.1
/** A gap wider than this, in font sizes, is a space. */
const space = 0.16

/** The lines of a page from top to bottom, each cut at its wide gaps. */
export function segmentsOf({ number, pieces }: Page): readonly Segment[] {
  return linesOf(pieces).flatMap((line, index) => {
    const parts = cut(line)
    const texts = parts.map((part) => part.text.trim())
    return parts.map(
      (part, at): Segment => ({ ...part, text: texts[at] ?? '', page: number, line: index + 1, beside: texts.filter((_, other) => other !== at) }),
    )
  })
}

function linesOf(pieces: readonly Piece[]): readonly (readonly Piece[])[] {
  const lines: { y: number; size: number; pieces: Piece[] }[] = []
  for (const piece of pieces.toSorted((a, b) => b.y - a.y || a.x - b.x)) {
    const last = lines.at(-1)
    if (last && last.y - piece.y < 0.45 * Math.min(last.size, piece.size)) last.pieces.push(piece)
    else lines.push({ y: piece.y, size: piece.size, pieces: [piece] })
  }
  return lines.map((line) => line.pieces.sort((a, b) => a.x - b.x))
}

interface Part {
  text: string
  x: number
  right: number
  y: number
  size: number
}

function cut(line: readonly Piece[]): readonly Part[] {
  const parts: Part[] = []
  for (const piece of line) {
    const last = parts.at(-1)
    const gap = last ? piece.x - last.right : Number.POSITIVE_INFINITY
    // Some writers make letters bold by writing them twice.
    if (last?.text === piece.text && Math.abs(last.x - piece.x) < 1) continue
    if (last && gap < wide * Math.max(piece.size, last.size)) {
      const apart = gap > space * piece.size && !/\s$/.test(last.text) && !/^\s/.test(piece.text)
      last.text += (apart ? ' ' : '') + piece.text
      last.right = Math.max(last.right, piece.x + piece.width)
      last.size = Math.max(last.size, piece.size)
    } else parts.push({ text: piece.text, x: piece.x, right: piece.x + piece.width, y: piece.y, size: piece.size })
  }
  return parts
}
