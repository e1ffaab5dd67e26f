import type { Notes } from '../../native/parts.ts'
import type { Unit } from '../../reading.ts'
import { unitOf } from '../../unit.ts'
import { type Dynamic, dynamicTags, firstOf } from './dynamic.ts'
import type { ElfImage } from './headers.ts'

const most = 1_000

/** Kind `symbol-version`: what the file needs of which version of which library (`libc.so.6 GLIBC_2.34`). Layout: the LSB's symbol versioning. */
export function readVersionNeeds(image: ElfImage, dynamic: Dynamic, notes: Notes): Unit[] {
  const units: Unit[] = []
  const table = firstOf(dynamic, dynamicTags.needs)
  const strings = firstOf(dynamic, dynamicTags.strings)
  if (table === undefined || strings === undefined) return units
  const { cursor } = image
  notes.part('the versions of needed symbols', () => {
    const text = (offset: number) => cursor.text(image.at(strings) + cursor.u32(offset), 256)
    let at = image.at(table)
    for (let files = Math.min(most, firstOf(dynamic, dynamicTags.needsCount) ?? 0); files > 0; files--) {
      const library = text(at + 4)
      let entry = at + cursor.u32(at + 8)
      for (let left = Math.min(most, cursor.u16(at + 2)); left > 0 && units.length < most; left--) {
        units.push(unitOf({ kind: 'symbol-version', text: `${library} ${text(entry + 8)}`, place: { offset: entry } }))
        const next = cursor.u32(entry + 12)
        if (next === 0) break
        entry += next
      }
      const next = cursor.u32(at + 12)
      if (next === 0) return
      at += next
    }
  })
  return units
}
