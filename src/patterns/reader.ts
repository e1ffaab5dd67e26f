import { parseTime } from './literal.ts'
import { PatternError } from './pattern-error.ts'
import type { Token, TokenKind } from './tokens.ts'

/** Brackets within brackets: no honest pattern comes near. */
const deepest = 200

/** Tokens taken one after the other. */
export class Reader {
  readonly #tokens: readonly Token[]
  readonly #length: number
  #position = 0
  #depth = 0

  constructor(tokens: readonly Token[], length: number) {
    this.#tokens = tokens
    this.#length = length
  }

  /** Where the next token stands. */
  get at(): number {
    return this.#tokens[this.#position]?.at ?? this.#length
  }

  nested<T>(read: () => T): T {
    this.#depth += 1
    if (this.#depth > deepest) throw new PatternError(`more than ${deepest} brackets within each other`, this.at)
    const value = read()
    this.#depth -= 1
    return value
  }

  peek(kind: TokenKind): Token | undefined {
    const token = this.#tokens[this.#position]
    return token?.kind === kind ? token : undefined
  }

  take(kind: TokenKind): Token | undefined {
    const token = this.peek(kind)
    if (token) this.#position += 1
    return token
  }

  takeWord(word: string): boolean {
    return this.peek('word')?.text === word && this.take('word') !== undefined
  }

  takeMark(mark: string): boolean {
    return this.peek('mark')?.text === mark && this.take('mark') !== undefined
  }

  needWord(word: string): void {
    if (!this.takeWord(word)) throw new PatternError(`${word} is needed here`, this.at)
  }

  needMark(mark: string): void {
    if (!this.takeMark(mark)) throw new PatternError(`“${mark}” is needed here`, this.at)
  }

  need(kind: TokenKind, what: string): Token {
    const token = this.take(kind)
    if (!token) throw new PatternError(`${what} is needed here`, this.at)
    return token
  }

  number(): number {
    return Number(this.need('number', 'a number').text)
  }

  /** t'2016-06-01T00:00:00Z'; STIX 2.0 wrote plain texts. */
  moment(): number {
    const token = this.take('time') ?? this.need('text', 'a moment')
    return parseTime(token.text, token.at)
  }

  end(): void {
    if (this.#position < this.#tokens.length) throw new PatternError('the pattern should end here', this.at)
  }
}
