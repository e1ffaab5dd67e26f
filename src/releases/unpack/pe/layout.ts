import { BeyondEnd, Cursor } from '../../cursor.ts'
import { exactly, type Source, startsWith } from '../source.ts'

export interface PeSection {
  readonly address: number
  readonly virtualBytes: number
  readonly offset: number
  readonly size: number
}

/** Where the parts of a PE file lie (Microsoft PE Format, "Optional Header", "Section Table"). */
export interface PeLayout {
  readonly sections: readonly PeSection[]
  /** Relative virtual address of the resource directory. */
  readonly resources: { readonly address: number; readonly size: number }
  /** What follows the last section, without the table of certificates. */
  readonly overlay?: { readonly offset: number; readonly size: number }
}

const sectionBytes = 40
const mostSections = 96

/** Undefined for what is no PE file. */
export function peLayout(source: Source): PeLayout | undefined {
  try {
    return read(source)
  } catch (error) {
    if (error instanceof BeyondEnd) return undefined
    throw error
  }
}

function read(source: Source): PeLayout | undefined {
  const at = new Cursor(exactly(source, 0x3c, 4)).u32(0)
  if (!startsWith(source, 'PE\0\0', at)) return undefined
  const coff = new Cursor(exactly(source, at + 4, 20))
  const [count, optionalBytes] = [coff.u16(2), coff.u16(16)]
  const optional = new Cursor(exactly(source, at + 24, optionalBytes))
  const directories = optional.u16(0) === 0x20b ? 112 : 96
  const directory = (index: number): { address: number; size: number } => {
    const entry = directories + 8 * index
    return optional.has(entry, 8) ? { address: optional.u32(entry), size: optional.u32(entry + 4) } : { address: 0, size: 0 }
  }
  const table = new Cursor(exactly(source, at + 24 + optionalBytes, sectionBytes * Math.min(count, mostSections)))
  const sections: PeSection[] = []
  for (let entry = 0; entry < table.length; entry += sectionBytes) {
    sections.push({ virtualBytes: table.u32(entry + 8), address: table.u32(entry + 12), size: table.u32(entry + 16), offset: table.u32(entry + 20) })
  }
  const overlay = overlayOf(source, sections, directory(4))
  return { sections, resources: directory(2), ...(overlay && { overlay }) }
}

/** The certificates' "address" is an offset in the file: they are appended, but no overlay. */
function overlayOf(
  source: Source,
  sections: readonly PeSection[],
  certificates: { address: number; size: number },
): { offset: number; size: number } | undefined {
  const offset = Math.max(0, ...sections.map((section) => (section.size === 0 ? 0 : section.offset + section.size)))
  const end = certificates.size > 0 && certificates.address >= offset && certificates.address < source.size ? certificates.address : source.size
  return offset > 0 && offset < end ? { offset, size: end - offset } : undefined
}
