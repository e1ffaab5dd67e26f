import { Scanner, type TokenKind } from './tokens.ts'
import { type Codes, Words } from './words.ts'

/** Deepest nesting that is given to the parser, which recurses: it fails hard from about 5,000 on. */
export const deepest = 2500

/** Marks and words that a grammar answers with one more level, besides brackets. */
const deeper = '@ ! ~ + - = => ? : ** += -= *= /= %= **= <<= >>= >>>= &= |= ^= &&= ||= ??= < . ?.'.split(' ')
const deeperWords = new Set(
  'typeof void delete await yield new if else while for do with extends keyof infer namespace module unique readonly asserts in instanceof as satisfies case'.split(
    ' ',
  ),
)
const continuing = new Set(['else', 'instanceof', 'in', 'of', 'as', 'satisfies', 'while', 'extends', 'catch', 'finally'])
const headed = new Set(['if', 'while', 'for', 'with'])
const telling = new Words([...deeperWords, ...continuing, ...headed])
/** Of one character, by its code. */
const isDeeper = new Uint8Array(128)
for (const mark of deeper) if (mark.length === 1) isDeeper[mark.charCodeAt(0)] = 1
const longDeeper = new Words(deeper.filter((mark) => mark.length > 1))

interface Level {
  chain: number
  angles: number
  readonly head: boolean
}

/** What a text asks of a parser. */
export interface Load {
  /** An upper bound, in levels, of how deep it has to recurse; counted up to the first one above the limit. */
  readonly nesting: number
  /** Backslashes outside of texts and patterns: names with escapes. */
  readonly escapes: number
  /** Most `<` in one statement: what a parser of TypeScript may take for lists of types inside of each other. */
  readonly angles: number
}

export function loadOf(codes: Codes): Load {
  const meter = new Meter(codes)
  let escapes = 0
  new Scanner(codes, (kind, start, end, afterLine) => {
    if (kind === 'mark' && codes[start] === 92) escapes += 1
    if (meter.highest <= deepest) meter.token(kind, start, end, afterLine)
  }).run()
  return { nesting: meter.highest, escapes, angles: meter.angles }
}

class Meter {
  highest = 0
  angles = 0
  readonly #codes: Codes
  /** The innermost, and those around it. */
  #level: Level = { chain: 0, angles: 0, head: false }
  readonly #outer: Level[] = []
  #sum = 0
  /** The last token may have ended a statement. */
  #ended: 'no' | 'maybe' | 'yes' = 'no'
  #lastWord = ''

  constructor(codes: Codes) {
    this.#codes = codes
  }

  token(kind: TokenKind, start: number, end: number, afterLine: boolean) {
    if (kind !== 'mark') return this.#value(kind, start, end, afterLine)
    const code = this.#codes[start] ?? 0
    if (end - start > 1) this.#operator(longDeeper.at(this.#codes, start, end) !== '', false)
    else if (code === 40 || code === 91 || code === 123) this.#open(code)
    else if (code === 41 || code === 93 || code === 125) this.#close(code)
    else if (code === 59) this.#ended = 'yes'
    else if (code === 44) this.#reset(true)
    else this.#operator(isDeeper[code] === 1, code === 60)
    this.#lastWord = ''
  }

  #operator(isOneMore: boolean, isAngle: boolean): void {
    if (isOneMore) this.#deeper(isAngle)
    this.#ended = 'no'
  }

  #value(kind: TokenKind, start: number, end: number, afterLine: boolean): void {
    const word = kind === 'word' ? telling.at(this.#codes, start, end) : ''
    if ((this.#ended === 'yes' || (this.#ended === 'maybe' && afterLine)) && !continuing.has(word)) this.#reset()
    const prefix = word !== '' && deeperWords.has(word)
    if (prefix) this.#deeper()
    this.#ended = prefix ? 'no' : 'maybe'
    this.#lastWord = word
  }

  #open(code: number): void {
    if (code === 123 && this.#ended === 'yes') this.#reset()
    this.#outer.push(this.#level)
    this.#level = { chain: 1, angles: 0, head: code === 40 && headed.has(this.#lastWord) }
    this.#sum += 1
    if (this.#sum > this.highest) this.highest = this.#sum
    this.#ended = 'no'
  }

  #close(code: number): void {
    const { chain, head } = this.#level
    const outer = this.#outer.pop()
    if (outer !== undefined) {
      this.#sum -= chain
      this.#level = outer
    }
    // Behind `}` a statement may begin on the same line; behind the head of an `if` it has not ended.
    this.#ended = code === 125 ? 'yes' : outer !== undefined && head ? 'no' : 'maybe'
  }

  #deeper(isAngle = false): void {
    const level = this.#level
    level.chain += 1
    this.#sum += 1
    if (isAngle) this.angles = Math.max(this.angles, ++level.angles)
    if (this.#sum > this.highest) this.highest = this.#sum
  }

  #reset(inStatement = false): void {
    const level = this.#level
    const base = this.#outer.length > 0 ? 1 : 0
    this.#sum -= level.chain - base
    level.chain = base
    if (!inStatement) level.angles = 0
    this.#ended = 'no'
  }
}
