import type { Capability } from '../../capability.ts'
import type { Unit } from '../../reading.ts'
import { unitOf } from '../../unit.ts'
import { isBlob } from '../blob.ts'
import { shellSigns } from '../shell/signs.ts'
import { type SignSink, Signs } from '../signs.ts'
import type { SourceText } from '../source-text.ts'
import { namedFile, tellText, tellVariable, tellWords } from '../telling.ts'
import { Expressions, type Seen, type Value } from './expression.ts'
import { longWait, pythonRules, setupCommands } from './rules.ts'
import { type LogicalLine, logicalLines, type Token } from './tokens.ts'

const mostLinks = 24
const whole = new Set(['json.dumps', 'dict', 'str', 'repr', 'list', 'urllib.parse.urlencode', 'pickle.dumps', 'pprint.pformat'])
const environment = /^os\.environb?(?:\.copy\(\))?$/
/** What an interpreter makes code of, by name of the file. */
const codeFile = /\.(?:py[wicdx]?|so|dll|dylib|pth|ipynb)$/i
const dataFile = /[\w-]\.[a-z]\w{0,7}$/i
const shifts = new Set(['+', '-', '%', '*', '^'])
const runsText = /^(?:exec|eval|compile|builtins\.(?:exec|eval|compile))$/
const runsFile = /(?:^|\.)(?:SourceFileLoader|SourcelessFileLoader|spec_from_file_location|load_source|run_path)$/
const readText = /(?:^|\.)(?:read|read_text|read_bytes)\(\)/
/** Every variable of the environment, whatever its name. */
const everyVariable = /^os\.environ(?:b)?\.(?:items|values)$/
const assigning = new Set(['=', ':=', '+='])
const opened = /^(?:open|io\.open|codecs\.open|pathlib\.Path|Path)$/

/** Definitions that the lines of a source lie in. */
interface Block {
  readonly name: string
  readonly indent: number
  readonly hook: boolean
}

/**
 * One unit for every logical line; indentation, quotes, white space, comments and documentation texts do not count.
 * Aliases hold for the whole file. `isSetup`: a setup script, whose commands are hooks of the installation.
 */
export function pythonUnits(source: SourceText, isSetup: boolean, kindOf: () => string): Unit[] {
  return new Lines(source, isSetup, kindOf).units()
}

class Lines {
  readonly #source: SourceText
  readonly #isSetup: boolean
  readonly #kindOf: () => string
  readonly #names = new Map<string, Value>()
  #blocks: Block[] = []

  constructor(source: SourceText, isSetup: boolean, kindOf: () => string) {
    this.#source = source
    this.#isSetup = isSetup
    this.#kindOf = kindOf
  }

