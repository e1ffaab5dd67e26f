import { type Codes, standsAt, Words } from './words.ts'

/** Kinds of tokens; a comment is none. */
export type TokenKind = 'word' | 'number' | 'string' | 'template' | 'pattern' | 'mark'

export type OnToken = (kind: TokenKind, start: number, end: number, afterLine: boolean) => void

/** Words after which an expression begins, so that `/` begins a pattern. */
const beforeExpression = new Set('return typeof instanceof in of new delete void throw case do else yield await default extends'.split(' '))
const headed = new Set(['if', 'while', 'for', 'with'])
const telling = new Words([...beforeExpression, ...headed])
const longestMarks = [
  '>>>=',
  '...',
  '===',
  '!==',
  '**=',
  '<<=',
  '>>=',
  '>>>',
  '&&=',
  '||=',
  '??=',
  '=>',
  '==',
  '!=',
  '<=',
  '>=',
  '&&',
  '||',
  '??',
  '?.',
  '++',
  '--',
  '+=',
  '-=',
  '*=',
  '/=',
  '%=',
  '&=',
  '|=',
  '^=',
  '<<',
  '>>',
  '**',
]
/** By the code of their first character. */
const marksByFirst: readonly (readonly string[])[] = Array.from({ length: 128 }, (_, code) => longestMarks.filter((mark) => mark.charCodeAt(0) === code))

export function codesOf(text: string): Uint16Array {
  const codes = new Uint16Array(text.length)
  for (let index = 0; index < text.length; index += 1) codes[index] = text.charCodeAt(index)
  return codes
}

/** 1 white space, 2 line end, 3 part of a word, 4 digit, 0 other. */
const classes = new Uint8Array(128)
for (const code of [9, 11, 12, 32]) classes[code] = 1
for (const code of [10, 13]) classes[code] = 2
for (let code = 48; code < 58; code += 1) classes[code] = 4
for (let code = 65; code < 91; code += 1) classes[code] = 3
for (let code = 97; code < 123; code += 1) classes[code] = 3
classes[36] = 3
classes[95] = 3

function classAt(codes: Codes, at: number): number {
  const code = codes[at] ?? 0
  if (code < 128) return classes[code] ?? 0
  const point = codes instanceof Uint16Array ? code : pointAround(codes, at)
  if (point === 0x2028 || point === 0x2029) return 2
  return point === 0xa0 || point === 0xfeff ? 1 : 3
}

/** The character that a byte of UTF-8 belongs to, when it takes two or three bytes; all others are parts of words. */
function pointAround(bytes: Uint8Array, at: number): number {
  let lead = at
  while (lead > 0 && at - lead < 3 && ((bytes[lead] ?? 0) & 0xc0) === 0x80) lead -= 1
  const [first = 0, second = 0, third = 0] = [bytes[lead], bytes[lead + 1], bytes[lead + 2]]
  if ((second & 0xc0) !== 0x80) return 0
  if (first >= 0xc0 && first < 0xe0) return ((first & 31) << 6) | (second & 63)
  return first >= 0xe0 && first < 0xf0 && (third & 0xc0) === 0x80 ? ((first & 15) << 12) | ((second & 63) << 6) | (third & 63) : 0
}

/** One pass over JavaScript or TypeScript without a grammar: takes whatever comes, in time linear in the length. */
export class Scanner {
  readonly #codes: Codes
  readonly #onToken: OnToken
  #at = 0
  #line = false
  /** What the last token lets `/` be. */
  #valueBefore = false
  #lastWord = ''
  /** One for every open bracket: `(` after if, while, for or with; a `${` in a template; anything else. */
  readonly #open: ('head' | 'template' | 'plain')[] = []

  constructor(codes: Codes, onToken: OnToken) {
    this.#codes = codes
    this.#onToken = onToken
  }

