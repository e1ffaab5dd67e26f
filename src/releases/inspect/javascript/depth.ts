import { Scanner, type TokenKind } from './tokens.ts'

/** Deepest nesting that is given to the parser, which recurses: it fails hard from about 5,000 on. */
export const deepest = 2500

/** Marks and words that a grammar answers with one more level, besides brackets. */
const deeper = new Set('@ ! ~ + - = => ? : ** += -= *= /= %= **= <<= >>= >>>= &= |= ^= &&= ||= ??= < . ?.'.split(' '))
const deeperWords = new Set(
  'typeof void delete await yield new if else while for do with extends keyof infer namespace module unique readonly asserts in instanceof as satisfies case'.split(
    ' ',
  ),
)
const continuing = new Set(['else', 'instanceof', 'in', 'of', 'as', 'satisfies', 'while', 'extends', 'catch', 'finally'])
const headed = new Set(['if', 'while', 'for', 'with'])

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

export function loadOf(text: string): Load {
  const meter = new Meter(text)
  let escapes = 0
  new Scanner(text, (kind, start, end, afterLine) => {
    if (kind === 'mark' && text.charCodeAt(start) === 92) escapes += 1
    if (meter.highest <= deepest) meter.token(kind, start, end, afterLine)
  }).run()
  return { nesting: meter.highest, escapes, angles: meter.angles }
}

class Meter {
  highest = 0
  angles = 0
  readonly #text: string
  #levels: Level[] = [{ chain: 0, angles: 0, head: false }]
  #sum = 0
  /** The last token may have ended a statement. */
  #ended: 'no' | 'maybe' | 'yes' = 'no'
  #lastWord = ''

  constructor(text: string) {
    this.#text = text
  }

  token(kind: TokenKind, start: number, end: number, afterLine: boolean) {
    if (kind !== 'mark') return this.#value(kind, start, end, afterLine)
    const mark = end - start === 1 ? this.#text.charAt(start) : this.#text.slice(start, end)
    if (mark === '(' || mark === '[' || mark === '{') this.#open(mark)
    else if (mark === ')' || mark === ']' || mark === '}') this.#close(mark)
    else if (mark === ';') this.#ended = 'yes'
    else if (mark === ',') this.#reset(true)
    else {
      if (deeper.has(mark)) this.#deeper(mark)
      this.#ended = 'no'
    }
    this.#lastWord = ''
  }

  #value(kind: TokenKind, start: number, end: number, afterLine: boolean): void {
    const word = kind === 'word' && end - start < 12 ? this.#text.slice(start, end) : ''
    if (!continuing.has(word) && (this.#ended === 'yes' || (this.#ended === 'maybe' && afterLine))) this.#reset()
    const prefix = deeperWords.has(word)
    if (prefix) this.#deeper()
    this.#ended = prefix ? 'no' : 'maybe'
    this.#lastWord = word
  }

  #open(mark: string): void {
    if (mark === '{' && this.#ended === 'yes') this.#reset()
    this.#levels.push({ chain: 1, angles: 0, head: mark === '(' && headed.has(this.#lastWord) })
    this.#sum += 1
    if (this.#sum > this.highest) this.highest = this.#sum
    this.#ended = 'no'
  }

  #close(mark: string): void {
    const level = this.#levels.length > 1 ? this.#levels.pop() : undefined
    this.#sum -= level?.chain ?? 0
    // Behind `}` a statement may begin on the same line; behind the head of an `if` it has not ended.
    this.#ended = mark === '}' ? 'yes' : level?.head === true ? 'no' : 'maybe'
  }

  #deeper(mark?: string): void {
    const level = this.#levels.at(-1)
    if (level === undefined) return
    level.chain += 1
    this.#sum += 1
    if (mark === '<') this.angles = Math.max(this.angles, ++level.angles)
    if (this.#sum > this.highest) this.highest = this.#sum
  }

  #reset(inStatement = false): void {
    const level = this.#levels.at(-1)
    if (level === undefined) return
    const base = this.#levels.length > 1 ? 1 : 0
    this.#sum -= level.chain - base
    level.chain = base
    if (!inStatement) level.angles = 0
    this.#ended = 'no'
  }
}
