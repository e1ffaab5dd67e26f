import type { Notes } from '../../native/parts.ts'
import type { Unit } from '../../reading.ts'
import { unitOf } from '../../unit.ts'
import { type Dynamic, dynamicTags, firstOf } from './dynamic.ts'
import type { ElfImage } from './headers.ts'
import type { Relocations } from './relocations.ts'
import type { ElfSymbol } from './symbols.ts'

const mostConstructors = 10_000

const arrays = [
  { kind: 'constructor', list: 'preinit', start: dynamicTags.preinitArray, size: dynamicTags.preinitArraySize },
  { kind: 'constructor', list: 'init', start: dynamicTags.initArray, size: dynamicTags.initArraySize },
  { kind: 'destructor', list: 'fini', start: dynamicTags.finiArray, size: dynamicTags.finiArraySize },
] as const

/** The arrays of constructors and destructors in memory. */
export function constructorRanges(dynamic: Dynamic): { from: number; size: number }[] {
  return arrays
    .map(({ start, size }) => ({ from: firstOf(dynamic, start) ?? 0, size: firstOf(dynamic, size) ?? 0 }))
    .filter(({ from, size }) => from > 0 && size > 0)
}

/**
 * Kinds `constructor` and `destructor`: functions that run when the file is loaded and unloaded. Known by name where a symbol
 * tells it, else by their number, so that one more is a new unit although all addresses moved.
 */
export function readConstructors(image: ElfImage, dynamic: Dynamic, relocations: Relocations, symbols: readonly ElfSymbol[], notes: Notes): Unit[] {
  const units: Unit[] = []
  const size = image.wide ? 8 : 4
  const names = new Map<number, string>()
  for (const symbol of symbols)
    if (symbol.defined && symbol.name !== '' && (symbol.type === 2 || !names.has(symbol.value))) names.set(symbol.value, symbol.name)
  const init = firstOf(dynamic, dynamicTags.init)
  if (init !== undefined && init !== 0)
    units.push(unitOf({ kind: 'constructor', text: 'DT_INIT', says: 'the function named in DT_INIT', place: placeOf(image, init) }))
  for (const { kind, list, start, size: length } of arrays) {
    const from = firstOf(dynamic, start)
    const count = Math.floor((firstOf(dynamic, length) ?? 0) / size)
    if (from === undefined || count === 0) continue
    if (count > mostConstructors) notes.add(`only the first ${mostConstructors} of ${count} entries of the ${list} array were read`)
    notes.part(`the ${list} array`, () => {
      for (let index = 0; index < Math.min(count, mostConstructors); index++) {
        const at = from + index * size
        const offset = image.at(at)
        const symbolic = relocations.symbolic.get(at)
        const target = relocations.relative.get(at) || image.address(offset)
        // The order in a table of symbols is the position a relocation names, from 1.
        const name = symbolic === undefined ? names.get(target) : symbols.find((symbol) => symbol.index === symbolic)?.name
        units.push(unitOf({ kind, text: name ?? `${list}#${index + 1}`, says: name ?? `function ${index + 1} of the ${list} array`, place: { offset } }))
      }
    })
  }
  return units
}

function placeOf(image: ElfImage, address: number): { offset?: number } {
  const segment = image.segments.find((candidate) => candidate.type === 1 && address >= candidate.address && address < candidate.address + candidate.fileSize)
  return segment === undefined ? {} : { offset: segment.offset + address - segment.address }
}
