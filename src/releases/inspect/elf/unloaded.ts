import type { Span } from '../../strings.ts'
import { type ElfImage, type ElfSection, sectionTypes } from './headers.ts'

/** What compilers and linkers leave for debuggers and for each other; the program never sees it. */
const forTools = /^\.(?:comment|z?debug_.+|note\..+|symtab|strtab|shstrtab)$/

/**
 * True for what the loader puts into memory. Headers of sections are only for tools: a segment, or a section that overlaps
 * and is loaded, outweighs what the header of this one says.
 */
export function isLoaded({ sections, segments }: Pick<ElfImage, 'sections' | 'segments'>, section: ElfSection): boolean {
  if (isAllocated(section)) return true
  const overlaps = (offset: number, size: number) => offset < section.offset + section.size && section.offset < offset + size
  return (
    segments.some(({ offset, fileSize }) => overlaps(offset, fileSize)) ||
    sections.some((other) => isAllocated(other) && other.type !== sectionTypes.empty && overlaps(other.offset, other.size))
  )
}

/** Where no string says what the program does. */
export function unloadedSpans(image: ElfImage): Span[] {
  return image.sections
    .filter((section) => forTools.test(section.name) && section.type !== sectionTypes.empty && !isLoaded(image, section))
    .map(({ offset, size }) => ({ offset, length: size }))
}

function isAllocated({ flags }: ElfSection): boolean {
  return (flags & 2) !== 0
}
