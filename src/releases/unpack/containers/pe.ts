import { type Container, type Out, putPieces } from '../container.ts'
import { peLayout } from '../pe/layout.ts'
import { peResources } from '../pe/resources.ts'
import { partOf, pieces, type Source, startsWith } from '../source.ts'

const smallest = 64

/**
 * A Windows program as what it carries: resources that are files of their own (Squirrel keeps its package in
 * `.rsrc/DATA/131`), and what is appended to it (self-extracting archives). What the program itself is, is for its reader.
 */
export const pe: Container = {
  name: 'pe',
  title: 'Windows program that carries files',
  recognise: (source) => (startsWith(source, 'MZ') && peLayout(source) ? 0.7 : 0),
  unpack: readPe,
}

async function readPe(source: Source, out: Out): Promise<void> {
  const layout = peLayout(source)
  if (layout === undefined) return
  for (const { name, offset, size } of peResources(source, layout)) await carried(name, partOf(source, offset, size), out)
  if (layout.overlay) await carried('.overlay', partOf(source, layout.overlay.offset, layout.overlay.size), out)
}

/** Icons, texts and dialogs are no files: only what is known to hold or be code comes out. */
async function carried(name: string, content: Source, out: Out): Promise<void> {
  if (content.size < smallest) return
  if (startsWith(content, 'MZ') || startsWith(content, '\x7fELF') || out.recognises(content, name)) await putPieces(out, name, pieces(content))
}