  run(): void {
    const { length } = this.#codes
    if (this.#codes[0] === 35 && this.#codes[1] === 33) this.#at = this.#lineEnd(0)
    while (this.#at < length) this.#step()
  }

  #step(): void {
    const code = this.#codes[this.#at] ?? 0
    const type = classAt(this.#codes, this.#at)
    if (type === 1) this.#blanks()
    else if (type === 2) {
      this.#line = true
      this.#at += 1
    } else if (type === 3 || code === 35) this.#word()
    else if (type === 4) this.#number()
    else if (code === 34 || code === 39) this.#string(code)
    else if (code === 96) this.#template(this.#at, this.#at + 1)
    else if (code === 47) this.#slash()
    else this.#mark(code)
  }

  #blanks(): void {
    let end = this.#at + 1
    while (end < this.#codes.length && classAt(this.#codes, end) === 1) end += 1
    this.#at = end
  }

  #emit(kind: TokenKind, start: number, end: number): void {
    this.#at = end
    this.#onToken(kind, start, end, this.#line)
    this.#line = false
    this.#valueBefore = kind !== 'mark'
    if (kind !== 'word') this.#lastWord = ''
  }

  #word(): void {
    const start = this.#at
    let end = start + 1
    while (end < this.#codes.length) {
      const type = classAt(this.#codes, end)
      if (type !== 3 && type !== 4) break
      end += 1
    }
    this.#emit('word', start, end)
    this.#lastWord = telling.at(this.#codes, start, end)
    if (beforeExpression.has(this.#lastWord)) this.#valueBefore = false
  }

  #number(): void {
    const start = this.#at
    let end = start + 1
    while (end < this.#codes.length) {
      const type = classAt(this.#codes, end)
      if (type !== 3 && type !== 4 && this.#codes[end] !== 46) break
      end += 1
    }
    this.#emit('number', start, end)
  }

  #string(quote: number): void {
    const start = this.#at
    let end = start + 1
    while (end < this.#codes.length) {
      const code = this.#codes[end]
      if (code === 92) end += 1
      else if (code === quote) {
        end += 1
        break
      } else if (code === 10) break
      end += 1
    }
    this.#emit('string', start, Math.min(end, this.#codes.length))
  }

  /** From a backtick, or from the brace that ends a `${…}`, to the next `${` or the end. */
  #template(start: number, from = start) {
    let end = from
    while (end < this.#codes.length) {
      const code = this.#codes[end]
      if (code === 92) end += 1
      else if (code === 96) return this.#emit('template', start, end + 1)
      else if (code === 36 && this.#codes[end + 1] === 123) {
        this.#emit('template', start, end + 1)
        this.#open.push('template')
        return this.#emit('mark', end + 1, end + 2)
      }
      end += 1
    }
    this.#emit('template', start, this.#codes.length)
  }

  #slash(): void {
    const next = this.#codes[this.#at + 1]
    if (next === 47) this.#at = this.#lineEnd(this.#at)
    else if (next === 42) this.#blockComment()
    else if (this.#valueBefore) this.#mark(47)
    else this.#pattern()
  }

  #lineEnd(from: number): number {
    const end = this.#codes.indexOf(10, from)
    return end < 0 ? this.#codes.length : end
  }

  #blockComment(): void {
    let end = this.#at + 2
    while (end < this.#codes.length && !(this.#codes[end] === 42 && this.#codes[end + 1] === 47)) {
      if (this.#codes[end] === 10) this.#line = true
      end += 1
    }
    this.#at = Math.min(end + 2, this.#codes.length)
  }

  #pattern() {
    const start = this.#at
    let inClass = false
    let end = start + 1
    while (end < this.#codes.length) {
      const code = this.#codes[end]
      if (code === 10) return this.#mark(47)
      if (code === 92) end += 1
      else if (code === 91) inClass = true
      else if (code === 93) inClass = false
      else if (code === 47 && !inClass) break
      end += 1
    }
    end += 1
    while (end < this.#codes.length && classAt(this.#codes, end) === 3) end += 1
    this.#emit('pattern', start, Math.min(end, this.#codes.length))
  }

  #mark(code: number) {
    const start = this.#at
    if (code === 40 || code === 91 || code === 123) {
      this.#open.push(code === 40 && headed.has(this.#lastWord) ? 'head' : 'plain')
      return this.#emit('mark', start, start + 1)
    }
    if (code === 41 || code === 93 || code === 125) return this.#close(start, code)
    const known = this.#longMark(start, code)
    this.#emit('mark', start, start + (known === '' ? 1 : known.length))
    if (known === '++' || known === '--') this.#valueBefore = true
  }

  /** The longest mark of several characters that stands there; '' when it has one. */
  #longMark(start: number, code: number): string {
    for (const mark of marksByFirst[code] ?? []) if (standsAt(mark, this.#codes, start)) return mark
    return ''
  }

  #close(start: number, code: number) {
    const opened = this.#open.pop()
    if (opened === 'template' && code === 125) {
      this.#emit('mark', start, start + 1)
      return this.#template(start + 1)
    }
    this.#emit('mark', start, start + 1)
    this.#valueBefore = opened !== 'head'
  }
}
