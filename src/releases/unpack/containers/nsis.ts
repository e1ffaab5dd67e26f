import { findFirstHeader, firstHeaderBytes, unpackHeader } from '../../nsis/header.ts'
import { type Container, type Out, put } from '../container.ts'
import { peLayout } from '../pe/layout.ts'
import { partOf, type Source, startsWith } from '../source.ts'

/** The first header stands on a multiple of 512 after the program; signed stubs and icons move it. */
const searched = 2 ** 20

/** NSIS: the files under the paths that the script gives them, and the script itself as `.nsis-header`, for its reader. */
export const nsis: Container = {
  name: 'nsis',
  title: 'NSIS installer',
  recognise: (source) => (startsWith(source, 'MZ') && startOf(source) !== undefined ? 0.95 : 0),
  unpack: readNsis,
}

function startOf(source: Source): number | undefined {
  const overlay = peLayout(source)?.overlay
  if (overlay === undefined) return undefined
  const at = findFirstHeader(source.read(overlay.offset, Math.min(overlay.size, searched)))
  return at < 0 ? undefined : overlay.offset + at
}

async function readNsis(source: Source, out: Out): Promise<void> {
  const start = startOf(source)
  if (start === undefined) return
  header(partOf(source, start, source.size - start), out)
  const { openWithSevenZip } = await import('../seven-zip/open.ts')
  await openWithSevenZip(source, out, { type: 'nsis' })
}

/** At most so much is read for it: the header is the first of the data, and no honest one packs worse. */
function header(content: Source, out: Out): void {
  try {
    put(out, '.nsis-header', unpackHeader(content.read(0, Math.min(content.size, out.limits.indexBytes + firstHeaderBytes))))
  } catch {
    out.refuse('.nsis-header', 'damaged', 'the script of the installer could not be unpacked')
  }
}
