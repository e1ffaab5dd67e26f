import { type Dirent, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Container, type Out, putPieces } from '../container.ts'
import { fileSource, pieces } from '../source.ts'

const deepest = 128

/** A folder on disk as if it were a container. Not in the registry: only the artifact itself can be one. */
export function folderOf(root: string): Container {
  return {
    name: 'folder',
    title: 'folder',
    recognise: () => 0,
    unpack: (_, out) => walk(root, '', 0, out),
  }
}

async function walk(root: string, inner: string, depth: number, out: Out): Promise<void> {
  if (depth > deepest) return out.refuse(inner, 'too-deep', `more than ${deepest} folders deep`)
  for (const entry of entriesOf(join(root, inner), inner, out)) {
    const path = inner === '' ? entry.name : `${inner}/${entry.name}`
    if (entry.isDirectory()) await walk(root, path, depth + 1, out)
    else if (entry.isSymbolicLink()) out.refuse(path, 'link', 'a symbolic link')
    else if (!entry.isFile()) out.refuse(path, 'device', 'a device, pipe or socket')
    else await file(join(root, path), path, out)
  }
}

function entriesOf(folder: string, inner: string, out: Out): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch {
    out.refuse(inner, 'damaged', 'the folder cannot be read')
    return []
  }
}

async function file(path: string, inner: string, out: Out): Promise<void> {
  let source: ReturnType<typeof fileSource>
  try {
    source = fileSource(path)
  } catch {
    return out.refuse(inner, 'damaged', 'the file cannot be read')
  }
  using open = source
  await putPieces(out, inner, pieces(open))
}
