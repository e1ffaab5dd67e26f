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

/** Compilers of NVIDIA name what they make after the process that made it: two numbers that change with each build. */
const processNumbers = /(?<=tmpxft)_[0-9a-f]{8}_[0-9a-f]{8}(?=_)/

export interface Constructors {
  readonly units: readonly Unit[]
  /** How many entries the arrays of what runs at loading have, and how many of them no symbol names. */
  readonly entries: number
  readonly unnamed: number
}

/**
 * Kinds `constructor` and `destructor`: functions that run when the file is loaded and unloaded. Known by name where a symbol
 * tells it, else by their number, so that one more is a new unit although all addresses moved; constructors without a name
 * are `unnamed-constructor`.
 */
export function readConstructors(image: ElfImage, dynamic: Dynamic, relocations: Relocations, symbols: readonly ElfSymbol[], notes: Notes): Constructors {
  const units: Unit[] = []
  let [entries, unnamed] = [0, 0]
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
        const unit = entryUnit(kind, name, `${list}#${index + 1}`, offset)
        units.push(unit)
        if (kind === 'constructor') entries++
        if (unit.kind === 'unnamed-constructor') unnamed++
      }
    })
  }
  return { units, entries, unnamed }
}

function entryUnit(kind: (typeof arrays)[number]['kind'], name: string | undefined, position: string, offset: number): Unit {
  const place = { offset }
  if (name !== undefined) return unitOf({ kind, text: name.replace(processNumbers, ''), says: name, place })
  const [list, number] = position.split('#')
  return unitOf({
    kind: kind === 'constructor' ? 'unnamed-constructor' : kind,
    text: position,
    says: `function ${number} of the ${list} array`,
    place,
  })
}

function placeOf(image: ElfImage, address: number): { offset?: number } {
  const segment = image.segments.find((candidate) => candidate.type === 1 && address >= candidate.address && address < candidate.address + candidate.fileSize)
  return segment === undefined ? {} : { offset: segment.offset + address - segment.address }
}
