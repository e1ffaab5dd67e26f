import { Scanner, type TokenKind } from './tokens.ts'

/** Deepest nesting that is given to the parser, which recurses: it fails hard from about 5,000 on. */
export const deepest = 2500

/** Marks and words that a grammar answers with one more level, besides brackets. */
const deeper = new Set('! ~ + - = => ? : ** += -= *= /= %= **= <<= >>= >>>= &= |= ^= &&= ||= ??= < . ?.'.split(' '))
const deeperWords = new Set(
  'typeof void delete await yield new if else while for do with extends keyof infer namespace module unique readonly asserts in instanceof as satisfies case'.split(
    ' ',
  ),
)
const continuing = new Set(['else', 'instanceof', 'in', 'of', 'as', 'satisfies', 'while', 'extends', 'catch', 'finally'])
const headed = new Set(['if', 'while', 'for', 'with'])

interface Level {
  chain: number
  readonly head: boolean
}

/** An upper bound, in levels, of how deep a parser has to recurse for a text. Stops counting at `limit`. */
export function nestingOf(text: string, limit = deepest): number {
  const meter = new Meter(text)
  new Scanner(text, (kind, start, end, afterLine) => {
    if (meter.highest <= limit) meter.token(kind, start, end, afterLine)
  }).run()
  return meter.highest
}

class Meter {
  highest = 0
  readonly #text: string
  #levels: Level[] = [{ chain: 0, head: false }]
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
    else if (mark === ',') this.#reset()
    else {
      if (deeper.has(mark)) this.#deeper()
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
    this.#levels.push({ chain: 1, head: mark === '(' && headed.has(this.#lastWord) })
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

  #deeper(): void {
    const level = this.#levels.at(-1)
    if (level === undefined) return
    level.chain += 1
    this.#sum += 1
    if (this.#sum > this.highest) this.highest = this.#sum
  }

  #reset(): void {
    const level = this.#levels.at(-1)
    if (level === undefined) return
    const base = this.#levels.length > 1 ? 1 : 0
    this.#sum -= level.chain - base
    level.chain = base
    this.#ended = 'no'
  }
}
