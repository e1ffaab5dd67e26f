import { printable } from '../../../base/text.ts'
import { Cursor } from '../../cursor.ts'
import type { Notes } from '../../native/parts.ts'

const wanted = new Set(['CompanyName', 'FileDescription', 'FileVersion', 'InternalName', 'LegalCopyright', 'OriginalFilename', 'ProductName', 'ProductVersion'])
const mostBlocks = 2_000

/** The strings of a version resource by name, and `fixed`, the version as numbers. Layout: Microsoft's VS_VERSIONINFO. */
export function readVersionInfo(bytes: Uint8Array, notes: Notes): Map<string, string> {
  const found = new Map<string, string>()
  const cursor = new Cursor(bytes)
  let blocks = 0
  const read = (at: number, end: number, depth: number): void => {
    for (let next = at; next + 6 <= end && blocks++ < mostBlocks; ) {
      const length = cursor.u16(next)
      if (length < 6) return
      block(next, Math.min(end, next + length), depth)
      next = aligned(next + length)
    }
  }
  const block = (at: number, end: number, depth: number): void => {
    const valueLength = cursor.u16(at + 2)
    const isText = cursor.u16(at + 4) === 1
    const { text: key, end: keyEnd } = wideText(bytes, at + 6, end)
    const value = aligned(keyEnd)
    if (depth === 0 && valueLength >= 24 && cursor.u32(value) === 0xfeef04bd) found.set('fixed', fixedVersion(cursor, value))
    if (isText && wanted.has(key) && !found.has(key)) found.set(key, printable(wideText(bytes, value, Math.min(end, value + 2 * valueLength)).text.trim()))
    if (depth < 3) read(aligned(value + (isText ? 2 * valueLength : valueLength)), end, depth + 1)
  }
  notes.part('the version resource', () => read(0, bytes.length, 0))
  return found
}

function aligned(at: number): number {
  return (at + 3) & ~3
}

function wideText(bytes: Uint8Array, from: number, until: number): { text: string; end: number } {
  const most = Math.min(until, bytes.length, from + 1024) - 1
  let end = from
  while (end < most && (bytes[end] !== 0 || bytes[end + 1] !== 0)) end += 2
  return { text: Buffer.from(bytes.subarray(from, end)).toString('utf16le'), end: end + 2 }
}

function fixedVersion(cursor: Cursor, at: number): string {
  return [cursor.u16(at + 10), cursor.u16(at + 8), cursor.u16(at + 14), cursor.u16(at + 12)].join('.')
}
