import type { Notes } from '../../native/parts.ts'
import { type Dynamic, dynamicTags, firstOf } from './dynamic.ts'
import type { ElfImage } from './headers.ts'

export interface Relocations {
  /** Addresses of functions that choose another function while the file is loaded, before anything of it runs (IFUNC resolvers). */
  readonly resolvers: readonly number[]
  /** What the loader puts at an address: the base plus this number. */
  readonly relative: ReadonlyMap<number, number>
  /** Positions of symbols that the loader puts at an address. */
  readonly symbolic: ReadonlyMap<number, number>
}

const mostRelocations = 2_000_000

/** Machine → numbers of its relocations RELATIVE and IRELATIVE (processor supplements of the gABI). */
const numbers: Readonly<Record<number, readonly [relative: number, irelative: number]>> = {
  3: [8, 42],
  62: [8, 37],
  40: [23, 160],
  183: [1027, 1032],
  243: [3, 58],
  21: [22, 248],
  22: [12, 61],
  258: [3, 12],
}

interface Range {
  readonly from: number
  readonly size: number
}

/** Reads the relocations that the dynamic section names; of the relative ones only those inside `ranges` are kept. */
export function readRelocations(image: ElfImage, dynamic: Dynamic, ranges: readonly Range[], notes: Notes): Relocations {
  const found = { resolvers: [] as number[], relative: new Map<number, number>(), symbolic: new Map<number, number>() }
  const value = (tag: number) => firstOf(dynamic, tag)
  const read = (start: number | undefined, bytes: number | undefined, addend: boolean) => {
    if (start !== undefined && bytes !== undefined && bytes > 0) readTable(image, { first: image.at(start), bytes, addend }, ranges, found, notes)
  }
  notes.part('the relocations', () => {
    read(value(dynamicTags.rela), value(dynamicTags.relaSize), true)
    read(value(dynamicTags.rel), value(dynamicTags.relSize), false)
    read(value(dynamicTags.jump), value(dynamicTags.jumpSize), value(dynamicTags.pltRel) !== dynamicTags.rel)
  })
  return found
}

interface Found {
  readonly resolvers: number[]
  readonly relative: Map<number, number>
  readonly symbolic: Map<number, number>
}

function readTable(image: ElfImage, table: { first: number; bytes: number; addend: boolean }, ranges: readonly Range[], found: Found, notes: Notes): void {
  const [relativeType, irelativeType] = numbers[image.machine] ?? [-1, -1]
  const word = image.wide ? 8 : 4
  const size = (table.addend ? 3 : 2) * word
  const count = Math.floor(table.bytes / size)
  if (count > mostRelocations) notes.add(`only the first ${mostRelocations} of ${count} relocations were read`)
  for (let index = 0; index < Math.min(count, mostRelocations); index++) {
    const at = table.first + index * size
    const place = image.address(at)
    const [type, symbol] = information(image, at + word)
    const target = () => (table.addend ? image.address(at + 2 * word) : 0)
    if (type === irelativeType) found.resolvers.push(target())
    else if (ranges.some(({ from, size: length }) => place >= from && place < from + length)) {
      if (type === relativeType) found.relative.set(place, target())
      else found.symbolic.set(place, symbol)
    }
  }
}

/** Type and symbol, packed in one word. */
function information(image: ElfImage, at: number): [type: number, symbol: number] {
  const packed = image.address(at)
  return image.wide ? [packed % 2 ** 32, Math.floor(packed / 2 ** 32)] : [packed & 0xff, packed >>> 8]
}
