/** One piece of a label: a brand's word, an everyday technical word, letters nothing explains, or a separator. */
export interface Piece {
  readonly text: string
  readonly kind: 'brand' | 'generic' | 'unknown' | 'separator'
}

export interface Vocabulary {
  readonly brands: ReadonlySet<string>
  readonly generic: ReadonlySet<string>
  /** Letters of the longest word, plural ending included. */
  readonly longest: number
}

/** Shorter words count only at an edge of the label or of a part between hyphens, a brand's only where it begins: `ms` in `systems` is no word. */
const anywhere = { brand: 4, generic: 3 }

export function vocabulary(brands: readonly string[], generic: readonly string[]): Vocabulary {
  const longest = Math.max(...brands.map((word) => word.length), ...generic.map((word) => word.length)) + 2
  return { brands: new Set(brands), generic: new Set(generic), longest }
}

interface Step {
  readonly unknown: number
  readonly pieces: number
  readonly brand: number
  readonly from: number
  readonly kind: Piece['kind']
}

/**
 * Splits a label into words of the vocabulary so that as few letters as possible stay unexplained; among equals the
 * split with fewer pieces, then with more letters in brand words, wins. Dynamic programming over positions
 * (the word-break problem), linear in the label's length times the longest word's.
 */
export function segment(label: string, words: Vocabulary): readonly Piece[] {
  const best: Step[] = [{ unknown: 0, pieces: 0, brand: 0, from: 0, kind: 'separator' }]
  for (let end = 1; end <= label.length; end++) {
    let winner: Step | undefined
    for (let from = Math.max(0, end - words.longest); from < end; from++) {
      const before = best[from]
      const kind = before && kindOf(label, from, end, words)
      if (!kind) continue
      const step = extend(before, from, end - from, kind)
      if (!winner || isBetter(step, winner)) winner = step
    }
    best.push(winner ?? { unknown: Number.POSITIVE_INFINITY, pieces: 0, brand: 0, from: end - 1, kind: 'unknown' })
  }
  return join(traceBack(label, best))
}

/** What the piece may be taken for; null when it may only be a part of another. */
function kindOf(label: string, from: number, end: number, words: Vocabulary): Piece['kind'] | null {
  const text = label.slice(from, end)
  const opens = from === 0 || !isLetter(label[from - 1] ?? '')
  if (words.brands.has(text) && (text.length >= anywhere.brand || opens)) return 'brand'
  if (isGeneric(text, words.generic) && (text.length >= anywhere.generic || opens || closes(label, end))) return 'generic'
  if (text.length > 1) return null
  return isLetter(text) ? 'unknown' : 'separator'
}

function closes(label: string, end: number): boolean {
  return end === label.length || !isLetter(label[end] ?? '')
}

/** Singular or plural. */
function isGeneric(text: string, generic: ReadonlySet<string>): boolean {
  if (generic.has(text)) return true
  if (text.endsWith('ies') && generic.has(`${text.slice(0, -3)}y`)) return true
  return (text.endsWith('es') && generic.has(text.slice(0, -2))) || (text.length > 3 && text.endsWith('s') && generic.has(text.slice(0, -1)))
}

function isLetter(character: string): boolean {
  return /[^0-9_-]/.test(character)
}

function extend(before: Step, from: number, length: number, kind: Piece['kind']): Step {
  return {
    unknown: before.unknown + (kind === 'unknown' ? 1 : 0),
    pieces: before.pieces + (kind === 'unknown' && before.kind === 'unknown' ? 0 : 1),
    brand: before.brand + (kind === 'brand' ? length : 0),
    from,
    kind,
  }
}

function isBetter(one: Step, other: Step): boolean {
  if (one.unknown !== other.unknown) return one.unknown < other.unknown
  if (one.pieces !== other.pieces) return one.pieces < other.pieces
  return one.brand > other.brand
}

function traceBack(label: string, best: readonly Step[]): Piece[] {
  const pieces: Piece[] = []
  for (let end = label.length; end > 0; ) {
    const step = best[end]
    const from = step?.from ?? end - 1
    pieces.unshift({ text: label.slice(from, end), kind: step?.kind ?? 'unknown' })
    end = from
  }
  return pieces
}

/** Neighbouring unexplained letters, and neighbouring separators, become one piece. */
function join(pieces: readonly Piece[]): readonly Piece[] {
  const joined: Piece[] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    if (last && last.kind === piece.kind && (piece.kind === 'unknown' || piece.kind === 'separator')) {
      joined[joined.length - 1] = { text: last.text + piece.text, kind: piece.kind }
    } else joined.push(piece)
  }
  return joined
}
