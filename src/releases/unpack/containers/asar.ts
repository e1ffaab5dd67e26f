import { Cursor } from '../../cursor.ts'
import { readAsarIndex } from '../asar.ts'
import { type Container, type Out, putPieces } from '../container.ts'
import { pieces, type Source } from '../source.ts'

/** Electron's asar: a pickled JSON index, then the files one after the other. */
export const asar: Container = {
  name: 'asar',
  title: 'Electron archive (asar)',
  recognise(source) {
    const head = source.read(0, 24)
    if (head.length < 18) return 0
    const cursor = new Cursor(head)
    const [four, outer, inner, json] = [cursor.u32(0), cursor.u32(4), cursor.u32(8), cursor.u32(12)]
    return four === 4 && outer >= inner + 4 && inner >= json + 4 && json > 1 && outer + 8 <= source.size && head[16] === 0x7b ? 0.9 : 0
  },
  unpack: readAsar,
}

async function readAsar(source: Source, out: Out): Promise<void> {
  const { files, base } = readAsarIndex(source, out)
  for (const { name, offset, size, mode } of files) {
    if (offset + size > source.size) out.refuse(name, 'damaged', `it should lie at ${offset} with ${size} bytes, beyond the end of the archive`)
    await putPieces(out, name, pieces(source, offset, size), { mode })
  }
  await unnamed(files, base, source, out)
}

/** Bytes that no entry of the index names. */
async function unnamed(files: readonly { offset: number; size: number }[], base: number, source: Source, out: Out): Promise<void> {
  let at = base
  const gap = async (to: number): Promise<void> => {
    if (to > at) await putPieces(out, `.between/${at - base}`, pieces(source, at, to - at))
  }
  for (const { offset, size } of [...files].sort((a, b) => a.offset - b.offset)) {
    await gap(Math.min(offset, source.size))
    at = Math.max(at, offset + size)
  }
  await gap(source.size)
}
