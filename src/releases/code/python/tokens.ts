export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'mark'
  /** As written; for texts what they hold, escapes resolved. */
  readonly text: string
  /** Of a text: the expressions that are filled in, as written. */
  readonly filled?: readonly string[]
}

/** What ends with a line break, or with `;`, outside of brackets and texts. */
export interface LogicalLine {
  readonly tokens: readonly Token[]
  /** Columns of white space in front; a tab goes to the next multiple of 8. */
  readonly indent: number
  readonly start: number
  readonly end: number
}

const wordStart = /[A-Za-z_\u0080-\uffff]/
const wordPart = /[A-Za-z0-9_\u0080-\uffff]/
const textStart = /^(?:[rbuftRBUFT]{0,2})("""|'''|"|')/
const marks = [
  '**=',
  '//=',
  '>>=',
  '<<=',
  '...',
  '->',
  ':=',
  '**',
  '//',
  '>>',
  '<<',
  '<=',
  '>=',
  '==',
  '!=',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '@=',
  '&=',
  '|=',
  '^=',
]
/** A line is cut after so many tokens: tables of data. */
const mostTokens = 50_000

/** The logical lines of a Python source; takes what comes, in linear time. Comments are left out. */
export function logicalLines(text: string): LogicalLine[] {
  const lexer = new Lexer(text)
  lexer.run()
  return lexer.lines
}

class Lexer {
  readonly lines: LogicalLine[] = []
  readonly #text: string
  #at = 0
  #tokens: Token[] = []
  #indent = 0
  #start = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  run(): void {
    this.#measure()
    while (this.#at < this.#text.length) this.#step(this.#text.charAt(this.#at))
    this.#end()
  }

  #step(character: string) {
    if (character === '\n' || character === '\r') return this.#lineBreak()
    if (character === ' ' || character === '\t' || character === '\f') {
      this.#at += 1
      return
    }
    if (character === '#') {
      const end = this.#text.indexOf('\n', this.#at)
      this.#at = end < 0 ? this.#text.length : end
    } else if (character === '\\' && /^\\\r?\n/.test(this.#text.slice(this.#at, this.#at + 3))) this.#at += this.#text.charAt(this.#at + 1) === '\r' ? 3 : 2
    else if (character === ';' && this.#depth === 0) {
      this.#end()
      this.#at += 1
    } else this.#token(character)
  }

  #lineBreak(): void {
    this.#at += 1
    if (this.#depth > 0 && this.#tokens.length < mostTokens) return
    this.#end()
    this.#measure()
  }

  #measure(): void {
    this.#indent = 0
    while (this.#at < this.#text.length) {
      const character = this.#text.charAt(this.#at)
      if (character === ' ') this.#indent += 1
      else if (character === '\t') this.#indent += 8 - (this.#indent % 8)
      else break
      this.#at += 1
    }
  }

  #end(): void {
    if (this.#tokens.length > 0) this.lines.push({ tokens: this.#tokens, indent: this.#indent, start: this.#start, end: this.#at })
    this.#tokens = []
    this.#depth = 0
  }

  #push(token: Token, length: number): void {
    if (this.#tokens.length === 0) this.#start = this.#at
    this.#tokens.push(token)
    this.#at += length
  }

  #token(character: string) {
    const quote = textStart.exec(this.#text.slice(this.#at, this.#at + 6))
    if (quote !== null) return this.#string(quote[0], quote[1] ?? '"')
    if (wordStart.test(character)) return this.#run('name', wordPart)
    if (character >= '0' && character <= '9') return this.#run('number', /[A-Za-z0-9_.]/)
    if ('([{'.includes(character)) this.#depth += 1
    if (')]}'.includes(character)) this.#depth = Math.max(0, this.#depth - 1)
    const mark = marks.find((one) => this.#text.startsWith(one, this.#at)) ?? character
    this.#push({ kind: 'mark', text: mark }, mark.length)
  }

  #run(kind: 'name' | 'number', part: RegExp): void {
    let end = this.#at + 1
    while (end < this.#text.length && part.test(this.#text.charAt(end))) end += 1
    this.#push({ kind, text: this.#text.slice(this.#at, end) }, end - this.#at)
  }

  #string(opening: string, quote: string): void {
    const prefix = opening.slice(0, -quote.length).toLowerCase()
    const from = this.#at + opening.length
    const end = this.#endOfText(from, quote)
    const inner = this.#text.slice(from, end)
    const text = prefix.includes('r') ? inner : unescaped(inner)
    const token: Token = prefix.includes('f') || prefix.includes('t') ? filledText(text) : { kind: 'string', text }
    this.#push(token, Math.min(end + quote.length, this.#text.length) - this.#at)
  }

  #endOfText(from: number, quote: string): number {
    let at = from
    while (at < this.#text.length) {
      const character = this.#text.charAt(at)
      if (character === '\\') at += 1
      else if (character === '\n' && quote.length === 1) return at
      else if (this.#text.startsWith(quote, at)) return at
      at += 1
    }
    return this.#text.length
  }
}

/** `f"a{x}b"`: what is filled in is kept apart; in the text stands `{}`. */
function filledText(text: string): Token {
  const filled: string[] = []
  const shown = text.replace(/\{\{|\}\}|\{([^{}]{1,2000})\}/g, (whole, inner?: string) => {
    if (inner === undefined) return whole.charAt(0)
    filled.push(inner)
    return '{}'
  })
  return { kind: 'string', text: shown, filled }
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v', '\n': '' }

function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  return text.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|(\r?\n|.))/g,
    (_, x?: string, u?: string, wide?: string, octal?: string, plain?: string) => {
      if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8))
      const code = Number.parseInt(x ?? u ?? wide ?? '', 16)
      if (!Number.isNaN(code)) return code > 0x10ffff ? '' : String.fromCodePoint(code)
      return Object.hasOwn(escapes, plain ?? '') ? (escapes[plain ?? ''] ?? '') : (plain ?? '').startsWith('\r') ? '' : (plain ?? '')
    },
  )
}
