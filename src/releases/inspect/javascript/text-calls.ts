import { fromBase64, fromHex, unescaped } from '../../code/decoding.ts'
import { list, mostText, number, numbersOf, text, textOf, textsOf, type Value } from './values.ts'

type Arguments = readonly (Value | undefined)[]

/** Methods of texts that are folded when every argument is known. */
type Method = (self: string, texts: readonly string[], numbers: readonly number[]) => Value | undefined

const textMethods: Readonly<Record<string, Method>> = {
  valueOf: (self: string) => text(self),
  trim: (self) => text(self.trim()),
  toLowerCase: (self) => text(self.toLowerCase()),
  toUpperCase: (self) => text(self.toUpperCase()),
  concat: (self, texts) => text(self + texts.join('')),
  split: (self, texts) => list(splitText(self, texts[0]).map((part) => text(part))),
  slice: (self, _, [from, to]) => text(self.slice(from, to)),
  substring: (self, _, [from = 0, to]) => text(self.substring(from, to)),
  substr: (self, _, [from = 0, count]) => text(self.slice(from, count === undefined ? undefined : from + count)),
  charAt: (self, _, [at = 0]) => text(self.charAt(at)),
  at: (self, _, [at = 0]) => text(self.at(at) ?? ''),
  charCodeAt: (self, _, [at = 0]) => number(self.charCodeAt(at)),
  codePointAt: (self, _, [at = 0]) => number(self.codePointAt(at) ?? Number.NaN),
  repeat: (self, _, [count = 0]) => (count >= 0 && count * self.length <= mostText ? text(self.repeat(count)) : undefined),
  replace: (self, [from, to]) => (from === undefined || to === undefined ? undefined : text(self.replace(from, to))),
  replaceAll: (self, [from, to]) => (from === undefined || to === undefined || from === '' ? undefined : text(self.replaceAll(from, to))),
  padStart: (self, [, filler = ' '], [length = 0]) => (length <= mostText ? text(self.padStart(length, filler)) : undefined),
}

function splitText(self: string, separator: string | undefined): string[] {
  return separator === undefined ? [self] : self.split(separator, 4096)
}

export function callOnText(self: string, name: string, given: Arguments): Value | undefined {
  const method = Object.hasOwn(textMethods, name) ? textMethods[name] : undefined
  if (method === undefined) return undefined
  const texts = textsOf(given)
  if (texts === undefined) return undefined
  return method(
    self,
    texts,
    given.map((value) => (value?.kind === 'number' ? value.number : Number.NaN)),
  )
}

export function callOnList(items: Arguments, name: string, given: Arguments): Value | undefined {
  if (name === 'reverse' || name === 'toReversed') return list([...items].reverse())
  if (name === 'slice') return sliced(items, given)
  if (name === 'concat') return list([...items, ...given.flatMap((value) => (value?.kind === 'list' ? value.items : [value]))])
  if (name === 'join') return joined(items, given)
  // `[99, 104].map(c => String.fromCharCode(c))` and the like: the only thing that makes texts of numbers.
  if (name === 'map') return charactersOf(items)
  return undefined
}

function sliced(items: Arguments, given: Arguments): Value | undefined {
  const bounds = numbersOf(given)
  return bounds === undefined ? undefined : list(items.slice(bounds[0], bounds[1]))
}

function joined(items: Arguments, given: Arguments): Value | undefined {
  const texts = textsOf(items)
  if (texts === undefined) return undefined
  const separator = given.length === 0 ? ',' : textOf(given[0])
  return separator === undefined || (separator.length + 1) * texts.length > mostText ? undefined : text(texts.join(separator))
}

function charactersOf(items: Arguments): Value | undefined {
  const codes = numbersOf(items)
  if (codes === undefined || codes.length < 4 || codes.some((code) => code < 9 || code > 126)) return undefined
  return list(codes.map((code) => text(String.fromCharCode(code))))
}

/** `Buffer.from(text, encoding)`: the bytes as Latin-1 text. */
export function bufferText(given: Arguments): Value | undefined {
  const first = given[0]
  if (first?.kind === 'list') return fromCodes(first.items)
  const encoded = textOf(first)
  if (encoded === undefined) return undefined
  const encoding = given[1] === undefined ? 'utf8' : textOf(given[1])?.toLowerCase()
  if (encoding === 'base64' || encoding === 'base64url') return asText(fromBase64(encoded))
  if (encoding === 'hex') return asText(fromHex(encoded))
  return encoding === undefined ? undefined : text(encoded)
}

/** `JSON.parse('"\\u0063hild"')`, of a text alone. */
export function parsedText(given: Arguments): Value | undefined {
  const written = textOf(given[0])
  if (written === undefined || !written.trimStart().startsWith('"')) return undefined
  try {
    const parsed: unknown = JSON.parse(written)
    return typeof parsed === 'string' ? text(parsed) : undefined
  } catch {
    return undefined
  }
}

export function base64Text(given: Arguments): Value | undefined {
  const encoded = textOf(given[0])
  return encoded === undefined ? undefined : asText(fromBase64(encoded))
}

export function fromCodes(given: Arguments): Value | undefined {
  const numbers = numbersOf(given.length === 1 && given[0]?.kind === 'list' ? given[0].items : given)
  if (numbers === undefined || numbers.some((code) => code < 0 || code > 0x10ffff || !Number.isInteger(code))) return undefined
  return text(String.fromCodePoint(...numbers.slice(0, 4096)))
}

export function percentDecoded(given: Arguments): Value | undefined {
  const encoded = textOf(given[0])
  return encoded === undefined || encoded.length > mostText ? undefined : text(unescaped(encoded))
}

export function parsedNumber(given: Arguments): Value | undefined {
  const digits = textOf(given[0])
  const radix = given[1]?.kind === 'number' ? given[1].number : undefined
  return digits === undefined ? undefined : number(Number.parseInt(digits, radix))
}

function asText(decoded: string | undefined): Value | undefined {
  return decoded === undefined ? undefined : text(decoded)
}
