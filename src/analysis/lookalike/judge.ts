import type { Brand, Brands } from '../../knowledge/brands.ts'
import { looksLike } from './confusable.ts'
import { isOneEditAway } from './edit.ts'
import { ownership } from './own.ts'
import { type Piece, segment, type Vocabulary, vocabulary } from './segment.ts'

export type Trick = 'combosquat' | 'typosquat' | 'homoglyph' | 'infrastructure'

export interface Judgement {
  readonly trick: Trick
  /** Absent for names that only sound like infrastructure. */
  readonly brand?: Brand
  /** The brand's word as it should read. */
  readonly word: string
  /** The label, split. */
  readonly pieces: readonly string[]
  /** The brand's word is distinctive, not an abbreviation or an ordinary word. */
  readonly distinctive: boolean
}

export interface Judge {
  /** What the registered domain pretends to be, or null. Pure. */
  judge(domain: string): Judgement | null
  /** The same for names that sound like infrastructure, which need more evidence to be worth a word. */
  soundsLikeInfrastructure(domain: string): Judgement | null
}

/** Shorter words than these are one slip away from too many others. */
const typoLetters = 8
const homoglyphLetters = 5
/** Letters of a label that may stay unexplained beside a distinctive brand. */
const unexplainedShare = 0.25

export function lookalikeJudge({ brands, generic }: Brands): Judge {
  const distinctive = owners(brands, (brand) => brand.words)
  const common = owners(brands, (brand) => brand.common)
  const words = vocabulary([...distinctive.keys(), ...common.keys()], generic)
  const known: Known = { distinctive, common, words, hint: anyOf([...distinctive.keys(), ...common.keys()]) }
  const owns = ownership(brands)
  return {
    judge: (domain) => {
      const judgement = owns(domain) ? null : judgeLabel(domain, known)
      return judgement?.brand && owns(domain, judgement.brand) ? null : judgement
    },
    soundsLikeInfrastructure: (domain) => infrastructure(domain, words),
  }
}

interface Known {
  readonly distinctive: ReadonlyMap<string, Brand>
  readonly common: ReadonlyMap<string, Brand>
  readonly words: Vocabulary
  /** Matches what contains any brand word: the cheap test before the split. */
  readonly hint: RegExp
}

function judgeLabel(domain: string, known: Known): Judgement | null {
  const label = labelOf(domain)
  const pieces = known.hint.test(label) ? segment(label, known.words) : null
  const combined = pieces && combosquat(pieces, known)
  if (combined) return combined
  if (pieces?.some((piece) => known.distinctive.has(piece.text))) return null
  return homoglyph(label, known) ?? typosquat(label, known)
}

/** A brand's word beside technical words: nothing of it is misspelt, so edit distance does not see it. */
function combosquat(pieces: readonly Piece[], { distinctive, common }: Known): Judgement | null {
  if (!pieces.some((piece) => piece.kind === 'generic' && piece.text.length >= 3)) return null
  const texts = pieces.map((piece) => piece.text)
  const unknown = letters(pieces.filter((piece) => piece.kind === 'unknown'))
  const word = texts.find((text) => distinctive.has(text))
  if (word !== undefined) {
    const brand = distinctive.get(word)
    return brand && unknown <= unexplainedShare * letters(pieces) ? { trick: 'combosquat', brand, word, pieces: texts, distinctive: true } : null
  }
  const [first = ''] = texts
  const brand = common.get(first)
  return brand && unknown === 0 ? { trick: 'combosquat', brand, word: first, pieces: texts, distinctive: false } : null
}

/** Reads as a brand once letters that look alike are exchanged; a label of plain words and numbers (`1cloud`) is what it says. */
function homoglyph(label: string, known: Known): Judgement | null {
  const candidates = looksLike(label).filter((text) => known.hint.test(text))
  if (candidates.length === 0 || letters(segment(label, known.words).filter((piece) => piece.kind === 'unknown')) === 0) return null
  for (const shown of candidates) {
    const pieces = segment(shown, known.words)
    const word = pieces.find((piece) => piece.text.length >= homoglyphLetters && known.distinctive.has(piece.text) && !label.includes(piece.text))?.text
    const brand = word === undefined ? undefined : known.distinctive.get(word)
    const unknown = letters(pieces.filter((piece) => piece.kind === 'unknown'))
    if (brand && word !== undefined && unknown <= unexplainedShare * letters(pieces)) {
      return { trick: 'homoglyph', brand, word, pieces: pieces.map((piece) => piece.text), distinctive: true }
    }
  }
  return null
}

/** The label, a part between hyphens, or what is left beside technical words is one slip away from a long brand name. */
function typosquat(label: string, known: Known): Judgement | null {
  if (label.length < typoLetters - 1) return null
  const parts = new Set([label, ...label.split('-')])
  for (const [word, brand] of known.distinctive) {
    if (word.length < typoLetters) continue
    const part = [...parts].find((candidate) => isOneEditAway(candidate, word))
    if (part !== undefined) return { trick: 'typosquat', brand, word, pieces: part === label ? [label] : label.split('-'), distinctive: true }
  }
  return null
}

/** Two or more technical words and next to nothing else. */
function infrastructure(domain: string, words: Vocabulary): Judgement | null {
  const pieces = segment(labelOf(domain), words)
  const generic = pieces.filter((piece) => piece.kind === 'generic')
  const unknown = letters(pieces.filter((piece) => piece.kind !== 'generic' && piece.kind !== 'separator'))
  if (generic.length < 2 || unknown > 2 || letters(generic) < 10) return null
  return { trick: 'infrastructure', word: '', pieces: pieces.map((piece) => piece.text), distinctive: false }
}

function labelOf(domain: string): string {
  return (domain.split('.')[0] ?? '').slice(0, 63)
}

function letters(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + (piece.kind === 'separator' ? 0 : piece.text.length), 0)
}

function owners(brands: readonly Brand[], wordsOf: (brand: Brand) => readonly string[]): ReadonlyMap<string, Brand> {
  return new Map(brands.flatMap((brand) => wordsOf(brand).map((word) => [word, brand] as const)))
}

function anyOf(words: readonly string[]): RegExp {
  return new RegExp(words.join('|'))
}
