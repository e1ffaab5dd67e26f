import { decodeName } from '../../../base/decode.ts'
import { type Container, type Out, putPieces } from '../container.ts'
import { Refused } from '../refused.ts'
import { exactly, pieces, type Source, startsWith } from '../source.ts'

const magic = '!<arch>\n'
const headerBytes = 60

/** ar(5), which a deb is: debian-binary, control.tar, data.tar. 7-Zip's own reading of a deb leaves control.tar out. */
export const ar: Container = {
  name: 'ar',
  title: 'Debian package or ar archive',
  caseSensitive: true,
  recognise: (source) => (startsWith(source, magic) ? 0.9 : 0),
  unpack: readAr,
}

async function readAr(source: Source, out: Out): Promise<void> {
  let longNames: Uint8Array = new Uint8Array()
  for (let at = magic.length; at < source.size; ) {
    const header = Buffer.from(exactly(source, at, headerBytes)).toString('latin1')
    const size = Number(header.slice(48, 58).trim())
    if (header.slice(58) !== '`\n' || !Number.isSafeInteger(size) || size < 0) throw new Refused('damaged', `what stands at offset ${at} is no ar header`)
    const data = at + headerBytes
    const raw = header.slice(0, 16).trimEnd()
    if (data + size > source.size) out.refuse('', 'damaged', `its last member should have ${size} bytes and has ${source.size - data}`)
    if (raw === '//') longNames = source.read(data, Math.min(size, out.limits.indexBytes))
    else {
      const { name, skip } = nameOf(raw, source, data, longNames)
      await putPieces(out, name, pieces(source, data + skip, size - skip), { mode: Number.parseInt(header.slice(40, 48), 8) || 0 })
    }
    at = data + size + (size % 2)
  }
}

/** GNU writes `/12` for a place in the table of long names, BSD `#1/20` for a name of 20 bytes before the data. */
function nameOf(raw: string, source: Source, data: number, longNames: Uint8Array): { name: string; skip: number } {
  const bsd = /^#1\/(\d{1,4})$/.exec(raw)
  if (bsd) {
    const skip = Number(bsd[1])
    return { name: decodeName(exactly(source, data, skip)).replace(/\0+$/, ''), skip }
  }
  const gnu = /^\/(\d{1,9})$/.exec(raw)
  if (gnu) {
    const from = Number(gnu[1])
    const end = longNames.indexOf(0x0a, from)
    return { name: decodeName(longNames.subarray(from, end < 0 ? undefined : end)).replace(/\/$/, ''), skip: 0 }
  }
  return { name: raw === '/' || raw === '/SYM64/' ? '.symbols' : raw.replace(/\/$/, ''), skip: 0 }
}
