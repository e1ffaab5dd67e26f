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
  return [
    { name: 'file.text', value: looksLikeText(bytes) },
    { name: 'file.entropy', value: Math.round(entropy(bytes) * 1000) / 1000 },
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

function mediumOf(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 32)).toString('latin1')
  return media.find(([, offset, magic]) => head.startsWith(magic, offset))?.[0]
}
