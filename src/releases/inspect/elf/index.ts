import { sha256 } from '../../../base/hash.ts'
import { printable } from '../../../base/text.ts'
import { Measure, Notes } from '../../native/parts.ts'
import { posixCapabilities } from '../../native/posix.ts'
import type { Embedded, FileHead, InspectedFile, Reader, Reading, Trait, Unit } from '../../reading.ts'
import { stringUnits } from '../../strings.ts'
import { unitOf } from '../../unit.ts'
import { constructorRanges, readConstructors } from './constructors.ts'
import { type Dynamic, dynamicTags, readDynamic, textsOf } from './dynamic.ts'
import { type ElfImage, readHeaders, sectionTypes, segmentTypes } from './headers.ts'
import { type Relocations, readRelocations } from './relocations.ts'
import { readSections } from './sections.ts'
import { dynamicSymbols, type ElfSymbol, ifunc, staticSymbols } from './symbols.ts'
import { unloadedSpans } from './unloaded.ts'
import { readVersionNeeds } from './versions.ts'

const mostExports = 20_000
const mostIfuncs = 5_000

/** Programs, libraries and object files of Linux and its relatives. */
export const elf: Reader = {
  name: 'elf',
  title: 'Linux program or library (ELF)',

  recognise({ bytes, size }: FileHead): number {
    if (size < 52 || bytes.length < 16) return 0
    return bytes[0] === 0x7f && bytes[1] === 0x45 && bytes[2] === 0x4c && bytes[3] === 0x46 ? 1 : 0
  },

  read({ bytes }: InspectedFile): Reading {
    const notes = new Notes()
    let image: ElfImage | undefined
    notes.part('the headers', () => {
      image = readHeaders(bytes, notes)
    })
    if (image !== undefined) return readImage(image, notes)
    const strings = stringUnits(bytes)
    notes.add('the file begins like an ELF file but its headers cannot be read')
    return { reader: 'elf', units: strings.units, traits: [], notes: [...notes.list, ...strings.notes] }
  },
}

function readImage(image: ElfImage, notes: Notes): Reading {
  const dynamic = readDynamic(image, notes)
  const symbols = dynamicSymbols(image, dynamic, notes)
  const local = staticSymbols(image, notes)
  const relocations = readRelocations(image, dynamic, constructorRanges(dynamic), notes)
  const measure = new Measure(image.cursor.length)
  const sections = readSections(image, measure)
  const strings = stringUnits(image.cursor.bytes, { skip: unloadedSpans(image) })
  const all = symbols.concat(local)
  const constructors = readConstructors(image, dynamic, relocations, all, notes)
  const ifuncs = ifuncUnits(image, all, relocations, notes)
  return {
    reader: 'elf',
    units: [
      ...libraries(image, dynamic, notes),
      ...importUnits(image, symbols, local),
      ...exportUnits(symbols, notes),
      ...readVersionNeeds(image, dynamic, notes),
      ...constructors.units,
      ...ifuncs,
      ...sections.units,
      ...strings.units,
    ],
    traits: [
      { name: 'elf.type', value: types[image.type] ?? String(image.type) },
      { name: 'elf.machine', value: machines[image.machine] ?? String(image.machine) },
      { name: 'elf.stripped', value: local.length === 0 },
      { name: 'elf.init-entries', value: constructors.entries },
      { name: 'elf.unnamed-init-entries', value: constructors.unnamed },
      { name: 'elf.ifuncs', value: ifuncs.length },
      {
        name: 'elf.executable-stack',
        value:
          image.segments.find(({ type }) => type === 0x6474e551) === undefined
            ? null
            : image.segments.some(({ type, flags }) => type === 0x6474e551 && (flags & 1) === 1),
      },
      { name: 'elf.writable-code', value: image.segments.some(({ type, flags }) => type === segmentTypes.load && (flags & 3) === 3) },
      ...exportTraits(symbols),
      ...textTraits(image, dynamic, notes),
      ...sections.traits,
      ...trailing(image, measure).traits,
    ],
    embedded: trailing(image, measure).embedded,
    notes: [...notes.list, ...strings.notes],
  }
}

const types: Readonly<Record<number, string>> = { 1: 'object', 2: 'program', 3: 'shared', 4: 'core' }
const machines: Readonly<Record<number, string>> = {
  3: 'x86',
  62: 'x86-64',
  40: 'arm',
  183: 'arm64',
  243: 'riscv',
  21: 'ppc64',
  22: 's390x',
  8: 'mips',
  258: 'loongarch',
}

/** Kind `library`: DT_NEEDED, and the audit libraries that the loader would call into. */
function libraries(image: ElfImage, dynamic: Dynamic, notes: Notes): Unit[] {
  const units: Unit[] = []
  notes.part('the needed libraries', () => {
    for (const { text, offset } of textsOf(image, dynamic, dynamicTags.needed))
      units.push(unitOf({ kind: 'library', text, place: { offset }, imports: [text] }))
    for (const tag of [dynamicTags.audit, dynamicTags.depAudit]) {
      for (const { text, offset } of textsOf(image, dynamic, tag))
        units.push(unitOf({ kind: 'library', text: `audit ${text}`, place: { offset }, capabilities: ['hook'], imports: [text] }))
    }
  })
  return units
}

