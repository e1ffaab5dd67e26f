import { crc32 } from 'node:zlib'
import { Cursor } from '../cursor.ts'
import { type Out, putPieces } from './container.ts'
import { type Consumed, inflate, unzstd } from './inflate.ts'
import { exactly, pieces, type Source, startsWith } from './source.ts'

export type Codec = 'gzip' | 'zstd' | 'xz' | 'bzip2' | 'lzma'

interface CodecReader {
  recognise(source: Source, path: string): boolean
}

export const codecs: Readonly<Record<Codec, CodecReader>> = {
  gzip: { recognise: (source) => startsWith(source, '\x1f\x8b\x08') && source.size >= 18 },
  zstd: { recognise: (source) => startsWith(source, '\x28\xb5\x2f\xfd') },
  xz: { recognise: (source) => startsWith(source, '\xfd7zXZ\0') },
  bzip2: { recognise: (source) => startsWith(source, 'BZh') && (startsWith(source, '1AY&SY', 4) || startsWith(source, '\x17rE8P\x90', 4)) },
  // No magic: properties 0x5d, a dictionary that is a power of two, the length unknown or below 2^40.
  lzma: { recognise: (source, path) => /\.(lzma|tlz)$/i.test(path) && startsWith(source, '\x5d\0\0') },
}

/** Which codec the bytes are in, by their magic. */
export function codecOf(source: Source): Codec | undefined {
  return (Object.keys(codecs) as Codec[]).find((codec) => codecs[codec].recognise(source, ''))
}

/** What comes out of a compressed file. Bytes after its end are put out as `.trailing`. */
export async function* decompress(codec: Codec, source: Source, out: Out): AsyncGenerator<Uint8Array, void, undefined> {
  if (codec === 'gzip') yield* gunzip(source, out)
  else if (codec === 'zstd') yield* zstdFrames(source, out)
  else {
    const { decompressWhole } = await import('./seven-zip/decompress.ts')
    let tail = 0
    yield* pieces(
      await out.spool(async (write) => {
        tail = await decompressWhole(codec, source, write, out)
      }),
    )
    await trailing(source, source.size - tail, out)
  }
}

/** Gzip members (RFC 1952) one after the other, as every reader joins them. */
async function* gunzip(source: Source, out: Out): AsyncGenerator<Uint8Array, void, undefined> {
  let at = 0
  while (at < source.size && startsWith(source, '\x1f\x8b\x08', at)) {
    const consumed: Consumed = { bytes: 0 }
    const data = at + gzipHeader(source, at)
    let crc = 0
    for await (const piece of inflate(source, data, source.size - data, consumed)) {
      crc = crc32(piece, crc)
      yield piece
    }
    at = data + consumed.bytes
    if (new Cursor(exactly(source, at, 8)).u32(0) !== crc) out.refuse('', 'damaged', 'its checksum does not fit what came out')
    at += 8
  }
  await trailing(source, at, out)
}

async function* zstdFrames(source: Source, out: Out): AsyncGenerator<Uint8Array, void, undefined> {
  let at = 0
  while (at < source.size && startsWith(source, '\x28\xb5\x2f\xfd', at)) {
    const consumed: Consumed = { bytes: 0 }
    yield* unzstd(source, at, source.size - at, consumed)
    if (consumed.bytes === 0) break
    at += consumed.bytes
  }
  await trailing(source, at, out)
}

/** Bytes that no reader of the format looks at; zeros are padding. */
export async function trailing(source: Source, at: number, out: Out): Promise<void> {
  if (at >= source.size) return
  let isPadding = true
  for (const piece of pieces(source, at)) isPadding &&= piece.every((byte) => byte === 0)
  if (isPadding) return
  out.refuse('.trailing', 'damaged', `data at offset ${at}, after the end of the archive, where programs do not look`)
  await putPieces(out, '.trailing', pieces(source, at))
}

/** Length of the header at `at`: ten bytes, then what its flags announce. */
function gzipHeader(source: Source, at: number): number {
  const head = new Cursor(source.read(at, 2 ** 17))
  const flags = head.u8(3)
  let length = 10
  if (flags & 4) length += 2 + head.u16(length)
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue
    while (head.u8(length) !== 0) length += 1
    length += 1
  }
  return flags & 2 ? length + 2 : length
}
