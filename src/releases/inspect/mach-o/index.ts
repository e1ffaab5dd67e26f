import { Cursor } from '../../cursor.ts'
import { beginsLikeMachO } from '../../native/mach-o-head.ts'
import { Notes } from '../../native/parts.ts'
import type { FileHead, InspectedFile, Reader, Reading, Trait, Unit } from '../../reading.ts'
import { stringUnits } from '../../strings.ts'
import { readCommands } from './commands.ts'
import { architecture, type MachSlice, readSlice } from './slice.ts'

/** Files of Java begin with the same four bytes; there the count is their version, from 45. */
const mostSlices = 32

/** Programs and libraries of macOS, of one architecture or several. */
export const machO: Reader = {
  name: 'mach-o',
  title: 'macOS program or library (Mach-O)',

  recognise({ bytes, size }: FileHead): number {
    return size >= 28 && beginsLikeMachO(bytes) ? 1 : 0
  },

  read({ bytes }: InspectedFile): Reading {
    const notes = new Notes()
    const cursor = new Cursor(bytes, 'big')
    if (bytes.length >= 8 && isFat(cursor.u32(0))) return readFat(cursor, notes)
    const slice = sliceAt(bytes, 0, notes)
    if (slice === undefined) {
      const strings = stringUnits(bytes)
      notes.add('the file begins like a Mach-O file but its header cannot be read')
      return { reader: 'mach-o', units: strings.units, traits: [], notes: [...notes.list, ...strings.notes] }
    }
    return { reader: 'mach-o', units: slice.units, traits: slice.traits, embedded: slice.embedded, notes: notes.list }
  },
}

function isFat(magic: number): boolean {
  return magic === 0xcafebabe || magic === 0xcafebabf
}

function sliceAt(bytes: Uint8Array, base: number, notes: Notes): MachSlice | undefined {
  let slice: MachSlice | undefined
  notes.part('the header', () => {
    const image = readCommands(bytes, notes)
    if (image !== undefined) slice = readSlice(image, base, notes)
  })
  return slice
}

interface FatEntry {
  readonly name: string
  readonly offset: number
  readonly size: number
}

/** The slices by themselves, so that they can be compared with each other, and together what any of them has. */
function readFat(cursor: Cursor, notes: Notes): Reading {
  const entries = fatEntries(cursor, notes)
  const slices: MachSlice[] = []
  let read = 0
  for (const { name, offset, size } of entries) {
    read += size
    // Slices that overlap would be read again and again.
    if (read > 2 * cursor.length) notes.add(`the slices overlap; ${name} was not read`)
    else if (!cursor.has(offset, size)) notes.add(`the slice ${name} reaches beyond the end of the file`)
    const slice = read > 2 * cursor.length || offset >= cursor.length ? undefined : sliceAt(cursor.bytes.subarray(offset, offset + size), offset, notes)
    if (slice === undefined) notes.add(`the slice ${name} holds no Mach-O file`)
    else slices.push(slice)
  }
  const units = new Map<string, Unit>(slices.flatMap((slice) => slice.units.map((unit) => [unit.id, unit])))
  const end = entries.reduce((most, { offset, size }) => Math.max(most, offset + size), 8)
  const rest = Math.max(0, cursor.length - end)
  const traits: Trait[] = [
    { name: 'mach-o.architectures', value: entries.map(({ name }) => name).join(' ') },
    { name: 'mach-o.trailing-bytes', value: rest, ...(rest > 0 && { place: { offset: end } }) },
  ]
  return {
    reader: 'mach-o',
    units: [...units.values()],
    traits: [
      ...traits,
      ...slices.flatMap((slice) => slice.traits.map((trait) => ({ ...trait, name: trait.name.replace('mach-o.', `mach-o.${slice.name}.`) }))),
    ],
    embedded: [...slices.flatMap((slice) => slice.embedded), ...(rest > 0 ? [{ name: 'overlay', offset: end, length: rest }] : [])],
    slices: slices.map(({ name, units: own, traits: values }) => ({ name, units: own, traits: values })),
    notes: notes.list,
  }
}

function fatEntries(cursor: Cursor, notes: Notes): FatEntry[] {
  const entries: FatEntry[] = []
  const wide = cursor.u32(0) === 0xcafebabf
  const count = cursor.u32(4)
  if (count > mostSlices) notes.add(`the file names ${count} architectures; the first ${mostSlices} were read`)
  notes.part('the table of architectures', () => {
    for (let index = 0; index < Math.min(count, mostSlices); index++) {
      const at = 8 + index * (wide ? 32 : 20)
      const name = architecture({ cpu: cursor.u32(at), subtype: cursor.u32(at + 4) & 0xffffff })
      entries.push({ name, offset: wide ? cursor.u64(at + 8) : cursor.u32(at + 8), size: wide ? cursor.u64(at + 16) : cursor.u32(at + 12) })
    }
  })
  return entries
}
