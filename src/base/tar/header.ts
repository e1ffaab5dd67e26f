import { decodeName } from '../decode.ts'

/** One 512-byte header (POSIX.1-1988 ustar with the GNU and pax ways to say more). */
export interface TarHeader {
  readonly name: string
  readonly mode: number
  /** Bytes that follow. */
  readonly size: number
  readonly type: string
  readonly link: string
}

export const block = 512

/** Undefined for what is no header: its checksum does not fit, or a number is none. */
export function tarHeader(bytes: Uint8Array): TarHeader | undefined {
  if (bytes.length < block || !checksumFits(bytes)) return undefined
  const size = numberAt(bytes, 124, 12)
  if (size === undefined) return undefined
  const isPosix = textAt(bytes, 257, 6) === 'ustar' && bytes[263] === 0x30
  const prefix = isPosix ? textAt(bytes, 345, 155) : ''
  const name = textAt(bytes, 0, 100)
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    mode: numberAt(bytes, 100, 8) ?? 0,
    size,
    type: String.fromCharCode(bytes[156] || 0x30),
    link: textAt(bytes, 157, 100),
  }
}

/** A sum over 512 bytes fits by chance once in some thousand texts: a first header must look like one, too. */
export function isTarHeader(bytes: Uint8Array): boolean {
  const header = tarHeader(bytes)
  return header !== undefined && header.name !== '' && (textAt(bytes, 257, 5) === 'ustar' || /^[0-7LKgxSVDMNX]$/.test(header.type))
}

export function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0)
}

/** The header's bytes summed with its own field as blanks; old writers summed signed bytes. */
function checksumFits(bytes: Uint8Array): boolean {
  const wanted = numberAt(bytes, 148, 8)
  if (wanted === undefined || wanted === 0) return false
  let unsigned = 0
  let signed = 0
  for (let at = 0; at < block; at += 1) {
    const byte = at >= 148 && at < 156 ? 0x20 : (bytes[at] ?? 0)
    unsigned += byte
    signed += byte > 127 ? byte - 256 : byte
  }
  return wanted === unsigned || wanted === signed
}

/** Octal text, or GNU's base 256 when the first bit is set. Undefined for what is neither. */
function numberAt(bytes: Uint8Array, offset: number, length: number): number | undefined {
  const first = bytes[offset] ?? 0
  if (first === 0x80) {
    let value = 0
    for (let at = offset + 1; at < offset + length; at += 1) value = value * 256 + (bytes[at] ?? 0)
    return Number.isSafeInteger(value) ? value : undefined
  }
  const text = textAt(bytes, offset, length).trim()
  if (text === '') return 0
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : undefined
}

function textAt(bytes: Uint8Array, offset: number, length: number): string {
  const field = bytes.subarray(offset, offset + length)
  const end = field.indexOf(0)
  return decodeName(end < 0 ? field : field.subarray(0, end))
}
