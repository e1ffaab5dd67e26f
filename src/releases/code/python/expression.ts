import { fromBase64, fromHex } from '../decoding.ts'
import type { Token } from './tokens.ts'

/** What an expression may stand for: a dotted path, a text, a number, a list of them. */
export type Value =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'list'; readonly items: readonly (Value | undefined)[] }

export interface Seen {
  /** A path that is used: named or called. */
  path(path: string): void
  /** A call of a path with what is known of its arguments; `named`: those given by name. `isOption`: inside of `env=`. */
  call(path: string, given: readonly (Value | undefined)[], named: ReadonlyMap<string, Value | undefined>, isOption: boolean): void
  /** Code that is filled into a text. */
  filled(code: string): void
  /** A text that was put together. */
  folded(text: string): void
  /** What a name of the file stands for. */
  value(name: string): Value | undefined
}

const deepest = 60
const mostText = 65_536
const keywords = new Set(
  'and or not in is if else for lambda await async return yield from import as def class with try except finally raise while pass del global nonlocal assert print elif break continue match case'.split(
    ' ',
  ),
)

/** Reads the expressions of one logical line from left to right; what it does not understand it steps over. */
export class Expressions {
  readonly #tokens: readonly Token[]
  readonly #seen: Seen
  #at = 0
  /** How many arguments `env=` lie around. */
  #options = 0

  constructor(tokens: readonly Token[], seen: Seen) {
    this.#tokens = tokens
    this.#seen = seen
  }

  /** Reads everything from `from` on; the value of the last whole expression. */
  all(from = 0): Value | undefined {
    this.#at = from
    let value: Value | undefined
    while (this.#at < this.#tokens.length) {
      const before = this.#at
      value = this.#expression(0)
      if (this.#at === before) this.#at += 1
    }
    return value
  }

  #expression(depth: number): Value | undefined {
    let left = this.#primary(depth)
    let joined = false
    while (this.#is('+') || this.#is('%')) {
      const operator = this.#tokens[this.#at]?.text
      this.#at += 1
      const right = this.#primary(depth)
      left = operator === '+' ? added(left, right) : formatted(left, right)
      joined = true
    }
    // Only the whole: telling every step would take time in the square of the steps.
    return joined ? this.#told(left) : left
  }

  #primary(depth: number): Value | undefined {
    const token = this.#tokens[this.#at]
    if (token === undefined) return undefined
    let value: Value | undefined
    if (token.kind === 'string') value = this.#texts()
    else if (token.kind === 'number') value = this.#number(token.text)
    else if (token.kind === 'name') value = this.#name(token.text)
    else if (depth < deepest && (token.text === '(' || token.text === '[' || token.text === '{')) value = this.#group(token.text, depth)
    else return undefined
    return this.#trailers(value, depth)
  }

  #number(text: string): Value | undefined {
    this.#at += 1
    const number = Number(text.replaceAll('_', '').replace(/^0o?(?=[0-7])/i, (zero) => (zero.length === 2 ? '0o' : '')))
    return Number.isFinite(number) ? { kind: 'number', number } : undefined
  }

  /** Texts beside each other are one. */
  #texts(): Value | undefined {
    let joined = ''
    let count = 0
    while (this.#tokens[this.#at]?.kind === 'string') {
      const token = this.#tokens[this.#at]
      joined += token?.text ?? ''
      count += 1
      for (const inner of token?.filled ?? []) this.#seen.filled(inner)
      this.#at += 1
    }
    if (count > 1) this.#seen.folded(joined)
    return text(joined)
  }

  #name(name: string): Value | undefined {
    this.#at += 1
    if (keywords.has(name)) return undefined
    return this.#seen.value(name) ?? { kind: 'path', path: name }
  }

  #group(open: string, depth: number): Value | undefined {
    this.#at += 1
    const items = this.#items(depth, closerOf(open))
    if (open === '(' && items.given.length === 1) return items.given[0]
    return open === '{' ? undefined : { kind: 'list', items: items.given }
  }

  #items(depth: number, close: string): { readonly given: (Value | undefined)[]; readonly named: Map<string, Value | undefined> } {
    const given: (Value | undefined)[] = []
    const named = new Map<string, Value | undefined>()
    while (this.#at < this.#tokens.length && !this.#is(close)) {
      if (this.#is(',')) {
        this.#at += 1
        continue
      }
      const before = this.#at
      const name = this.#tokens[this.#at]?.kind === 'name' && this.#tokens[this.#at + 1]?.text === '=' ? this.#tokens[this.#at]?.text : undefined
      if (name !== undefined) this.#at += 2
      if (name === 'env') this.#options += 1
      const value = this.#expression(depth + 1)
      if (name === 'env') this.#options -= 1
      if (value?.kind === 'path') this.#seen.path(value.path)
      if (name !== undefined) named.set(name, value)
      else given.push(value)
      if (this.#at === before) this.#at += 1
    }
    this.#at += 1
    return { given, named }
  }

  #trailers(start: Value | undefined, depth: number): Value | undefined {
    let value = start
    for (;;) {
      const token = this.#tokens[this.#at]
      if (token?.text === '.' && token.kind === 'mark' && this.#tokens[this.#at + 1]?.kind === 'name') {
        value = member(value, this.#tokens[this.#at + 1]?.text ?? '')
        this.#at += 2
      } else if (token?.kind === 'mark' && token.text === '(' && depth < deepest) {
        this.#at += 1
        const { given, named } = this.#items(depth, ')')
        value = this.#called(value, given, named)
      } else if (token?.kind === 'mark' && token.text === '[' && depth < deepest) value = this.#subscript(value, depth)
      else break
    }
    if (value?.kind === 'path') this.#seen.path(value.path)
    return value
  }

  #subscript(value: Value | undefined, depth: number): Value | undefined {
    const reversed = this.#tokens
      .slice(this.#at + 1, this.#at + 6)
      .map((one) => one.text)
      .join('')
      .startsWith('::-1]')
    this.#at += 1
    const { given } = this.#items(depth, ']')
    if (reversed && value?.kind === 'text') return this.#told(text([...value.text].reverse().join('')))
    const key = given[0]
    if (value?.kind === 'path' && key?.kind === 'text') return { kind: 'path', path: `${value.path}[${key.text}]` }
    if (value?.kind === 'list' && key?.kind === 'number') return value.items.at(key.number)
    return value?.kind === 'path' ? { kind: 'path', path: `${value.path}[]` } : undefined
  }

  #called(callee: Value | undefined, given: readonly (Value | undefined)[], named: ReadonlyMap<string, Value | undefined>): Value | undefined {
    if (callee?.kind !== 'path') return undefined
    this.#seen.call(callee.path, given, named, this.#options > 0)
    if (callee.path.startsWith('\0')) return this.#told(callOnText(callee.path, given))
    return this.#told(callOf(callee.path, given)) ?? { kind: 'path', path: `${callee.path}()` }
  }

  #told(value: Value | undefined): Value | undefined {
    if (value?.kind === 'text' && value.text.length >= 4) this.#seen.folded(value.text)
    return value
  }

  #is(mark: string): boolean {
    const token = this.#tokens[this.#at]
    return token?.kind === 'mark' && token.text === mark
  }
}

