import type { Unit } from '../../reading.ts'
import { unitOf } from '../../unit.ts'
import { isBlob } from '../blob.ts'
import { fromBase64, narrowed } from '../decoding.ts'
import { type SignSink, Signs } from '../signs.ts'
import type { SourceText } from '../source-text.ts'
import { namedFile, tellText } from '../telling.ts'
import { tellPhrases } from './phrases.ts'
import { powershellPhrases } from './powershell-phrases.ts'

/** Longest command that is folded, in characters, and most rounds of it. */
const mostFolded = 128 * 1024
const mostRounds = 24
const deepest = 3

const encoded = /\s[-/](?:e|en|enc|enco|encod|encode|encoded\w*|ec)\s{1,8}["']?([A-Za-z0-9+/=]{16,})/i

/** One logical command: statements end at the end of a line or `;` where no bracket or text is open. */
export interface Statement {
  readonly text: string
  readonly start: number
  readonly end: number
}

function statementsIn(text: string): Statement[] {
  return new Splitter(text).run()
}

class Splitter {
  readonly #text: string
  readonly #statements: Statement[] = []
  #at = 0
  #start = 0
  /** Pieces of the statement, and how it ends: asking a long text for its end again and again is slow. */
  #kept: string[] = []
  #size = 0
  #tail = ''
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  run(): Statement[] {
    while (this.#at < this.#text.length) this.#step(this.#text.charAt(this.#at))
    this.#end()
    return this.#statements
  }

  #step(character: string) {
    if (character === '#') return this.#skipTo(this.#text.indexOf('\n', this.#at))
    if (character === '<' && this.#text.charAt(this.#at + 1) === '#') return this.#skipTo(this.#text.indexOf('#>', this.#at), 2)
    if (character === '`') return this.#keep(this.#text.slice(this.#at + 1, this.#at + 2).replace(/[\r\n]/, ' '), 2)
    if (character === '@' && /^@['"]\r?\n/.test(this.#text.slice(this.#at, this.#at + 4))) return this.#hereText()
    if (character === "'" || character === '"') return this.#quoted(character)
    if (character === '(' || character === '[') this.#depth += 1
    if (character === ')' || character === ']') this.#depth = Math.max(0, this.#depth - 1)
    const ends = character === ';' || character === '{' || character === '}' || (character === '\n' && !/[|,]\s{0,40}$/.test(this.#tail))
    if (ends && (this.#depth === 0 || character === '{' || character === '}' || this.#size > mostFolded)) return this.#end(1)
    this.#keep(/\s/.test(character) ? ' ' : character, 1)
  }

  #skipTo(index: number, past = 0) {
    this.#at = index < 0 ? this.#text.length : index + past
  }

  #keep(text: string, length: number) {
    if (this.#size === 0) this.#start = this.#at
    this.#at += length
    if (text === ' ' && this.#tail.endsWith(' ')) return
    this.#kept.push(text)
    this.#size += text.length
    this.#tail = (this.#tail + text.slice(-48)).slice(-48)
  }

  #hereText(): void {
    const end = this.#text.indexOf(`\n${this.#text.charAt(this.#at + 1)}@`, this.#at)
    const stop = end < 0 ? this.#text.length : end
    this.#keep(`'${this.#text.slice(this.#at + 3, stop).replaceAll("'", "''")}'`, stop + 3 - this.#at)
  }

  /** Texts in double quotes are written with single ones when nothing in them is filled in. */
  #quoted(quote: string): void {
    let end = this.#at + 1
    while (end < this.#text.length) {
      const character = this.#text.charAt(end)
      if (character === '`' && quote === '"') end += 1
      else if (character === quote && this.#text.charAt(end + 1) === quote) end += 1
      else if (character === quote) break
      end += 1
    }
    const inner = this.#text.slice(this.#at + 1, end)
    const plain = quote === "'" ? inner : inner.replace(/`(.)/gs, '$1').replaceAll('""', '"')
    const mark = plain.includes('$') && quote === '"' ? '"' : "'"
    this.#keep(`${mark}${plain}${mark}`, Math.min(end + 1, this.#text.length) - this.#at)
  }

  #end(skip = 0): void {
    const text = this.#kept.join('').trim()
    if (text !== '') this.#statements.push({ text, start: this.#start, end: this.#at })
    this.#kept = []
    this.#size = 0
    this.#tail = ''
    this.#depth = 0
    this.#at += skip
  }
}

const folds: readonly (readonly [RegExp, (match: RegExpExecArray) => string])[] = [
  [/\[char\]\s{0,4}\(?\s{0,4}(0x[0-9a-f]{1,4}|\d{1,5})\s{0,4}\)?/i, ([, code]) => `'${String.fromCharCode(Number(code ?? 0))}'`],
  [/\(\s{0,4}'([^']*)'\s{0,4}\)/, ([, text]) => `'${text}'`],
  [/'([^']*)'\s{0,4}\+\s{0,4}'([^']*)'/, ([, one, other]) => `'${one}${other}'`],
  [/\(?\s{0,4}'([^']{1,4000})'\s{0,4}-f\s{0,4}((?:'[^']*'\s{0,4},?\s{0,4}){1,64})\)?/i, ([, pattern, given]) => formatted(pattern ?? '', given ?? '')],
  [/\(?((?:'[^']*'\s{0,4},\s{0,4}){1,200}'[^']*')\s{0,4}\)?\s{0,4}-join\s{0,4}'([^']*)'/i, ([, items, by]) => `'${texts(items ?? '').join(by)}'`],
  [/-join\s{0,4}\(((?:'[^']*'\s{0,4},\s{0,4}){0,200}'[^']*')\s{0,4}\)/i, ([, items]) => `'${texts(items ?? '').join('')}'`],
  [
    /'([^']*)'\s{0,4}(?:-c?replace\s{0,4}|\.replace\()\s{0,4}'([^']{1,40})'\s{0,4},\s{0,4}'([^']*)'\)?/i,
    ([, text, from, to]) => `'${(text ?? '').replaceAll(from ?? '', to ?? '')}'`,
  ],
]

function texts(list: string): string[] {
  return [...list.matchAll(/'([^']*)'/g)].map((match) => match[1] ?? '')
}

function formatted(pattern: string, given: string): string {
  const values = texts(given)
  return `'${pattern.replace(/\{(\d{1,3})\}/g, (_, index: string) => values[Number(index)] ?? '')}'`
}

/** Texts that are put together from parts written as one. */
export function foldPowershell(text: string): string {
  let folded = text.length > mostFolded ? text.slice(0, mostFolded) : text
  for (let round = 0; round < mostRounds; round += 1) {
    const before = folded
    for (const [pattern, replace] of folds) folded = foldAll(folded, pattern, replace)
    if (folded === before || folded.length > 2 * mostFolded) break
  }
  return folded
}

function foldAll(text: string, pattern: RegExp, replace: (match: RegExpExecArray) => string): string {
  const global = new RegExp(pattern.source, `${pattern.flags}g`)
  return text.replace(global, (...match) => replace(match.slice(0, -2) as unknown as RegExpExecArray))
}

/** Adds what a text in PowerShell does. */
export function powershellSigns(text: string, signs: SignSink, depth = 0): void {
  const folded = foldPowershell(text)
  tellPhrases(folded.toLowerCase(), powershellPhrases, signs)
  tellText(folded, signs)
  for (const [, literal = ''] of folded.matchAll(/'([^']{4,})'/g)) {
    tellText(literal, signs)
    if (isBlob(literal)) signs.can('blob-literal')
    const file = namedFile(literal)
    if (file !== undefined) signs.file(file)
  }
  const payload = encoded.exec(folded)?.[1]
  const code = payload === undefined || depth >= deepest ? undefined : fromBase64(payload)
  if (code === undefined) return
  signs.can('decode', 'evaluate')
  powershellSigns(narrowed(code), signs, depth + 1)
}

/** One unit for every statement; case, white space, backticks and comments do not count. */
export function powershellUnits(source: SourceText, kind: string): Unit[] {
  return statementsIn(source.text).map(({ text, start, end }) => {
    const signs = new Signs()
    powershellSigns(text, signs)
    const names = [...text.slice(0, 20_000).matchAll(/\$(?:\w{1,20}:)?(\w{1,60})(\s{0,8}=(?!=))?/g)]
    return unitOf({
      kind,
      text: lowered(text),
      says: source.text.slice(start, Math.min(end, start + 480)).replace(/\s+/g, ' '),
      place: source.place(start),
      capabilities: signs.capabilities,
      hosts: signs.hosts,
      files: signs.files,
      defines: names.flatMap((match) => (match[2] === undefined ? [] : [(match[1] ?? '').toLowerCase()])).slice(0, 24),
      uses: names.flatMap((match) => (match[2] === undefined ? [(match[1] ?? '').toLowerCase()] : [])).slice(0, 24),
    })
  })
}

/** Lower case outside of texts. */
function lowered(text: string): string {
  return text.replace(/'[^']*'|[^']+/g, (part) => (part.startsWith("'") ? part : part.toLowerCase().replace(/\s+/g, ' ')))
}
