import { Cursor } from '../../cursor.ts'
import { Refused } from '../refused.ts'
import { exactly, type Source } from '../source.ts'

/** A header of tags: an index of (tag, type, offset, count), then the store they point into. Big-endian throughout. */
export interface RpmHeader {
  /** Offset in the package behind it. */
  readonly end: number
  /** Values of a tag of strings; none when it is not there or no string. */
  text(tag: number): readonly string[]
}

const stringTypes = new Set([6, 8, 9])

export function readRpmHeader(source: Source, offset: number, most: number): RpmHeader {
  const intro = new Cursor(exactly(source, offset, 16), 'big')
  const [entries, store] = [intro.u32(8), intro.u32(12)]
  if (intro.u32(0) !== 0x8eade801) throw new Refused('damaged', `what stands at offset ${offset} is no RPM header`)
  const size = 16 * entries + store
  if (size > most) throw new Refused('too-large', `an RPM header of ${size} bytes`)
  const bytes = new Cursor(exactly(source, offset + 16, size), 'big')
  const index = new Map<number, { type: number; at: number; count: number }>()
  for (let entry = 0; entry < entries; entry += 1) {
    const at = 16 * entry
    index.set(bytes.u32(at), { type: bytes.u32(at + 4), at: 16 * entries + bytes.u32(at + 8), count: bytes.u32(at + 12) })
  }
  return { end: offset + 16 + size, text: (tag) => strings(bytes, index.get(tag)) }
}

function strings(bytes: Cursor, found: { type: number; at: number; count: number } | undefined): string[] {
  if (found === undefined || !stringTypes.has(found.type)) return []
  const values: string[] = []
  for (let at = found.at; values.length < found.count && at < bytes.length; ) {
    const end = bytes.bytes.indexOf(0, at)
    const value = bytes.bytes.subarray(at, end < 0 ? undefined : end)
    values.push(Buffer.from(value).toString('utf8'))
    at += value.length + 1
  }
  return values
}

/** Tags of scripts and of the programs that run them (rpm's rpmtag.h). */
const scripts = [
  ['preinstall', 1023, 1085],
  ['postinstall', 1024, 1086],
  ['preuninstall', 1025, 1087],
  ['postuninstall', 1026, 1088],
  ['verify', 1079, 1091],
  ['pretransaction', 1151, 1153],
  ['posttransaction', 1152, 1154],
  ['preuntransaction', 5104, 5106],
  ['postuntransaction', 5105, 5107],
  ['trigger', 1065, 1092],
  ['file-trigger', 5066, 5067],
  ['transaction-file-trigger', 5076, 5077],
] as const

/** What runs when the package is installed or removed, as files: the program in the first line as a script has it. */
export function* rpmScripts(header: RpmHeader): Generator<[name: string, text: string], void, undefined> {
  for (const [name, tag, programTag] of scripts) {
    const texts = header.text(tag)
    const programs = header.text(programTag)
    for (const [index, text] of texts.entries()) yield [texts.length > 1 ? `${name}-${index + 1}` : name, withProgram(text, programs[index])]
    // A program alone runs, too: `%post -p /sbin/ldconfig`.
    if (texts.length === 0 && programs.length > 0) yield [name, withProgram('', programs.join(' '))]
  }
}

function withProgram(text: string, program: string | undefined): string {
  return text.startsWith('#!') || !program ? text : `#!${program}\n${text}`
}
