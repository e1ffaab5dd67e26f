import { Cursor } from '../../cursor.ts'
import type { Notes } from '../../native/parts.ts'

/** An image up to its end. */
export interface ImageBounds {
  /** Where the format says that the image ends. */
  readonly end: number
  /** Parts inside that the format allows but no viewer shows, with their sizes. */
  readonly hidden: readonly { readonly name: string; readonly offset: number; readonly length: number }[]
}

export interface ImageFormat {
  readonly name: string
  matches(bytes: Uint8Array): boolean
  /** undefined when the end cannot be told. Throws BeyondEnd. */
  bounds(cursor: Cursor, notes: Notes): ImageBounds | undefined
}

const mostParts = 100_000

/** Chunks of PNG that its specification, its registered extensions and animation know. */
const pngChunks = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI mDCv cLLi tEXt zTXt iTXt bKGD hIST pHYs sPLT eXIf tIME acTL fcTL fdAT oFFs pCAL sCAL gIFg gIFt gIFx sTER dSIG iDOT CgBI caBX vpAg fRAc'.split(
    ' ',
  ),
)
/** Chunks of text: harmless when short. */
const largeText = 65_536

const png: ImageFormat = {
  name: 'png',
  matches: (bytes) => startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  bounds(cursor) {
    const big = new Cursor(cursor.bytes, 'big')
    const hidden: { name: string; offset: number; length: number }[] = []
    let at = 8
    for (let left = mostParts; left > 0; left--) {
      const length = big.u32(at)
      const type = big.text(at + 4, 4)
      if (!pngChunks.has(type) || (/^[tzi]TXt$/.test(type) && length > largeText))
        hidden.push({ name: `chunk ${type}`, offset: at + 8, length: Math.min(length, big.length - at - 8) })
      at += 12 + length
      if (type === 'IEND') return { end: at, hidden }
    }
    return undefined
  },
}

const ico: ImageFormat = {
  name: 'ico',
  matches: (bytes) =>
    bytes.length >= 22 &&
    bytes[0] === 0 &&
    bytes[1] === 0 &&
    (bytes[2] === 1 || bytes[2] === 2) &&
    bytes[3] === 0 &&
    (bytes[4] ?? 0) + (bytes[5] ?? 0) > 0 &&
    bytes[9] === 0,
  bounds(cursor) {
    const count = cursor.u16(4)
    let end = 6 + 16 * count
    const images: { offset: number; length: number }[] = []
    for (let index = 0; index < count; index++) {
      const image = { length: cursor.u32(6 + 16 * index + 8), offset: cursor.u32(6 + 16 * index + 12) }
      images.push(image)
      end = Math.max(end, image.offset + image.length)
    }
    return { end, hidden: gaps(images, 6 + 16 * count) }
  },
}

/** Bytes between images that no entry names. */
function gaps(images: readonly { offset: number; length: number }[], from: number): { name: string; offset: number; length: number }[] {
  const found: { name: string; offset: number; length: number }[] = []
  let at = from
  for (const image of images.toSorted((a, b) => a.offset - b.offset)) {
    if (image.offset > at + 16) found.push({ name: 'gap between images', offset: at, length: image.offset - at })
    at = Math.max(at, image.offset + image.length)
  }
  return found
}

const jpeg: ImageFormat = {
  name: 'jpeg',
  matches: (bytes) => startsWith(bytes, [0xff, 0xd8, 0xff]),
  bounds(cursor) {
    const big = new Cursor(cursor.bytes, 'big')
    let at = 2
    for (let left = mostParts; left > 0; left--) {
      if (big.u8(at) !== 0xff) return undefined
      const marker = big.u8(at + 1)
      if (marker === 0xd9) return { end: at + 2, hidden: [] }
      if (marker === 0xff) at++
      else if ((marker >= 0xd0 && marker <= 0xd8) || marker === 0x01) at += 2
      else {
        at += 2 + big.u16(at + 2)
        if (marker === 0xda) at = endOfScan(cursor.bytes, at)
      }
    }
    return undefined
  },
}

/** Inside a scan FF is followed by 00 or a restart mark; the next other mark ends it. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at
  }
  return bytes.length
}

const gif: ImageFormat = {
  name: 'gif',
  matches: (bytes) => startsWith(bytes, [0x47, 0x49, 0x46, 0x38]) && bytes[5] === 0x61,
  bounds(cursor) {
    const table = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0)
    const blocks = (from: number) => {
      let at = from
      for (let size = cursor.u8(at); size > 0; size = cursor.u8(at)) at += size + 1
      return at + 1
    }
    const hidden: { name: string; offset: number; length: number }[] = []
    let at = 13 + table(cursor.u8(10))
    for (let left = mostParts; left > 0; left--) {
      const kind = cursor.u8(at)
      if (kind === 0x3b) return { end: at + 1, hidden }
      if (kind === 0x21) {
        const end = blocks(at + 2)
        if (cursor.u8(at + 1) === 0xfe && end - at > largeText) hidden.push({ name: 'comment', offset: at + 2, length: end - at - 2 })
        at = end
      } else if (kind === 0x2c) at = blocks(at + 10 + table(cursor.u8(at + 9)) + 1)
      else return undefined
    }
    return undefined
  },
}

const bmp: ImageFormat = {
  name: 'bmp',
  matches: (bytes) =>
    startsWith(bytes, [0x42, 0x4d]) &&
    bytes.length >= 26 &&
    bytes[6] === 0 &&
    bytes[7] === 0 &&
    bytes[8] === 0 &&
    bytes[9] === 0 &&
    [12, 40, 52, 56, 64, 108, 124].includes(bytes[14] ?? 0),
  bounds(cursor) {
    const size = cursor.u32(2)
    return { end: size >= 26 ? size : cursor.length, hidden: [] }
  },
}

const webp: ImageFormat = {
  name: 'webp',
  matches: (bytes) => startsWith(bytes, [0x52, 0x49, 0x46, 0x46]) && Buffer.from(bytes.subarray(8, 12)).toString('latin1') === 'WEBP',
  bounds(cursor) {
    const end = 8 + cursor.u32(4)
    const known = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP', 'EXIF', 'XMP '])
    const hidden: { name: string; offset: number; length: number }[] = []
    for (let at = 12, left = mostParts; at + 8 <= Math.min(end, cursor.length) && left > 0; left--) {
      const length = cursor.u32(at + 4)
      const type = cursor.text(at, 4)
      if (!known.has(type)) hidden.push({ name: `chunk ${type}`, offset: at + 8, length: Math.min(length, cursor.length - at - 8) })
      at += 8 + length + (length % 2)
    }
    return { end, hidden }
  },
}

export const imageFormats: readonly ImageFormat[] = [png, ico, jpeg, gif, bmp, webp]

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((value, index) => bytes[index] === value)
}
