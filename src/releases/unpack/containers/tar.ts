import type { Container, Out } from '../container.ts'
import { pieces, type Source } from '../source.ts'
import { ByteStream } from '../stream.ts'
import { isTarHeader, readTar } from '../tar/read.ts'

export const tar: Container = {
  name: 'tar',
  title: 'tar archive',
  recognise(source) {
    return isTarHeader(source.read(0, 512)) ? 0.9 : 0
  },
  unpack(source: Source, out: Out) {
    return readTar(new ByteStream(pieces(source)), out)
  },
}
