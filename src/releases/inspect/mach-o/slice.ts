import { printable, bytes as size } from '../../../base/text.ts'
import { Measure, type Notes } from '../../native/parts.ts'
import { darwinCapabilities } from '../../native/posix.ts'
import type { Embedded, Trait, Unit } from '../../reading.ts'
import { stringUnits } from '../../strings.ts'
import { unitOf } from '../../unit.ts'
import { readCodeSignature } from './code-signature.ts'
import type { MachImage, MachSection } from './commands.ts'
import { type MachSymbols, readSymbols } from './symbols.ts'

export interface MachSlice {
  readonly name: string
  readonly units: readonly Unit[]
  readonly traits: readonly Trait[]
  readonly embedded: readonly Embedded[]
}

const mostExports = 20_000
const mostImports = 65_536
const mostConstructors = 10_000

/** One architecture. `base`: where it begins in the file. */
export function readSlice(image: MachImage, base: number, notes: Notes): MachSlice {
  const measure = new Measure(image.cursor.length)
  const symbols = readSymbols(image, notes)
  const signature = readCodeSignature(image, base, notes)
  const sections = readSections(image, base, measure)
  const constructors = readConstructors(image, base, symbols, notes)
  const signed = image.parts.get('signature')
  const strings = stringUnits(image.cursor.bytes, { base, skip: signed === undefined ? [] : [{ offset: signed.offset, length: signed.size }] })
  for (const note of strings.notes) notes.add(note)
  const overlay = overlayOf(image, base, measure)
  return {
    name: architecture(image),
    units: [
      ...image.libraries.map(({ path, how, offset }) =>
        unitOf({ kind: 'library', text: path, says: how === 'load' ? path : `${path} (${how})`, place: { offset: base + offset }, imports: [path] }),
      ),
      ...image.runPaths.map(({ path, offset }) => unitOf({ kind: 'run-path', text: path, place: { offset: base + offset } })),
      ...image.environment.map(({ path, offset }) =>
        unitOf({ kind: 'linker-variable', text: path, place: { offset: base + offset }, capabilities: ['injection'] }),
      ),
      ...importUnits(image, base, symbols, notes),
      ...exportUnits(base, symbols, notes),
      ...constructors,
      ...signature.units,
      ...sections.units,
      ...strings.units,
    ],
    traits: [
      { name: 'mach-o.machine', value: architecture(image) },
      { name: 'mach-o.type', value: fileTypes[image.fileType] ?? String(image.fileType) },
      { name: 'mach-o.imports', value: symbols.imports.length },
      { name: 'mach-o.exports', value: symbols.exports.length },
      { name: 'mach-o.constructors', value: constructors.length },
      { name: 'mach-o.libraries', value: image.libraries.length },
      { name: 'mach-o.encrypted', value: image.parts.has('encrypted') },
      ...[...image.values].map(([name, value]) => ({ name: `mach-o.${name}`, value: printable(value) })),
      ...signature.traits,
      ...sections.traits,
      ...overlay.traits,
    ],
    embedded: overlay.embedded,
  }
}

const fileTypes: Readonly<Record<number, string>> = {
  1: 'object',
  2: 'program',
  6: 'library',
  7: 'linker',
  8: 'bundle',
  9: 'library-stub',
  10: 'debug',
  11: 'kernel-extension',
}
const cpus: Readonly<Record<number, string>> = {
  7: 'i386',
  16777223: 'x86_64',
  12: 'arm',
  16777228: 'arm64',
  33554444: 'arm64_32',
  18: 'ppc',
  16777234: 'ppc64',
}

export function architecture({ cpu, subtype }: { readonly cpu: number; readonly subtype: number }): string {
  if (cpu === 0x100000c && subtype === 2) return 'arm64e'
  if (cpu === 0x1000007 && subtype === 8) return 'x86_64h'
  return cpus[cpu] ?? `cpu-${cpu}`
}

function importUnits(image: MachImage, base: number, symbols: MachSymbols, notes: Notes): Unit[] {
  if (symbols.imports.length > mostImports) notes.add(`only the first ${mostImports} imports were read`)
  return symbols.imports.slice(0, mostImports).map(({ name, library, offset }) => {
    const path = image.libraries[library - 1]?.path
    const says = path === undefined ? name : `${name} from ${path}`
    return unitOf({
      kind: 'import',
      text: name,
      says,
      place: { offset: base + offset },
      capabilities: darwinCapabilities(name),
      ...(path !== undefined && { imports: [path] }),
    })
  })
}

