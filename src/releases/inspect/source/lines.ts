import type { Language } from './languages.ts'

/** A line of code without comments; lines go on while brackets are open. */
export interface Line {
  /** White space folded. */
  readonly text: string
  /** What stands between quotes, without them. */
  readonly literals: readonly string[]
  /** Characters from the beginning of the file. */
  readonly start: number
}

/** Physical lines that are read as one at most: beyond it a bracket was left open. */
const mostJoined = 40
/** What neither ends a line nor begins a comment, a text or a bracket. */
const plain = /[^\s"'`()[\]\\;#/\-%]+/y
const blank = /\s/
const structure = /^[\s{}()[\];,<>?%]*$|^(?:end|else|then|do|begin|fi|done|esac|pass|return;?|break;?)$/

/** The logical lines of a source file. One pass, in linear time, whatever the bytes are. */
export function linesOf(text: string, { comments, within }: Pick<Language, 'comments' | 'within'>): Line[] {
  const reader = new Lines(text, comments)
  if (within === undefined) reader.read(0, text.length)
  else for (const [from, to] of partsOf(text, within)) reader.read(from, to)
  return reader.lines
}

/** What stands between the marks; what is opened and not closed goes on to the end. Comments of pages are left out. */
function* partsOf(text: string, marks: NonNullable<Language['within']>): Generator<readonly [from: number, to: number]> {
  for (const [open, close] of marks) {
    for (let at = text.indexOf(open); at >= 0; ) {
      const from = at + open.length
      const found = text.indexOf(close, from)
      const to = found < 0 ? text.length : found
      if (!text.startsWith('--', from)) yield [from, to]
      at = text.indexOf(open, to)
    }
  }
}

class Lines {
  readonly lines: Line[] = []
  readonly #text: string
  readonly #comments: Language['comments']
  #kept: string[] = []
  /** White space came since what was kept last. */
  #blank = false
  #literals: string[] = []
  #start = -1
  #open = 0
  #joined = 0
  /** Up to where a quote of each kind is known to have no end. */
  readonly #alone = new Map<string, number>()

  constructor(text: string, comments: Language['comments']) {
    this.#text = text
    this.#comments = comments
  }

  read(from: number, to: number): void {
    let at = from
    while (at < to) at = this.#step(at, to)
    this.#end()
  }

  /** Index of what comes next. */
  #step(at: number, to: number): number {
    const text = this.#text
    plain.lastIndex = at
    const run = plain.exec(text)?.[0]
    if (run !== undefined) {
      const kept = run.slice(0, to - at)
      this.#keep(kept, at)
      return at + kept.length
    }
    const character = text.charAt(at)
    if (character === '\n') return this.#newLine(at)
    const behind = this.#comment(at, to)
    if (behind !== undefined) return behind
    if (character === '"' || character === "'" || character === '`') return this.#literal(at, to, character)
    if (character === '(' || character === '[') this.#open += 1
    else if (character === ')' || character === ']') this.#open = Math.max(0, this.#open - 1)
    if (blank.test(character)) this.#blank = true
    else this.#keep(character, at)
    if (character === ';' && this.#open === 0) this.#end()
    return at + 1
  }

  #keep(text: string, at: number): void {
    if (this.#start < 0) this.#start = at
    else if (this.#blank) this.#kept.push(' ')
    this.#blank = false
    this.#kept.push(text)
  }

  #newLine(at: number): number {
    const continued = this.#kept.at(-1) === '\\'
    if ((this.#open > 0 || continued) && this.#joined < mostJoined) {
      this.#joined += 1
      this.#blank = true
      if (continued) this.#kept.pop()
    } else this.#end()
    return at + 1
  }

  /** Index behind the comment that begins here. */
  #comment(at: number, to: number): number | undefined {
    const text = this.#text
    const mark = this.#comments.find((one) => text.startsWith(one, at))
    if (text.startsWith('/*', at) && this.#comments.includes('//')) return behind(text.indexOf('*/', at + 2), 2, to)
    if (mark === undefined) return undefined
    // `$#list`, `#{name}`, `#include`, `#[derive]`, `https://`.
    if (mark === '#' && (/[$#\w\\]/.test(text.charAt(at - 1)) || text.charAt(at + 1) === '{')) return undefined
    if (mark === '//' && text.charAt(at - 1) === ':') return undefined
    if (mark === '#' && this.#comments.includes('//') && text.charAt(at + 1) === '[') return undefined
    if (mark === '--' && text.startsWith('--[[', at)) return behind(text.indexOf(']]', at + 4), 2, to)
    const end = text.indexOf('\n', at)
    return end < 0 ? to : Math.min(end, to)
  }

  /** A text in quotes to its end, or to the end of the line when it has none: an apostrophe, a lifetime. */
  #literal(at: number, to: number, quote: string): number {
    const text = this.#text
    if (at < (this.#alone.get(quote) ?? 0)) {
      this.#keep(quote, at)
      return at + 1
    }
    let end = at + 1
    while (end < to && text.charAt(end) !== quote && (text.charAt(end) !== '\n' || quote === '`')) end += text.charAt(end) === '\\' ? 2 : 1
    if (text.charAt(end) !== quote || end >= to) {
      this.#alone.set(quote, end)
      this.#keep(quote, at)
      return at + 1
    }
    const inner = text.slice(at + 1, end)
    this.#literals.push(inner.replace(/\\(["'`\\/$])/g, '$1'))
    this.#keep(`${quote}${inner}${quote}`, at)
    return end + 1
  }

  #end(): void {
    const text = this.#kept.join('')
    if (text !== '' && !structure.test(text)) this.lines.push({ text, literals: this.#literals, start: Math.max(0, this.#start) })
    this.#kept = []
    this.#blank = false
    this.#literals = []
    this.#start = -1
    this.#open = 0
    this.#joined = 0
  }
}

function behind(found: number, length: number, to: number): number {
  return found < 0 ? to : Math.min(found + length, to)
}
