import { bytes as size } from '../../../base/text.ts'
import type { Measure } from '../../native/parts.ts'
import type { Trait, Unit } from '../../reading.ts'
import { unitOf } from '../../unit.ts'
import { type ElfImage, type ElfSection, sectionTypes } from './headers.ts'
import { isLoaded } from './unloaded.ts'

const mostKept = 500

/**
 * Kind `section`, of what is never loaded `unloaded-section`, and `elf.entropy.NAME`, `elf.size.NAME`; files without section
 * headers get their loaded segments in place of sections (`load#1`). Object files with a section a function are cut off
 * after some hundreds.
 */
export function readSections(image: ElfImage, measure: Measure): { units: Unit[]; traits: Trait[] } {
  const units: Unit[] = []
  const traits: Trait[] = []
  const seen = new Map<string, number>()
  for (const section of parts(image)) {
    const times = (seen.get(section.name) ?? 0) + 1
    seen.set(section.name, times)
    const name = times === 1 ? section.name : `${section.name}~${times}`
    const offset = Math.min(section.offset, image.cursor.length)
    const bits = measure.entropy(image.cursor.bytes.subarray(offset, offset + section.size))
    const place = { offset }
    units.push(
      unitOf({
        kind: section.loaded ? 'section' : 'unloaded-section',
        text: `${name} ${section.rights}`,
        says: `section ${name} (${section.rights}), ${size(section.size)}${bits === null ? '' : `, entropy ${bits}`}`,
        place,
      }),
    )
    traits.push({ name: `elf.entropy.${name}`, value: bits, place }, { name: `elf.size.${name}`, value: section.size, place })
  }
  return { units, traits }
}

interface Part {
  readonly name: string
  readonly rights: string
  readonly loaded: boolean
  readonly offset: number
  readonly size: number
}

function parts(image: ElfImage): Part[] {
  const named = image.sections.filter(({ name, type }) => name !== '' && type !== sectionTypes.empty)
  if (named.length > 0) return named.slice(0, mostKept).map((section) => ({ ...section, rights: sectionRights(section), loaded: isLoaded(image, section) }))
  return image.segments
    .filter(({ type }) => type === 1)
    .map(({ flags, offset, fileSize }, index) => ({
      name: `load#${index + 1}`,
      rights: `${flags & 4 ? 'r' : '-'}${flags & 2 ? 'w' : '-'}${flags & 1 ? 'x' : '-'}`,
      loaded: true,
      offset,
      size: fileSize,
    }))
}

/** SHF_ALLOC 2, SHF_WRITE 1, SHF_EXECINSTR 4. */
function sectionRights({ flags }: ElfSection): string {
  return `${flags & 2 ? 'r' : '-'}${flags & 1 ? 'w' : '-'}${flags & 4 ? 'x' : '-'}`
}
