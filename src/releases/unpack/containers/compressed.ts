import { basename } from 'node:path/posix'
import { type Codec, codecs, decompress } from '../codecs.ts'
import type { Container, Out } from '../container.ts'
import { putPieces } from '../container.ts'
import type { Source } from '../source.ts'
import { ByteStream } from '../stream.ts'
import { isTarHeader, readTar } from '../tar/read.ts'

export const gzip = compressed('gzip', 'gzip-compressed file or tar archive')
export const zstd = compressed('zstd', 'Zstandard-compressed file or tar archive')
export const xz = compressed('xz', 'xz-compressed file or tar archive')
export const bzip2 = compressed('bzip2', 'bzip2-compressed file or tar archive')
export const lzma = compressed('lzma', 'LZMA-compressed file or tar archive')

const endings = /\.(gz|tgz|zst|tzst|xz|txz|bz2|tbz2?|lzma|z)$/i

/** A tar archive inside is read at once: `x.tgz!/package/index.js`, not `x.tgz!/x.tar!/package/index.js`. */
function compressed(codec: Codec, title: string): Container {
  return {
    name: codec,
    title,
    recognise: (source, path) => (codecs[codec].recognise(source, path) ? 0.8 : 0),
    async unpack(source: Source, out: Out, path: string) {
      const stream = new ByteStream(decompress(codec, source, out))
      if (isTarHeader(await stream.peek(512))) return await readTar(stream, out)
      await putPieces(out, basename(path).replace(endings, '') || 'content', stream.rest())
    },
  }
}
