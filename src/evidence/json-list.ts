import type { Head } from './format.ts'
import { elements, jsonStart, members } from './json-text.ts'

const [quote, backslash, newline, carriage, space] = [0x22, 0x5c, 0x0a, 0x0d, 0x20]
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]
/** White space, comma and colon: what stands between values. */
const between: ReadonlySet<number> = new Set([space, 0x09, newline, carriage, 0x2c, 0x3a])
const endOfLine = Buffer.from('\n')

/** True for a file that begins with a list, or with an object that has one under one of `keys` (or one level below it). */
export function isJsonList(head: Head, keys: readonly string[]): boolean {
  const start = jsonStart(head)
  if (Array.isArray(start)) return true
  const object = members(start)
  return object !== undefined && listUnder(object, keys) !== undefined
}

/** The first records of a file as far as its beginning shows them: one a line, or elements of a list. */
export function firstRecords(head: Head, keys: readonly string[], most = 20): readonly Readonly<Record<string, unknown>>[] {
  const start = jsonStart(head)
  const object = members(start)
  const list = Array.isArray(start) ? start : object && listUnder(object, keys)
  const values = list ? elements(list).slice(0, most) : head.text.split('\n', most).map(parsedLine)
  return values.map(members).filter((record) => record !== undefined)
}

function listUnder(object: Readonly<Record<string, unknown>>, keys: readonly string[]): readonly unknown[] | undefined {
  const inside = keys.map((key) => object[key])
  return inside.find(Array.isArray) ?? inside.flatMap((value) => Object.values(members(value) ?? {})).find(Array.isArray)
}

function parsedLine(line: string): unknown {
  if (!line.startsWith('{')) return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

/**
 * The elements of JSON lists, each on a line of its own, so that what reads lines reads lists too, however long. Lists
 * stand alone or in objects, one document after another; what else an object holds beside its lists is left out. An
 * element that breaks off is a last line without end, and rubbish between elements a line that is no record.
 */
export async function* elementsAsLines(parts: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const layout = new Layout()
  for await (const part of parts) {
    const lines = layout.take(part)
    if (lines.length > 0) yield lines
  }
}

/** Where the reading stands between two parts. */
class Layout {
  /** Brackets that are open around the elements: of objects, and then at most of one list. */
  readonly #around: number[] = []
  /** Brackets that are open in the element being copied; undefined between elements. */
  #depth: number | undefined
  #inString = false
  #escaped = false

  take(part: Buffer): Buffer {
    const bytes = Buffer.from(part)
    const taken: Buffer[] = []
    let from = 0
    for (const [at, byte] of part.entries()) {
      if (this.#depth === undefined && this.#begins(byte)) from = at
      if (this.#depth === undefined) continue
      if (byte === newline || byte === carriage) bytes[at] = space
      const end = this.#end(byte)
      if (end === undefined) continue
      taken.push(bytes.subarray(from, at + end), endOfLine)
      this.#depth = undefined
      // A bracket that ended a bare value closes what is around it.
      if (end === 0) this.#begins(byte)
    }
    if (this.#depth !== undefined) taken.push(bytes.subarray(from))
    return Buffer.concat(taken)
  }

  /** Between elements: whether one begins with this byte. */
  #begins(byte: number): boolean {
    if (this.#inString) this.#string(byte)
    else if (byte === closeList || byte === closeObject) this.#around.pop()
    else if (
      this.#around.at(-1) === openList ? !between.has(byte) : this.#around.length === 0 && byte !== openList && byte !== openObject && !between.has(byte)
    ) {
      this.#depth = 0
      return true
    } else if (byte === openList || byte === openObject) this.#around.push(byte)
    else if (byte === quote) this.#inString = true
    return false
  }

  /** In an element: how many bytes from this one on still belong to it, if it ends here; undefined if it goes on. */
  #end(byte: number): 0 | 1 | undefined {
    const depth = this.#depth ?? 0
    if (this.#inString) {
      this.#string(byte)
      return this.#inString || depth > 0 ? undefined : 1
    }
    if (byte === quote) this.#inString = true
    else if (byte === openList || byte === openObject) this.#depth = depth + 1
    else if (byte === closeList || byte === closeObject) {
      this.#depth = depth - 1
      return depth === 0 ? 0 : depth === 1 ? 1 : undefined
    } else if (depth === 0 && between.has(byte)) return 0
    return undefined
  }

  #string(byte: number): void {
    if (this.#escaped) this.#escaped = false
    else if (byte === backslash) this.#escaped = true
    else if (byte === quote) this.#inString = false
  }
}