  units(): Unit[] {
    const units: Unit[] = []
    for (const line of logicalLines(this.#source.text)) {
      this.#leave(line.indent)
      if (line.tokens.every((token) => token.kind === 'string')) continue
      units.push(this.#unit(line))
      this.#enter(line)
    }
    return units
  }

  #unit(line: LogicalLine): Unit {
    const signs = new Signs()
    const read = new Line(line, this.#names, signs)
    read.read()
    const defines = [...read.defines, ...this.#blocks.slice(-1).map((block) => block.name)]
    const own = new Set(defines)
    return unitOf({
      kind: this.#isHook(line) ? 'python.hook' : this.#kindOf(),
      text: line.tokens.map(normal).join(' '),
      says: this.#source.text.slice(line.start, Math.min(line.end, line.start + 480)).replace(/\s+/g, ' '),
      place: this.#source.place(line.start),
      capabilities: signs.capabilities,
      hosts: signs.hosts,
      imports: signs.imports,
      files: signs.files,
      defines: defines.slice(0, mostLinks),
      uses: read.uses.filter((name) => !own.has(name)).slice(0, mostLinks),
    })
  }

  #isHook(line: LogicalLine): boolean {
    if (!this.#isSetup) return false
    return this.#blocks.some((block) => block.hook) || line.tokens.some((token) => token.text === 'cmdclass')
  }

  #leave(indent: number): void {
    while (this.#blocks.length > 0 && (this.#blocks.at(-1)?.indent ?? 0) >= indent) this.#blocks.pop()
  }

  #enter({ tokens, indent }: LogicalLine) {
    const at = tokens[0]?.text === 'async' ? 1 : 0
    const word = tokens[at]?.text
    const name = tokens[at + 1]
    if ((word !== 'def' && word !== 'class') || name?.kind !== 'name') return
    const hook = word === 'class' && this.#isSetup && tokens.slice(at + 2).some((token) => setupCommands.has(token.text))
    this.#blocks.push({ name: name.text, indent, hook })
  }
}

/** Reads one line: imports, assignments, expressions. */
class Line implements Seen {
  readonly defines: string[] = []
  readonly uses: string[] = []
  readonly #tokens: readonly Token[]
  readonly #names: Map<string, Value>
  readonly #signs: SignSink

  constructor(line: LogicalLine, names: Map<string, Value>, signs: SignSink) {
    this.#tokens = line.tokens
    this.#names = names
    this.#signs = signs
  }

  read() {
    const first = this.#tokens[0]?.text
    if (first === 'import') return this.#import(1)
    if (first === 'from' && this.#tokens.some((token) => token.text === 'import')) return this.#importFrom()
    if ((first === 'def' || first === 'class') && this.#tokens[1] !== undefined) this.defines.push(this.#tokens[1].text)
    for (const token of this.#tokens) if (token.kind === 'string') this.#text(token.text)
    if (decodesByHand(this.#tokens)) this.#signs.can('decode')
    const assigned = this.#assigned()
    const value = new Expressions(this.#tokens, this).all(assigned.from)
    for (const name of assigned.names) {
      this.defines.push(name)
      if (value !== undefined && assigned.names.length === 1) this.#learn(name, value)
    }
    if (assigned.from > 0) new Expressions(this.#tokens.slice(0, assigned.from - 1), this).all()
  }

  /** A path says more than a text; what was learnt before stays when the new value says less. */
  #learn(name: string, value: Value): void {
    const known = this.#names.get(name)
    if (known?.kind === 'path' && value.kind !== 'path') return
    if (value.kind === 'path' && value.path === name) return
    if (value.kind !== 'path' || value.path.length < 200) this.#names.set(name, value)
  }

  /** `a = b = …`: the names, and where the value begins. */
  #assigned(): { readonly names: string[]; readonly from: number } {
    const names: string[] = []
    let from = 0
    let depth = 0
    for (const [index, token] of this.#tokens.entries()) {
      if (token.kind !== 'mark') continue
      if ('([{'.includes(token.text)) depth += 1
      else if (')]}'.includes(token.text)) depth -= 1
      else if (depth === 0 && assigning.has(token.text)) {
        const target = this.#tokens.slice(from, index).filter((one) => one.kind === 'name')
        names.push(...target.slice(0, 8).map((one) => one.text))
        from = index + 1
      }
    }
    return { names, from }
  }

  #import(from: number): void {
    for (const part of split(this.#tokens.slice(from))) {
      const as = part.findIndex((token) => token.text === 'as')
      const name = (as < 0 ? part : part.slice(0, as)).map((token) => token.text).join('')
      if (name === '') continue
      this.#imported(name)
      const alias = as < 0 ? (name.split('.')[0] ?? name) : (part[as + 1]?.text ?? name)
      this.defines.push(alias)
      if (as >= 0) this.#names.set(alias, { kind: 'path', path: name })
    }
  }

  #importFrom(): void {
    const at = this.#tokens.findIndex((token) => token.text === 'import')
    const module = this.#tokens
      .slice(1, at)
      .map((token) => token.text)
      .join('')
    this.#imported(module)
    for (const part of split(this.#tokens.slice(at + 1).filter((token) => token.text !== '(' && token.text !== ')'))) {
      const name = part[0]?.text ?? ''
      const alias = part[1]?.text === 'as' ? (part[2]?.text ?? name) : name
      if (name === '') continue
      this.defines.push(alias)
      if (module.startsWith('.')) continue
      this.#names.set(alias, { kind: 'path', path: `${module}.${name}` })
      this.path(`${module}.${name}`)
    }
  }

  #imported(name: string): void {
    this.#signs.imported(name)
    this.path(name)
  }

  #text(text: string): void {
    tellText(text, this.#signs)
    if (isBlob(text)) this.#signs.can('blob-literal')
  }

  path(path: string): void {
    const name = path.split(/[.([]/, 1)[0] ?? ''
    this.#use(name)
    const variable = /^(?:os\.environ(?:\.get\(\))?|os\.getenv\(\))\[(\w{1,80})\]/.exec(path)?.[1]
    if (variable !== undefined) tellVariable(variable, this.#signs)
    else this.#signs.can(...rulesOf(path))
  }

  #use(name: string): void {
    if (this.uses.length < 2 * mostLinks && !this.uses.includes(name)) this.uses.push(name)
  }

  /** An expression inside of a text. */
  filled(code: string): void {
    for (const { tokens } of logicalLines(code)) new Expressions(tokens, this).all()
  }

  call(path: string, given: readonly (Value | undefined)[], named: ReadonlyMap<string, Value | undefined>, isOption: boolean): void {
    const first = given[0]
    if (!path.startsWith('\0')) this.path(path)
    if ((path === 'os.getenv' || path === 'os.environ.get') && first?.kind === 'text') tellVariable(first.text, this.#signs)
    if (!isOption && this.#takesEnvironment(path, given, named)) this.#signs.can('environment', 'credentials')
    if (runsFile.test(path) || (runsText.test(path) && first?.kind === 'path' && readText.test(first.path))) this.#stored()
    if (everyVariable.test(path)) this.#signs.can('environment', 'credentials')
    if (named.has('shell')) this.#signs.can('shell')
    if (/^(?:time|asyncio)\.sleep$/.test(path) && first?.kind === 'number' && first.number >= longWait) this.#signs.can('delay')
    if (/\.decode$/.test(path) && first?.kind === 'text' && /^(?:base64|hex|rot_?13|zlib|bz2|uu)(?:_codec)?$/i.test(first.text)) this.#signs.can('decode')
    this.#started(path, first)
    this.#opened(path, given)
  }

  /** What makes one text of the environment, or sends it; `env=` is what a program that is started gets. */
  #takesEnvironment(path: string, given: readonly (Value | undefined)[], named: ReadonlyMap<string, Value | undefined>): boolean {
    if (whole.has(path)) return isEnvironment(given[0])
    return rulesOf(path).includes('network') && [...given, ...named.values()].some(isEnvironment)
  }

  /** Only what is no code by its name: version files are run by many a setup script. */
  #stored(): void {
    const files = this.#tokens.flatMap(({ kind, text }) => (kind === 'string' && dataFile.test(text) ? (namedFile(text) ?? []) : []))
    if (files.length > 0 && !codeFile.test(files.at(-1) ?? '')) this.#signs.can('stored-code')
  }

  #started(path: string, first: Value | undefined): void {
    if (!rulesOf(path).includes('execute')) return
    const words =
      first?.kind === 'list' ? first.items.map((item) => (item?.kind === 'text' ? item.text : '?')).join(' ') : first?.kind === 'text' ? first.text : undefined
    if (words === undefined) return
    shellSigns(words, this.#signs)
    for (const word of words.split(/\s+/, 50)) this.#file(word)
  }

  #opened(path: string, [first, mode]: readonly (Value | undefined)[]): void {
    if (!opened.test(path)) return
    this.#signs.can(mode?.kind === 'text' && /[wax+]/.test(mode.text) ? 'file-write' : 'file-read')
    if (first?.kind === 'text') this.#file(first.text)
  }

  #file(word: string): void {
    const name = namedFile(word)
    if (name !== undefined) this.#signs.file(name)
  }

  folded(text: string): void {
    tellText(text, this.#signs)
    if (text.length < 10_000) tellWords(text.toLowerCase(), this.#signs)
  }

  value(name: string): Value | undefined {
    const value = this.#names.get(name)
    if (value !== undefined) this.#use(name)
    if (value?.kind === 'text') this.folded(value.text)
    return value
  }
}

/** `chr(ord(c) - 1)`: characters that are made by computing with the codes of others. */
function decodesByHand(tokens: readonly Token[]): boolean {
  const made = tokens.findIndex(({ text }, index) => text === 'chr' && tokens[index + 1]?.text === '(')
  if (made < 0) return false
  const inside = argumentsFrom(tokens, made + 1)
  return (
    inside.some(({ kind, text }) => kind === 'mark' && text === '^') ||
    (inside.some(({ text }) => text === 'ord') && inside.some(({ kind, text }) => kind === 'mark' && shifts.has(text)))
  )
}

/** The tokens inside of the bracket that opens there. */
function argumentsFrom(tokens: readonly Token[], open: number): readonly Token[] {
  let depth = 0
  for (let index = open; index < tokens.length; index += 1) {
    const text = tokens[index]?.kind === 'mark' ? tokens[index]?.text : ''
    if (text === '(') depth += 1
    else if (text === ')' && --depth === 0) return tokens.slice(open + 1, index)
  }
  return tokens.slice(open + 1)
}

function isEnvironment(value: Value | undefined): boolean {
  return value?.kind === 'path' && environment.test(value.path)
}

/** Rules of the longest part of a path that has some. */
function rulesOf(path: string): readonly Capability[] {
  const plain = path.replace(/\(\)|\[[^\]]{0,200}\]/g, '').slice(0, 200)
  for (let end = plain.length; end > 0; end = plain.lastIndexOf('.', end - 1)) {
    const rules = Object.hasOwn(pythonRules, plain.slice(0, end)) ? pythonRules[plain.slice(0, end)] : undefined
    if (rules !== undefined) return rules
  }
  return []
}

function split(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]]
  for (const token of tokens) {
    if (token.text === ',') parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts
}

function normal(token: Token): string {
  if (token.kind !== 'string') return token.text
  return `"${token.text.length}:${token.text}${token.filled === undefined ? '' : `{${token.filled.join('}{')}}`}"`
}
