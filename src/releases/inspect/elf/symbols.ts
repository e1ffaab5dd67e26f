import type { Notes } from '../../native/parts.ts'
import { type Dynamic, dynamicTags, firstOf } from './dynamic.ts'
import { type ElfImage, sectionTypes } from './headers.ts'

export interface ElfSymbol {
  readonly name: string
  readonly value: number
  /** 2: function, 10: function chosen when the file is loaded (IFUNC). */
  readonly type: number
  /** 0: local, 1: global, 2: weak. */
  readonly binding: number
  readonly defined: boolean
  /** Position in its table. */
  readonly index: number
  readonly offset: number
}

export const ifunc = 10

const mostSymbols = 300_000
const longestName = 1_024

/** Symbols that matter to the loader; from the section headers where there are any, else from the dynamic section. */
export function dynamicSymbols(image: ElfImage, dynamic: Dynamic, notes: Notes): ElfSymbol[] {
  const symbols: ElfSymbol[] = []
  notes.part('the dynamic symbols', () => {
    const table = firstOf(dynamic, dynamicTags.symbols)
    const strings = firstOf(dynamic, dynamicTags.strings)
    if (table === undefined || strings === undefined) return
    const start = image.at(table)
    const section = image.sections.find(({ type, offset }) => type === sectionTypes.dynamicSymbols && offset === start)
    const count = section === undefined ? countOf(image, dynamic) : Math.floor(section.size / symbolSize(image))
    readSymbols(image, { start, strings: image.at(strings), count }, symbols, notes)
  })
  return symbols
}

/** All symbols, of files that were not stripped. */
export function staticSymbols(image: ElfImage, notes: Notes): ElfSymbol[] {
  const symbols: ElfSymbol[] = []
  const section = image.sections.find(({ type }) => type === sectionTypes.symbols)
  const strings = section === undefined ? undefined : image.sections[section.link]
  if (section === undefined || strings === undefined) return symbols
  notes.part('the symbols', () =>
    readSymbols(image, { start: section.offset, strings: strings.offset, count: Math.floor(section.size / symbolSize(image)) }, symbols, notes),
  )
  return symbols
}

function symbolSize(image: ElfImage): number {
  return image.wide ? 24 : 16
}

function readSymbols(image: ElfImage, table: { start: number; strings: number; count: number }, symbols: ElfSymbol[], notes: Notes): void {
  const { cursor, wide } = image
  if (table.count > mostSymbols) notes.add(`the file has ${table.count} symbols in one table; the first ${mostSymbols} were read`)
  for (let index = 1; index < Math.min(table.count, mostSymbols); index++) {
    const at = table.start + index * symbolSize(image)
    const name = table.strings + cursor.u32(at)
    const information = cursor.u8(at + (wide ? 4 : 12))
    symbols.push({
      name: cursor.has(name) ? cursor.text(name, longestName) : '',
      value: wide ? cursor.address(at + 8) : cursor.u32(at + 4),
      type: information & 15,
      binding: information >> 4,
      defined: cursor.u16(at + (wide ? 6 : 14)) !== 0,
      index,
      offset: at,
    })
  }
}

/** Without section headers only the hash tables tell how many dynamic symbols there are. */
function countOf(image: ElfImage, dynamic: Dynamic): number {
  const { cursor } = image
  const hash = firstOf(dynamic, dynamicTags.hash)
  if (hash !== undefined) return cursor.u32(image.at(hash) + 4)
  const gnu = firstOf(dynamic, dynamicTags.gnuHash)
  return gnu === undefined ? 0 : countOfGnuHash(image, image.at(gnu))
}

function countOfGnuHash(image: ElfImage, at: number): number {
  const { cursor } = image
  const buckets = cursor.u32(at)
  const firstHashed = cursor.u32(at + 4)
  const bucketsAt = at + 16 + cursor.u32(at + 8) * (image.wide ? 8 : 4)
  let last = 0
  for (let index = 0; index < buckets; index++) last = Math.max(last, cursor.u32(bucketsAt + 4 * index))
  if (last < firstHashed) return firstHashed
  // The last chain ends at the value whose lowest bit is set.
  const chains = bucketsAt + 4 * buckets
  while ((cursor.u32(chains + 4 * (last - firstHashed)) & 1) === 0) last++
  return last + 1
}
