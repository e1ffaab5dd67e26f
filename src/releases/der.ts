import type { Cursor } from './cursor.ts'

/** One element of DER (X.690): where its contents begin and end. */
export interface Element {
  readonly tag: number
  readonly start: number
  readonly contents: number
  readonly end: number
}

/** The element at an offset; throws BeyondEnd when it, or its contents, reach beyond `until`. undefined for lengths DER does not have. */
export function derElement(cursor: Cursor, at: number, until: number): Element | undefined {
  const first = cursor.u8(at + 1)
  const octets = first < 0x80 ? 0 : first & 0x7f
  if (first === 0x80 || octets > 6) return undefined
  let length = first < 0x80 ? first : 0
  for (let index = 0; index < octets; index++) length = length * 256 + cursor.u8(at + 2 + index)
  const contents = at + 2 + octets
  const end = contents + length
  return end > until || !cursor.has(contents, length) ? undefined : { tag: cursor.u8(at), start: at, contents, end }
}

/** The elements inside, at most `most`; reading ends where one is broken. */
export function derChildren(cursor: Cursor, parent: Element, most = 1_000): Element[] {
  const found: Element[] = []
  for (let at = parent.contents; at + 2 <= parent.end && found.length < most; ) {
    const child = derElement(cursor, at, parent.end)
    if (child === undefined) break
    found.push(child)
    at = child.end
  }
  return found
}

/** `1.2.840.113549` of the contents of an OBJECT IDENTIFIER. */
export function derObjectId(cursor: Cursor, element: Element): string {
  const arcs: number[] = []
  let value = 0
  for (let at = element.contents; at < Math.min(element.end, element.contents + 64); at++) {
    const octet = cursor.u8(at)
    value = value * 128 + (octet & 0x7f)
    if (octet < 0x80) {
      if (arcs.length === 0) arcs.push(Math.min(2, Math.floor(value / 40)), value - 40 * Math.min(2, Math.floor(value / 40)))
      else arcs.push(value)
      value = 0
    }
  }
  return arcs.join('.')
}
