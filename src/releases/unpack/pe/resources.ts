import { BeyondEnd, Cursor } from '../../cursor.ts'
import { partOf, type Source } from '../source.ts'
import type { PeLayout, PeSection } from './layout.ts'

export interface PeResource {
  /** `.rsrc/DATA/131`, with the language behind it when there are several. */
  readonly name: string
  readonly offset: number
  readonly size: number
}

const mostResources = 10_000
/** Types that are no files: cursors, bitmaps, icons, menus, dialogs, strings, fonts, accelerators, messages, groups, version, manifest. */
const noFiles = new Set([1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 14, 16, 24])

/** The leaves of the resource tree (type, name, language) that may be files. Stops where the tree is not as it should be. */
export function peResources(source: Source, layout: PeLayout): PeResource[] {
  const { address, size } = layout.resources
  const start = size > 0 ? offsetOf(address, layout.sections) : undefined
  if (start === undefined) return []
  const section = partOf(source, start, 2 ** 24)
  const tree = new Cursor(section.read(0, section.size))
  const found: PeResource[] = []
  const names = new Set<string>()
  try {
    walk(0, [])
  } catch (error) {
    if (!(error instanceof BeyondEnd)) throw error
  }
  return found

  function walk(at: number, path: readonly string[]): void {
    const count = tree.u16(at + 12) + tree.u16(at + 14)
    for (let index = 0; index < count && found.length < mostResources; index += 1) {
      const entry = at + 16 + 8 * index
      const [id, child] = [tree.u32(entry), tree.u32(entry + 4)]
      if (path.length === 0 && noFiles.has(id)) continue
      const inner = [...path, label(id)]
      if ((child & 0x80000000) === 0) leaf(child, inner)
      else if (inner.length < 3) walk(child & 0x7fffffff, inner)
    }
  }

  function leaf(at: number, path: readonly string[]): void {
    const offset = offsetOf(tree.u32(at), layout.sections)
    if (offset === undefined) return
    const short = `.rsrc/${path.slice(0, 2).join('/')}`
    const name = names.has(short) ? `.rsrc/${path.join('/')}` : short
    names.add(name)
    found.push({ name, offset, size: Math.min(tree.u32(at + 4), source.size - offset) })
  }

  /** Numbers as such; names are counted UTF-16. */
  function label(id: number): string {
    if ((id & 0x80000000) === 0) return id === 10 ? 'RCDATA' : String(id)
    const at = id & 0x7fffffff
    const text = Buffer.from(tree.slice(at + 2, 2 * Math.min(tree.u16(at), 256))).toString('utf16le')
    return text.replace(/[/\\]/g, '_')
  }
}

function offsetOf(address: number, sections: readonly PeSection[]): number | undefined {
  const section = sections.find((one) => address >= one.address && address < one.address + Math.max(one.virtualBytes, one.size))
  return section && section.offset + address - section.address
}