/** Object files have no dynamic symbols: what is undefined in them is what they import. */
function importUnits(image: ElfImage, symbols: readonly ElfSymbol[], local: readonly ElfSymbol[]): Unit[] {
  const from = image.type === 1 ? local : symbols
  return from
    .filter((symbol) => !symbol.defined && symbol.name !== '')
    .map(({ name, offset }) => unitOf({ kind: 'import', text: name, place: { offset }, capabilities: posixCapabilities(name) }))
}

function isExport(symbol: ElfSymbol): boolean {
  return symbol.defined && symbol.binding !== 0 && symbol.name !== ''
}

function exportUnits(symbols: readonly ElfSymbol[], notes: Notes): Unit[] {
  const exported = symbols.filter(isExport)
  if (exported.length > mostExports) notes.add(`the file exports ${exported.length} symbols; the first ${mostExports} are kept one by one`)
  return exported.slice(0, mostExports).map(({ name, offset }) => unitOf({ kind: 'export', text: name, place: { offset } }))
}

function exportTraits(symbols: readonly ElfSymbol[]): Trait[] {
  const names = symbols.filter(isExport).map(({ name }) => name)
  return [
    { name: 'elf.imports', value: symbols.filter((symbol) => !symbol.defined).length },
    { name: 'elf.exports', value: names.length },
    { name: 'elf.exports-hash', value: sha256(names.toSorted().join('\n')).slice(0, 32) },
  ]
}

/** Kind `ifunc`: by name where there are symbols, and every resolver that the loader calls by its number. */
function ifuncUnits(image: ElfImage, symbols: readonly ElfSymbol[], relocations: Relocations, notes: Notes): Unit[] {
  const named = new Map<string, ElfSymbol>()
  for (const symbol of symbols) if (symbol.type === ifunc && symbol.defined && symbol.name !== '') named.set(symbol.name, symbol)
  const count = named.size + relocations.resolvers.length
  if (count > mostIfuncs) notes.add(`only the first ${mostIfuncs} of ${count} functions chosen while loading were read`)
  const units = [...named.values()].map(({ name, offset }) =>
    unitOf({ kind: 'ifunc', text: name, says: `${name}, chosen by a function that runs while the file is loaded`, place: { offset } }),
  )
  // Of libraries that export such functions the loader calls the resolver by the symbol; the rest stands here.
  const numbered = relocations.resolvers.map((address, index) => {
    const segment = image.segments.find(({ type, address: from, fileSize }) => type === segmentTypes.load && address >= from && address < from + fileSize)
    const place = segment === undefined ? {} : { offset: segment.offset + address - segment.address }
    return unitOf({ kind: 'ifunc', text: `resolver#${index + 1}`, says: `function ${index + 1} that runs while the file is loaded and chooses another`, place })
  })
  return [...units, ...numbered].slice(0, mostIfuncs)
}

function textTraits(image: ElfImage, dynamic: Dynamic, notes: Notes): Trait[] {
  const traits: Trait[] = []
  notes.part('the dynamic section', () => {
    for (const [name, tag] of [
      ['elf.soname', dynamicTags.soname],
      ['elf.rpath', dynamicTags.rpath],
      ['elf.runpath', dynamicTags.runpath],
    ] as const) {
      const found = textsOf(image, dynamic, tag)[0]
      traits.push({ name, value: printable(found?.text ?? ''), ...(found !== undefined && { place: { offset: found.offset } }) })
    }
  })
  notes.part('the name of the interpreter', () => {
    const interpreter = image.segments.find(({ type }) => type === segmentTypes.interpreter)
    traits.push({
      name: 'elf.interpreter',
      value: interpreter === undefined ? '' : printable(image.cursor.text(interpreter.offset, Math.min(interpreter.fileSize, 1024))),
    })
  })
  notes.part('the notes', () => traits.push({ name: 'elf.build-id', value: buildId(image) }))
  const comment = image.sections.find(({ name, type }) => name === '.comment' && type !== sectionTypes.empty)
  notes.part('the name of the compiler', () => {
    if (comment !== undefined) traits.push({ name: 'elf.compiler', value: printable(image.cursor.text(comment.offset, Math.min(comment.size, 200))) })
  })
  return traits
}

/** NT_GNU_BUILD_ID, '' where there is none. */
function buildId(image: ElfImage): string {
  const { cursor } = image
  for (const segment of image.segments.filter(({ type }) => type === segmentTypes.note)) {
    const end = segment.offset + segment.fileSize
    for (let at = segment.offset, left = 100; at + 12 <= end && left > 0; left--) {
      const nameSize = cursor.u32(at)
      const size = cursor.u32(at + 4)
      const content = at + 12 + ((nameSize + 3) & ~3)
      if (cursor.u32(at + 8) === 3 && cursor.text(at + 12, 4) === 'GNU') return Buffer.from(cursor.slice(content, Math.min(size, 64))).toString('hex')
      at = content + Math.ceil(size / 4) * 4
    }
  }
  return ''
}

/** Bytes behind everything the headers name. */
function trailing(image: ElfImage, measure: Measure): { traits: Trait[]; embedded: Embedded[] } {
  const length = image.cursor.length - image.end
  const place = length === 0 ? {} : { place: { offset: image.end } }
  return {
    traits: [
      { name: 'elf.overlay-bytes', value: length, ...place },
      { name: 'elf.overlay-entropy', value: length === 0 ? 0 : measure.entropy(image.cursor.slice(image.end, length)), ...place },
    ],
    embedded: length === 0 ? [] : [{ name: 'overlay', offset: image.end, length }],
  }
}