function exportUnits(base: number, symbols: MachSymbols, notes: Notes): Unit[] {
  if (symbols.exports.length > mostExports) notes.add(`the file exports ${symbols.exports.length} symbols; the first ${mostExports} are kept one by one`)
  return symbols.exports.slice(0, mostExports).map(({ name, offset }) => unitOf({ kind: 'export', text: name, place: { offset: base + offset } }))
}

/** Kind `constructor`: what runs when the file is loaded. By name where a symbol tells it, else by number. */
function readConstructors(image: MachImage, base: number, symbols: MachSymbols, notes: Notes): Unit[] {
  const units: Unit[] = []
  const text = image.segments.find(({ name }) => name === '__TEXT')?.address ?? 0
  const add = (candidates: readonly number[], offset: number | undefined) => {
    const name = candidates.map((address) => symbols.names.get(address)).find((found) => found !== undefined)
    const number = units.length + 1
    units.push(
      unitOf({
        kind: 'constructor',
        text: name ?? `#${number}`,
        says: name ?? `function ${number} that runs when the file is loaded`,
        place: offset === undefined ? {} : { offset },
      }),
    )
  }
  for (const address of image.routines) add([address], undefined)
  for (const section of image.sections.filter(({ type }) => type === 0x9 || type === 0x16)) {
    const width = section.type === 0x16 ? 4 : image.wide ? 8 : 4
    const count = Math.floor(section.size / width)
    if (count > mostConstructors) notes.add(`only the first ${mostConstructors} of ${count} constructors were read`)
    notes.part('the constructors', () => {
      for (let index = 0; index < Math.min(count, mostConstructors); index++) {
        const at = section.offset + index * width
        add(section.type === 0x16 ? [text + image.cursor.u32(at)] : pointerTargets(image, at, text), base + at)
      }
    })
  }
  return units
}

/** A pointer may be an address, or an entry of a chain whose target stands in its lowest 36 or 32 bits, as an address or from the image's beginning. */
function pointerTargets({ cursor, wide }: MachImage, at: number, text: number): number[] {
  if (!wide) return [cursor.u32(at)]
  const whole = cursor.address(at)
  const low = cursor.u32(at)
  const target = whole % 2 ** 36
  return [whole, target, text + target, text + low]
}

function sectionName({ segment, name }: MachSection): string {
  return `${segment},${name}`
}

/** Kind `section`, and `mach-o.entropy.NAME`, `mach-o.size.NAME`; segments without sections count as one. */
function readSections(image: MachImage, base: number, measure: Measure): { units: Unit[]; traits: Trait[] } {
  const units: Unit[] = []
  const traits: Trait[] = []
  // 1, 0xc, 0x12: filled with zeros when loaded, no bytes in the file.
  const sections = image.sections
    .filter(({ type }) => type !== 1 && type !== 0xc && type !== 0x12)
    .map((section) => ({ name: sectionName(section), offset: section.offset, size: section.size }))
  const bare = image.segments.filter((segment) => segment.size > 0 && !image.sections.some((section) => section.segment === segment.name))
  const seen = new Set<string>()
  for (const part of [...sections, ...bare]) {
    if (seen.has(part.name)) continue
    seen.add(part.name)
    const offset = Math.min(part.offset, image.cursor.length)
    const bits = measure.entropy(image.cursor.bytes.subarray(offset, offset + part.size))
    const place = { offset: base + offset }
    units.push(unitOf({ kind: 'section', text: part.name, says: `section ${part.name}, ${size(part.size)}${bits === null ? '' : `, entropy ${bits}`}`, place }))
    traits.push({ name: `mach-o.entropy.${part.name}`, value: bits, place }, { name: `mach-o.size.${part.name}`, value: part.size, place })
  }
  traits.push({ name: 'mach-o.writable-code', value: image.segments.some(({ rights }) => rights.includes('w') && rights.includes('x')) })
  return { units, traits }
}

/** Bytes behind the last segment: nothing loads them and the signature does not cover them. */
function overlayOf(image: MachImage, base: number, measure: Measure): { traits: Trait[]; embedded: Embedded[] } {
  const end = image.segments.reduce((most, { offset, size: length }) => Math.max(most, offset + length), 0)
  const length = image.segments.length === 0 || image.fileType === 1 ? 0 : Math.max(0, image.cursor.length - end)
  const place = length === 0 ? {} : { place: { offset: base + end } }
  return {
    traits: [
      { name: 'mach-o.overlay-bytes', value: length, ...place },
      { name: 'mach-o.overlay-entropy', value: length === 0 ? 0 : measure.entropy(image.cursor.slice(end, length)), ...place },
    ],
    embedded: length === 0 ? [] : [{ name: 'overlay', offset: base + end, length }],
  }
}
