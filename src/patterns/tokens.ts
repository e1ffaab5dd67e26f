import { PatternError } from './pattern-error.ts'

export type TokenKind = 'word' | 'text' | 'number' | 'bytes' | 'time' | 'mark'

export interface Token {
  readonly kind: TokenKind
  /** For text, bytes and time: what stands between the quotes, unescaped. */
  readonly text: string
  /** h or b for bytes. */
  readonly prefix?: string
  /** In the pattern, from 0. */
  readonly at: number
}

/** Longest pattern that is read, in characters. */
const mostCharacters = 200_000

const space = /[\s\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/
const shapes: readonly { readonly kind: TokenKind; readonly shape: RegExp }[] = [
  { kind: 'number', shape: /[+-]?(?:\d+\.\d+|\.\d+|\d+)(?![\w.])/y },
  { kind: 'word', shape: /[A-Za-z_][\w-]*/y },
  { kind: 'mark', shape: /!=|<>|>=|<=|==|[=<>()[\]{},.:*]/y },
]
const quoted = /([htb]?)'/y

/** The words of a STIX pattern (STIX 2.1, chapter 9). Comments of both kinds and white space are left out. Throws PatternError. */
export function tokensOf(pattern: string): readonly Token[] {
  if (pattern.length > mostCharacters) throw new PatternError('the pattern is too long', 0)
  const tokens: Token[] = []
  let at = 0
  while (at < pattern.length) {
    const skipped = skip(pattern, at)
    if (skipped > at) {
      at = skipped
      continue
    }
    const { token, end } = next(pattern, at)
    tokens.push(token)
    at = end
  }
  return tokens
}

function skip(pattern: string, at: number): number {
  if (space.test(pattern.charAt(at))) return at + 1
  if (pattern.startsWith('/*', at)) {
    const end = pattern.indexOf('*/', at + 2)
    if (end < 0) throw new PatternError('a comment has no end', at)
    return end + 2
  }
  if (pattern.startsWith('//', at)) {
    const end = pattern.indexOf('\n', at)
    return end < 0 ? pattern.length : end + 1
  }
  return at
}

function next(pattern: string, at: number): { readonly token: Token; readonly end: number } {
  quoted.lastIndex = at
  const opening = quoted.exec(pattern)
  if (opening) return quotedToken(pattern, at, opening[1] ?? '')
  for (const { kind, shape } of shapes) {
    shape.lastIndex = at
    const [text] = shape.exec(pattern) ?? []
    if (text !== undefined) return { token: { kind, text, at }, end: at + text.length }
  }
  throw new PatternError(`“${pattern.charAt(at)}” has no meaning here`, at)
}

function quotedToken(pattern: string, at: number, prefix: string): { readonly token: Token; readonly end: number } {
  let text = ''
  let position = at + prefix.length + 1
  for (;;) {
    const character = pattern.charAt(position)
    if (character === '') throw new PatternError('a text has no end', at)
    if (character === "'") break
    const escaped = character === '\\' && /['\\]/.test(pattern.charAt(position + 1))
    text += escaped ? pattern.charAt(position + 1) : character
    position += escaped ? 2 : 1
  }
  const kind = prefix === '' ? 'text' : prefix === 't' ? 'time' : 'bytes'
  return { token: { kind, text, at, ...(kind === 'bytes' && { prefix }) }, end: position + 1 }
}
