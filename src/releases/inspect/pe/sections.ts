import { bytes as size } from '../../../base/text.ts'
import type { Measure } from '../../native/parts.ts'
import type { Trait, Unit } from '../../reading.ts'
import { unitOf } from '../../unit.ts'
import type { PeImage, PeSection } from './headers.ts'

/** Kind `section`, and `pe.entropy.NAME`, `pe.size.NAME` of each; the sections of one name count together in the second one on (`.text~2`). */
export function readSections(image: PeImage, measure: Measure): { units: Unit[]; traits: Trait[] } {
  const units: Unit[] = []
  const traits: Trait[] = []
  const seen = new Map<string, number>()
  for (const section of image.sections) {
    const times = (seen.get(section.name) ?? 0) + 1
    seen.set(section.name, times)
    const name = times === 1 ? section.name : `${section.name}~${times}`
    const offset = Math.min(section.offset, image.cursor.length)
    const content = image.cursor.bytes.subarray(offset, offset + section.size)
    const bits = measure.entropy(content)
    const rights = rightsOf(section)
    const place = { offset }
    units.push(
      unitOf({
        kind: 'section',
        text: `${name} ${rights}`,
        says: `section ${name} (${rights}), ${size(section.size)}${bits === null ? '' : `, entropy ${bits}`}`,
        place,
      }),
    )
    traits.push({ name: `pe.entropy.${name}`, value: bits, place }, { name: `pe.size.${name}`, value: section.size, place })
  }
  const entry = image.sections.find((section) => image.entry >= section.rva && image.entry < section.rva + Math.max(section.virtualSize, section.size))
  traits.push({ name: 'pe.entry-section', value: image.entry === 0 ? '' : (entry?.name ?? null) })
  traits.push({ name: 'pe.writable-code', value: image.sections.some((section) => rightsOf(section).includes('w') && rightsOf(section).includes('x')) })
  return { units, traits }
}

/** `r-x`, from the characteristics. */
function rightsOf({ flags }: PeSection): string {
  return `${flags & 0x40000000 ? 'r' : '-'}${flags & 0x80000000 ? 'w' : '-'}${flags & 0x20000000 ? 'x' : '-'}`
}
