import { Cursor } from '../../cursor.ts'
import { type Container, putPieces } from '../container.ts'
import { partOf, pieces, type Source, startsWith } from '../source.ts'

/** A Linux program with an archive appended, as AppImages have. */
export const elf: Container = {
  name: 'elf',
  title: 'Linux program that carries an archive',
  recognise: (source) => (startsWith(source, '\x7fELF') && appended(source) !== undefined ? 0.7 : 0),
  async unpack(source, out) {
    const content = appended(source)
    if (content === undefined) return
    if (out.recognises(content, '.overlay')) await putPieces(out, '.overlay', pieces(content))
  },
}

/** What follows the table of sections, which linkers write last (ELF-64 and ELF-32 headers). */
function appended(source: Source): Source | undefined {
  const head = source.read(0, 64)
  if (head.length < 64) return undefined
  const cursor = new Cursor(head, head[5] === 2 ? 'big' : 'little')
  const isWide = head[4] === 2
  const [hi, lo] = head[5] === 2 ? [cursor.u32(40), cursor.u32(44)] : [cursor.u32(44), cursor.u32(40)]
  const table = isWide ? (hi > 0xfffff ? 0 : hi * 2 ** 32 + lo) : cursor.u32(32)
  const [entryBytes, entries] = isWide ? [cursor.u16(58), cursor.u16(60)] : [cursor.u16(46), cursor.u16(48)]
  const end = table + entryBytes * entries
  return table > 0 && end < source.size - 64 ? partOf(source, end, source.size - end) : undefined
}
