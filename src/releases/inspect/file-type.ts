import { entropy } from '../entropy.ts'
import type { Trait } from '../reading.ts'

/** Beginnings of media whose bytes look random because they are compressed: [type, offset, bytes as Latin-1]. */
const media: readonly (readonly [type: string, offset: number, magic: string])[] = [
  ['jpeg', 0, '\xff\xd8\xff'],
  ['png', 0, '\x89PNG\r\n\x1a\n'],
  ['gif', 0, 'GIF8'],
  ['webp', 8, 'WEBP'],
  ['avif', 4, 'ftypavif'],
  ['heif', 4, 'ftyphei'],
  ['mp4', 4, 'ftyp'],
  ['webm', 0, '\x1aE\xdf\xa3'],
  ['ogg', 0, 'OggS'],
  ['flac', 0, 'fLaC'],
  ['mp3', 0, 'ID3'],
  ['woff', 0, 'wOFF'],
  ['woff2', 0, 'wOF2'],
  ['pdf', 0, '%PDF-'],
  ['wasm', 0, '\x00asm'],
  ['gzip', 0, '\x1f\x8b'],
  ['zip', 0, 'PK\x03\x04'],
  ['zstd', 0, '\x28\xb5\x2f\xfd'],
  ['xz', 0, '\xfd7zXZ\x00'],
  ['bzip2', 0, 'BZh'],
  ['7z', 0, "7z\xbc\xaf'\x1c"],
]

/** Bytes that are looked at to tell text from binary. */
const sample = 8192

/** What can be said of any file: whether it is text, how random its bytes are, and the medium its first bytes name. */
export function fileTraits(bytes: Uint8Array): Trait[] {
  const type = mediumOf(bytes)
  const text = looksLikeText(bytes)
  return [
    { name: 'file.text', value: text },
    { name: 'file.entropy', value: Math.round(entropy(bytes) * 1000) / 1000 },
    ...(text ? outOfSight(bytes) : []),
    ...(type === undefined ? [] : [{ name: 'file.medium', value: type }]),
  ]
}

/** True unless the first bytes hold a NUL outside of UTF-16 with its mark, or more than one in ten are control characters. */
export function looksLikeText(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, sample)
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) return true
  let control = 0
  for (const byte of head) {
    if (byte === 0) return false
    if (byte < 9 || (byte > 13 && byte < 32)) control++
  }
  return control * 10 <= head.length
}

/** What lies behind so many blanks in a row lies beyond the right edge of every editor. */
const blanks = ' '.repeat(160)
/** Lines that are looked at in one text: tables of blanks have many. */
const mostLines = 1000

/** `file.out-of-sight`: the first line of a text that goes on behind a long run of blanks; comments aside. */
function outOfSight(bytes: Uint8Array): Trait[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  let at = text.indexOf(blanks)
  for (let tried = 0; at >= 0 && tried < mostLines; tried++) {
    const start = text.lastIndexOf(10, at) + 1
    const end = text.indexOf(10, at)
    const before = text.toString('latin1', start, Math.min(at, start + 4096)).trim()
    const behind = text.toString('latin1', at, Math.min(end < 0 ? text.length : end, at + 65_536)).trim()
    if (before !== '' && behind !== '' && !/^(?:\*|\/\/|\/\*|#|--)/.test(before)) {
      const line = lineOf(text, start)
      return [{ name: 'file.out-of-sight', value: line, place: { line } }]
    }
    at = end < 0 ? -1 : text.indexOf(blanks, end)
  }
  return []
}

function lineOf(text: Buffer, offset: number): number {
  let line = 1
  for (let at = text.indexOf(10); at >= 0 && at < offset; at = text.indexOf(10, at + 1)) line++
  return line
}

function mediumOf(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 32)).toString('latin1')
  return media.find(([, offset, magic]) => head.startsWith(magic, offset))?.[0]
}
