import type { Notes } from '../../native/parts.ts'
import type { Unit } from '../../reading.ts'
import { unitOf } from '../../unit.ts'
import { type Directory, directories, type PeImage } from './headers.ts'

const mostExports = 20_000
const longestName = 512

export interface Exports {
  /** Kinds `export` and `forwarder`. */
  readonly units: readonly Unit[]
  /** The name the library gives itself. */
  readonly name: string | null
  readonly count: number
  readonly forwarded: number
}

/**
 * What the file offers. A forwarder hands the call to another library: a library that forwards most of its exports stands
 * in the place of that one (T1574.001).
 */
export function readExports(image: PeImage, notes: Notes): Exports {
  const found: Found = { units: [], name: null, count: 0, forwarded: 0 }
  const directory = image.directory(directories.export)
  if (directory !== undefined) notes.part('the export table', () => readTable(image, directory, found, notes))
  return found
}

type Found = { -readonly [Key in keyof Exports]: Key extends 'units' ? Unit[] : Exports[Key] }

function readTable(image: PeImage, directory: Directory, found: Found, notes: Notes): void {
  const { cursor } = image
  const at = image.at(directory.rva)
  const nameRva = cursor.u32(at + 12)
  const functions = cursor.u32(at + 20)
  if (nameRva !== 0) found.name = cursor.text(image.at(nameRva), longestName)
  found.count = functions
  if (functions === 0) return
  if (functions > mostExports) notes.add(`the file exports ${functions} functions; the first ${mostExports} were read`)
  const addresses = image.at(cursor.u32(at + 28))
  const named = new Map<number, string>()
  notes.part('the names of exports', () => readNames(image, at, Math.min(cursor.u32(at + 24), functions, mostExports), named))
  for (let index = 0; index < Math.min(functions, mostExports); index++) {
    const offset = addresses + 4 * index
    const rva = cursor.u32(offset)
    if (rva === 0) continue
    const name = named.get(index) ?? `#${cursor.u32(at + 16) + index}`
    if (rva >= directory.rva && rva < directory.rva + directory.size) {
      found.forwarded++
      found.units.push(forwarder(name, cursor.text(image.at(rva), longestName), offset))
    } else found.units.push(unitOf({ kind: 'export', text: name, place: { offset } }))
  }
}

function readNames(image: PeImage, at: number, count: number, named: Map<number, string>): void {
  if (count === 0) return
  const { cursor } = image
  const names = image.at(cursor.u32(at + 32))
  const ordinals = image.at(cursor.u32(at + 36))
  for (let index = 0; index < count; index++) named.set(cursor.u16(ordinals + 2 * index), cursor.text(image.at(cursor.u32(names + 4 * index)), longestName))
}

function forwarder(name: string, target: string, offset: number): Unit {
  const library = `${target.slice(0, Math.max(0, target.lastIndexOf('.'))).toLowerCase()}.dll`
  return unitOf({ kind: 'forwarder', text: `${name} → ${target}`, place: { offset }, imports: [library] })
}
