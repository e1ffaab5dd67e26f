import type { Notes } from '../../native/parts.ts'
import { type ElfImage, segmentTypes } from './headers.ts'

/** The entries of the dynamic section that are used here (gABI, chapter 5; gnu hash: binutils). */
export const dynamicTags = {
  needed: 1,
  jumpSize: 2,
  hash: 4,
  strings: 5,
  symbols: 6,
  rela: 7,
  relaSize: 8,
  init: 12,
  fini: 13,
  soname: 14,
  rpath: 15,
  rel: 17,
  relSize: 18,
  pltRel: 20,
  jump: 23,
  initArray: 25,
  finiArray: 26,
  initArraySize: 27,
  finiArraySize: 28,
  runpath: 29,
  preinitArray: 32,
  preinitArraySize: 33,
  gnuHash: 0x6ffffef5,
  versions: 0x6ffffff0,
  needs: 0x6ffffffe,
  needsCount: 0x6fffffff,
  audit: 0x6ffffefc,
  depAudit: 0x6ffffefb,
} as const

/** Tag → values, in order. */
export type Dynamic = ReadonlyMap<number, readonly number[]>

const mostEntries = 10_000

export function readDynamic(image: ElfImage, notes: Notes): Dynamic {
  const found = new Map<number, number[]>()
  const segment = image.segments.find(({ type }) => type === segmentTypes.dynamic)
  const section = image.sections.find(({ type }) => type === 6)
  const place = segment === undefined ? section : { offset: segment.offset, size: segment.fileSize }
  if (place === undefined) return found
  notes.part('the dynamic section', () => {
    const size = image.wide ? 16 : 8
    for (let index = 0; index < Math.min(mostEntries, Math.floor(place.size / size)); index++) {
      const at = place.offset + index * size
      const tag = image.address(at)
      if (tag === 0) return
      const value = image.address(at + size / 2)
      const others = found.get(tag)
      if (others === undefined) found.set(tag, [value])
      else others.push(value)
    }
  })
  return found
}

export function firstOf(dynamic: Dynamic, tag: number): number | undefined {
  return dynamic.get(tag)?.[0]
}

/** Texts that the entries of a tag point to in the table of dynamic strings. */
export function textsOf(image: ElfImage, dynamic: Dynamic, tag: number): { text: string; offset: number }[] {
  const strings = firstOf(dynamic, dynamicTags.strings)
  if (strings === undefined) return []
  return (dynamic.get(tag) ?? []).map((value) => {
    const offset = image.at(strings) + value
    return { text: image.cursor.text(offset, 1024), offset }
  })
}