function closerOf(open: string): string {
  return open === '(' ? ')' : open === '[' ? ']' : '}'
}

function text(value: string): Value | undefined {
  return value.length > mostText ? undefined : { kind: 'text', text: value }
}

/** A method of a text is a path that begins with NUL, the text and NUL again. */
function member(base: Value | undefined, name: string): Value | undefined {
  if (base?.kind === 'path') return { kind: 'path', path: `${base.path}.${name}` }
  return base?.kind === 'text' ? { kind: 'path', path: `\0${base.text}\0${name}` } : undefined
}

function added(left: Value | undefined, right: Value | undefined): Value | undefined {
  if (left?.kind === 'text' && right?.kind === 'text') return text(left.text + right.text)
  if (left?.kind === 'number' && right?.kind === 'number') return { kind: 'number', number: left.number + right.number }
  return undefined
}

function formatted(pattern: Value | undefined, given: Value | undefined): Value | undefined {
  if (pattern?.kind !== 'text') return undefined
  const values = given?.kind === 'list' ? [...given.items] : [given]
  let known = true
  const shown = pattern.text.replace(/%[sd]/g, () => {
    const value = values.shift()
    known &&= value?.kind === 'text' || value?.kind === 'number'
    return value?.kind === 'text' ? value.text : value?.kind === 'number' ? String(value.number) : ''
  })
  return known ? text(shown) : undefined
}

function callOnText(path: string, given: readonly (Value | undefined)[]): Value | undefined {
  const split = path.lastIndexOf('\0')
  const self = path.slice(1, split)
  const [first, second] = given
  switch (path.slice(split + 1)) {
    case 'join': {
      const parts = first?.kind === 'list' ? first.items.map((item) => (item?.kind === 'text' ? item.text : undefined)) : []
      return parts.length === 0 || parts.includes(undefined) ? undefined : text(parts.join(self))
    }
    case 'replace':
      return first?.kind === 'text' && second?.kind === 'text' && first.text !== '' ? text(self.replaceAll(first.text, second.text)) : undefined
    case 'lower':
      return text(self.toLowerCase())
    case 'upper':
      return text(self.toUpperCase())
    case 'strip':
    case 'encode':
    case 'decode':
      return text(self)
    default:
      return undefined
  }
}

const base64Decoder = /(?:^|\.)(?:b64decode|urlsafe_b64decode|decodebytes|a2b_base64|standard_b64decode)$/
const hexDecoder = /(?:^|\.)(?:unhexlify|fromhex|b16decode)$/
const importers = new Set(['__import__', 'importlib.import_module', 'import_module'])
const ownNames = new Set(['globals', 'locals', 'vars'])

function callOf(path: string, given: readonly (Value | undefined)[]): Value | undefined {
  const [first, second] = given
  if (first?.kind === 'text') return callWithText(path, first)
  if (path === 'chr' && first?.kind === 'number' && first.number >= 0 && first.number <= 0x10ffff) return text(String.fromCodePoint(Math.floor(first.number)))
  if ((path === 'bytes' || path === 'bytearray') && first?.kind === 'list') return fromCodes(first.items)
  if (path === 'getattr' && first?.kind === 'path' && second?.kind === 'text') return { kind: 'path', path: `${first.path}.${second.text}` }
  return given.length === 0 && ownNames.has(path) ? { kind: 'path', path: 'globals()' } : undefined
}

function callWithText(path: string, given: Extract<Value, { kind: 'text' }>): Value | undefined {
  if (base64Decoder.test(path)) return textIf(fromBase64(given.text))
  if (hexDecoder.test(path)) return textIf(fromHex(given.text))
  if (path === 'str' || path === 'bytes') return given
  return importers.has(path) ? { kind: 'path', path: given.text } : undefined
}

function fromCodes(items: readonly (Value | undefined)[]): Value | undefined {
  const codes = items.map((item) => (item?.kind === 'number' ? item.number : -1))
  return codes.length > 0 && codes.length <= 4096 && codes.every((code) => code >= 0 && code < 256) ? text(String.fromCharCode(...codes)) : undefined
}

function textIf(decoded: string | undefined): Value | undefined {
  return decoded === undefined ? undefined : text(decoded)
}
