import type { Container } from '../container.ts'
import { readCpio } from '../cpio.ts'
import { pieces, startsWith } from '../source.ts'
import { ByteStream } from '../stream.ts'

export const cpio: Container = {
  name: 'cpio',
  title: 'cpio archive',
  caseSensitive: true,
  recognise: (source) => (startsWith(source, '070701') || startsWith(source, '070702') ? 0.8 : 0),
  unpack: (source, out) => readCpio(new ByteStream(pieces(source)), out),
}
