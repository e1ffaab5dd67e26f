import { Measure, Notes } from '../../native/parts.ts'
import type { Embedded, FileHead, InspectedFile, Reader, Reading, Trait } from '../../reading.ts'
import { stringUnits } from '../../strings.ts'
import { readCertificates } from './certificates.ts'
import { readExports } from './exports.ts'
import { type PeImage, readHeaders } from './headers.ts'
import { readImports } from './imports.ts'
import { readManaged } from './managed.ts'
import { overlaysOf } from './overlay.ts'
import { embeddedResources, type Resource, readResources, resourceUnits } from './resources.ts'
import { readSections } from './sections.ts'
import { readDebug, readRichHeader, readTlsCallbacks } from './small-parts.ts'
import { readVersionInfo } from './version-info.ts'

/** Programs and libraries of Windows. */
export const pe: Reader = {
  name: 'pe',
  title: 'Windows program or library (PE)',

  recognise({ bytes, size }: FileHead): number {
    if (size < 64 || bytes.length < 64 || bytes[0] !== 0x4d || bytes[1] !== 0x5a) return 0
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const at = view.getUint32(0x3c, true)
    if (at + 4 <= bytes.length) return view.getUint32(at, true) === 0x4550 ? 1 : 0.3
    return at < size ? 0.8 : 0.3
  },

  read({ bytes }: InspectedFile): Reading {
    const notes = new Notes()
    const measure = new Measure(bytes.length)
    let image: PeImage | undefined
    notes.part('the headers', () => {
      image = readHeaders(bytes, notes)
    })
    return image === undefined ? withoutHeaders(bytes, notes) : readImage(image, measure, notes)
  },
}

/** A file that begins like a program but is none that Windows would load: its strings are all that can be read. */
function withoutHeaders(bytes: Uint8Array, notes: Notes): Reading {
  const strings = stringUnits(bytes)
  notes.add('the file begins like a Windows program but has no readable PE header')
  return { reader: 'pe', units: strings.units, traits: [], notes: [...notes.list, ...strings.notes] }
}

function readImage(image: PeImage, measure: Measure, notes: Notes): Reading {
  const certificates = readCertificates(image, notes)
  const exported = readExports(image, notes)
  const imports = readImports(image, notes)
  const resources = readResources(image, measure, notes)
  const managed = readManaged(image, notes)
  const sections = readSections(image, measure)
  const overlays = overlaysOf(image, certificates.span, measure)
  // Certificates name hosts of their issuers, which say nothing about what the program does; slack among them is searched.
  const skip = certificates.span === undefined ? [] : [certificates.span]
  const strings = stringUnits(image.cursor.bytes, { skip })
  const hidden = certificates.embedded.map((part) => stringUnits(image.cursor.slice(part.offset, part.length), { base: part.offset }))
  const embedded: Embedded[] = [...overlays.embedded, ...certificates.embedded, ...embeddedResources(resources), ...managed.embedded]
  return {
    reader: 'pe',
    units: [
      ...imports,
      ...exported.units,
      ...readTlsCallbacks(image, notes),
      ...sections.units,
      ...resourceUnits(image, resources, measure),
      ...managed.units,
      ...strings.units,
      ...hidden.flatMap((found) => found.units),
    ],
    traits: [
      ...headerTraits(image),
      ...sections.traits,
      ...certificates.traits,
      ...overlays.traits,
      { name: 'pe.imports', value: imports.filter((unit) => unit.kind === 'import').length },
      { name: 'pe.exports', value: exported.count },
      { name: 'pe.forwarded-exports', value: exported.forwarded },
      { name: 'pe.export-name', value: exported.name ?? '' },
      ...readDebug(image, notes),
      ...readRichHeader(image),
      ...resourceTraits(image, resources, notes),
      ...managed.traits,
    ],
    embedded,
    notes: [...notes.list, ...strings.notes],
  }
}

function headerTraits(image: PeImage): Trait[] {
  return [
    { name: 'pe.machine', value: machines[image.machine] ?? `0x${image.machine.toString(16)}` },
    { name: 'pe.library', value: image.isLibrary },
    { name: 'pe.subsystem', value: subsystems[image.subsystem] ?? String(image.subsystem) },
    { name: 'pe.timestamp', value: image.timestamp },
    { name: 'pe.checksum', value: image.checksum },
    { name: 'pe.aslr', value: (image.protections & 0x40) !== 0 },
    { name: 'pe.no-execute', value: (image.protections & 0x100) !== 0 },
    { name: 'pe.control-flow-guard', value: (image.protections & 0x4000) !== 0 },
  ]
}

const machines: Readonly<Record<number, string>> = { 332: 'x86', 34404: 'x86-64', 43620: 'arm64', 452: 'arm' }
const subsystems: Readonly<Record<number, string>> = { 1: 'native', 2: 'windows', 3: 'console', 10: 'efi', 11: 'efi', 12: 'efi' }

function resourceTraits(image: PeImage, resources: readonly Resource[], notes: Notes): Trait[] {
  const traits: Trait[] = [{ name: 'pe.resource-bytes', value: resources.reduce((sum, { length }) => sum + length, 0) }]
  const version = resources.find(({ type }) => type === 'RT_VERSION')
  if (version !== undefined) {
    const strings = readVersionInfo(image.cursor.slice(version.offset, version.length), notes)
    for (const [name, value] of strings) traits.push({ name: `pe.version.${name}`, value, place: { offset: version.offset } })
  }
  const manifest = resources.find(({ type }) => type === 'RT_MANIFEST')
  if (manifest !== undefined) {
    const text = Buffer.from(image.cursor.slice(manifest.offset, Math.min(manifest.length, 65_536))).toString('utf8')
    const level = /requestedExecutionLevel\s{1,80}[^>]{0,200}?\blevel\s{0,8}=\s{0,8}["']([A-Za-z]{1,40})["']/.exec(text)?.[1]
    traits.push({ name: 'pe.execution-level', value: level ?? '', place: { offset: manifest.offset } })
  }
  return traits
}
