import type { Head } from './format.ts'

/** Nesting beyond this is cut off when a broken document is mended. */
const deepest = 200

export interface ParsedJson {
  /** undefined when there is nothing that can be read. */
  readonly value: unknown
  /** What was lost, and from which line on. */
  readonly problem?: {
    readonly line: number
    readonly why: string
    /** The value is all there: something else follows it. */
    readonly complete: boolean
  }
}

/** A JSON document. One that breaks off gives what came before, and says so. */
export function parseJson(text: string): ParsedJson {
  try {
    return { value: JSON.parse(text) }
  } catch {
    const mended = mend(text)
    if (!mended) return { value: undefined, problem: { line: 1, why: 'it is not JSON', complete: false } }
    const why = mended.whole
      ? 'something follows the end of the JSON document: it was not read'
      : 'the JSON breaks off or is damaged: only what came before was read'
    const value = jsonOrNothing(mended.text)
    return value === undefined
      ? { value, problem: { line: 1, why: 'it is not valid JSON', complete: false } }
      : { value, problem: { line: lineAt(text, mended.end), why, complete: mended.whole } }
  }
}

const starts = new WeakMap<Head, { readonly value: unknown }>()

/** The first JSON value of a file as far as its beginning shows it; undefined when it does not begin with an object or a list. */
export function jsonStart(head: Head): unknown {
  const known = starts.get(head)
  if (known) return known.value
  const value = jsonOrNothing(mend(head.text)?.text ?? '')
  starts.set(head, { value })
  return value
}

/** Members of an object; undefined for lists, null and everything else. */
export function members(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
}

/** Elements of a list; nothing for what is no list. */
export function elements(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** No name, version or address is longer: what is, is cut. */
const longestText = 8192

/** Text of a JSON string or number, trimmed; '' for everything else. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, longestText).trim()
  return typeof value === 'number' ? String(value) : ''
}

function jsonOrNothing(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

interface Mended {
  readonly text: string
  /** Where in the original it ends. */
  readonly end: number
  readonly whole: boolean
}

/** Cuts after the last whole member or element and closes what is open, so that the part that is there can be parsed. */
function mend(text: string): Mended | undefined {
  const start = text.search(/[^\s\ufeff]/)
  if (text[start] !== '{' && text[start] !== '[') return undefined
  /** What would close the objects and lists that are open. */
  const open: string[] = []
  let end = start
  for (let at = start; at < text.length; at += 1) {
    const character = text[at]
    if (character === '"') {
      at = endOfString(text, at)
      if (at < 0) break
    } else if (character === ',') end = at
    else if (character === '{' || character === '[' || character === '}' || character === ']') {
      if (!step(open, character)) break
      end = at + 1
      if (open.length === 0) break
    }
  }
  return { text: text.slice(start, end) + open.toReversed().join(''), end, whole: open.length === 0 }
}

/** Opens or closes an object or a list; false where that does not fit or goes too deep. */
function step(open: string[], bracket: '{' | '[' | '}' | ']'): boolean {
  if (bracket === '{' || bracket === '[') return open.length < deepest && open.push(bracket === '{' ? '}' : ']') > 0
  return open.at(-1) === bracket && open.pop() !== undefined
}

/** Index of the closing quotation mark of the string that begins at `at`, or -1. */
function endOfString(text: string, at: number): number {
  for (let index = at + 1; index < text.length; index += 1) {
    const character = text[index]
    if (character === '\\') index += 1
    else if (character === '"') return index
  }
  return -1
}

function lineAt(text: string, index: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < index; at = text.indexOf('\n', at + 1)) line += 1
  return line
}
