import { bytes as size } from '../../../base/text.ts'
import type { Notes } from '../../native/parts.ts'
import { managedCapabilities } from '../../native/windows.ts'
import type { Embedded, Trait, Unit } from '../../reading.ts'
import { unitOf } from '../../unit.ts'
import { directories, type PeImage } from './headers.ts'
import { importUnit } from './imports.ts'
import { type Metadata, readMetadata } from './managed-metadata.ts'
import { tableNumbers } from './managed-tables.ts'

export interface Managed {
  /** Kinds `library` (assemblies), `managed-reference` (types and members of others), `import` (P/Invoke), `resource`. */
  readonly units: readonly Unit[]
  readonly traits: readonly Trait[]
  readonly embedded: readonly Embedded[]
}

const mostRows = 100_000

/** What a .NET assembly names of others, out of its metadata (ECMA-335). Nothing for files without a CLR header. */
export function readManaged(image: PeImage, notes: Notes): Managed {
  const units: Unit[] = []
  const traits: Trait[] = []
  const embedded: Embedded[] = []
  const directory = image.directory(directories.managed)
  if (directory === undefined) return { units, traits: [{ name: 'pe.managed', value: false }], embedded }
  traits.push({ name: 'pe.managed', value: true })
  notes.part('the .NET metadata', () => {
    const { cursor } = image
    const header = image.at(directory.rva)
    const metadata = readMetadata(cursor.bytes, image.at(cursor.u32(header + 8)))
    if (metadata === undefined) return notes.add('the .NET metadata has no tables')
    // Bit 0: nothing but intermediate language. Without it there is native code beside the managed one.
    traits.push({ name: 'pe.managed-only', value: (cursor.u32(header + 16) & 1) === 1 }, { name: 'pe.managed-runtime', value: metadata.version })
    traits.push(
      { name: 'pe.managed-types', value: metadata.count(tableNumbers.typeDef) },
      { name: 'pe.managed-methods', value: metadata.count(tableNumbers.methodDef) },
    )
    const add = (table: number, what: string, read: (row: number) => void) => eachRow(metadata, table, what, notes, read)
    add(tableNumbers.assembly, 'the name of the assembly', (row) => {
      traits.push({ name: 'pe.managed-assembly', value: metadata.name(metadata.row(tableNumbers.assembly, row)[7] ?? 0) })
    })
    add(tableNumbers.assemblyRef, 'the referenced assemblies', (row) => units.push(assembly(metadata, row)))
    add(tableNumbers.typeRef, 'the referenced types', (row) => units.push(reference(metadata, tableNumbers.typeRef, row, typeName(metadata, row))))
    add(tableNumbers.memberRef, 'the referenced members', (row) => {
      const name = memberName(metadata, row)
      if (name !== undefined) units.push(reference(metadata, tableNumbers.memberRef, row, name))
    })
    add(tableNumbers.implMap, 'the imported functions', (row) => {
      const [, , name = 0, scope = 0] = metadata.row(tableNumbers.implMap, row)
      const library = metadata.name(metadata.row(tableNumbers.moduleRef, scope)[0] ?? 0).toLowerCase()
      units.push(importUnit(library.includes('.') ? library : `${library}.dll`, metadata.name(name), metadata.place(tableNumbers.implMap, row)))
    })
    const resources = cursor.u32(header + 24)
    add(tableNumbers.manifestResource, 'the resources of the assembly', (row) => {
      const [from = 0, , name = 0, elsewhere = 0] = metadata.row(tableNumbers.manifestResource, row)
      if (elsewhere !== 0 || resources === 0) return
      const at = image.at(resources) + from
      const length = cursor.u32(at)
      const content = { name: metadata.name(name), offset: at + 4, length: cursor.slice(at + 4, length).length }
      embedded.push({ ...content, name: `resources/${content.name}` })
      units.push(unitOf({ kind: 'resource', text: `managed/${content.name}`, says: `resource ${content.name}, ${size(length)}`, place: { offset: at + 4 } }))
    })
  })
  return { units, traits, embedded }
}

function eachRow(metadata: Metadata, table: number, what: string, notes: Notes, read: (row: number) => void): void {
  const count = metadata.count(table)
  if (count > mostRows) notes.add(`only the first ${mostRows} rows of ${what} were read`)
  notes.part(what, () => {
    for (let row = 1; row <= Math.min(count, mostRows); row++) read(row)
  })
}

function assembly(metadata: Metadata, row: number): Unit {
  const name = metadata.name(metadata.row(tableNumbers.assemblyRef, row)[6] ?? 0)
  return unitOf({
    kind: 'library',
    text: name.toLowerCase(),
    says: name,
    place: { offset: metadata.place(tableNumbers.assemblyRef, row) },
    imports: [name.toLowerCase()],
  })
}

function reference(metadata: Metadata, table: number, row: number, name: string): Unit {
  return unitOf({ kind: 'managed-reference', text: name, place: { offset: metadata.place(table, row) }, capabilities: managedCapabilities(name) })
}

/** `System.Net.WebClient`; a nested type without the one around it. */
function typeName(metadata: Metadata, row: number): string {
  const [, name = 0, namespace = 0] = metadata.row(tableNumbers.typeRef, row)
  const space = metadata.name(namespace)
  return space === '' ? metadata.name(name) : `${space}.${metadata.name(name)}`
}

/** Members of types of this assembly itself and of generic instances are no references to others. */
function memberName(metadata: Metadata, row: number): string | undefined {
  const [parent = 0, name = 0] = metadata.row(tableNumbers.memberRef, row)
  const target = metadata.decode('MemberRefParent', parent)
  if (target === undefined || target.table !== tableNumbers.typeRef) return undefined
  return `${typeName(metadata, target.row)}::${metadata.name(name)}`
}
