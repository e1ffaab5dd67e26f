import type { Notes } from '../../native/parts.ts'
import { ordinalName, windowsCapabilities } from '../../native/windows.ts'
import type { Unit } from '../../reading.ts'
import { unitOf } from '../../unit.ts'
import { directories, type PeImage } from './headers.ts'

const mostLibraries = 2_000
const mostImports = 65_536
const longestName = 512

/** Kinds `library` and `import`: `ws2_32.dll!connect`. Delayed ones have the same ids: when it is loaded does not change what it can do. */
export function readImports(image: PeImage, notes: Notes): Unit[] {
  const units: Unit[] = []
  const normal = image.directory(directories.import)
  if (normal !== undefined) notes.part('the import table', () => normalImports(image, normal.rva, units, notes))
  const delayed = image.directory(directories.delayImport)
  if (delayed !== undefined) notes.part('the table of delayed imports', () => delayedImports(image, delayed.rva, units, notes))
  return units
}

function normalImports(image: PeImage, rva: number, units: Unit[], notes: Notes): void {
  const { cursor } = image
  const table = image.at(rva)
  for (let index = 0; index < mostLibraries; index++) {
    const at = table + 20 * index
    const name = cursor.u32(at + 12)
    const bound = cursor.u32(at + 16)
    if (name === 0 || bound === 0) return
    const lookup = cursor.u32(at)
    readLibrary(image, { name, thunks: lookup === 0 ? bound : lookup, delayed: false }, units, notes)
  }
  notes.add(`only the first ${mostLibraries} imported libraries were read`)
}

function delayedImports(image: PeImage, rva: number, units: Unit[], notes: Notes): void {
  const { cursor } = image
  const table = image.at(rva)
  for (let index = 0; index < mostLibraries; index++) {
    const at = table + 32 * index
    // Compilers of before 2003 wrote whole addresses here.
    const base = (cursor.u32(at) & 1) === 0 ? image.imageBase : 0
    const name = cursor.u32(at + 4)
    const thunks = cursor.u32(at + 16)
    if (name === 0 || thunks === 0) return
    readLibrary(image, { name: name - base, thunks: thunks - base, delayed: true }, units, notes)
  }
}

interface Library {
  readonly name: number
  readonly thunks: number
  readonly delayed: boolean
}

function readLibrary(image: PeImage, { name, thunks, delayed }: Library, units: Unit[], notes: Notes): void {
  const { cursor } = image
  const nameAt = image.at(name)
  const library = cursor.text(nameAt, longestName).toLowerCase()
  units.push(
    unitOf({ kind: 'library', text: library, says: `${library}${delayed ? ', loaded when first used' : ''}`, place: { offset: nameAt }, imports: [library] }),
  )
  notes.part(`the functions imported from ${JSON.stringify(library)}`, () => {
    const size = image.bits / 8
    const list = image.at(thunks)
    for (let at = list; ; at += size) {
      if (units.length >= mostImports) return notes.add(`only the first ${mostImports} imports were read`)
      const low = cursor.u32(at)
      const high = size === 8 ? cursor.u32(at + 4) : low
      if (low === 0 && (size === 4 || high === 0)) return
      const byOrdinal = high >>> 31 === 1
      const place = byOrdinal ? at : image.at(low & 0x7fffffff)
      const wanted = byOrdinal ? ordinalName(library, low & 0xffff) : cursor.text(place + 2, longestName)
      units.push(importUnit(library, wanted, place))
    }
  })
}

/** `library` lower case. */
export function importUnit(library: string, name: string, offset: number): Unit {
  const text = `${library}!${name}`
  return unitOf({ kind: 'import', text, place: { offset }, capabilities: windowsCapabilities(library, name), imports: [library] })
}
