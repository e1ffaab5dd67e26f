import { Blocks, u16, u32, u64 } from './blocks.ts'

export interface ElfParts {
  /** A library is the default. */
  readonly kind?: 'library' | 'program'
  readonly needed?: readonly string[]
  readonly imports?: readonly string[]
  readonly exports?: readonly string[]
  /** Exported functions that a resolver chooses when the file is loaded. */
  readonly ifuncs?: readonly string[]
  /** Resolvers that no symbol names (relocations IRELATIVE). */
  readonly hiddenResolvers?: number
  /** Entries of the init array; those that name an export run it. */
  readonly constructors?: readonly (string | null)[]
  readonly soname?: string
  readonly runpath?: string
  readonly sections?: readonly {
    readonly name: string
    readonly bytes: Uint8Array
    readonly executable?: boolean
    /** Its header says that it is not loaded; it lies behind the segment, or inside, where it is loaded all the same. */
    readonly unloaded?: 'behind' | 'inside'
  }[]
  readonly overlay?: Uint8Array
  /** false: leave the section headers out, as packers do. */
  readonly sectionHeaders?: boolean
}

interface Section {
  readonly name: string
  readonly type: number
  readonly flags: number
  readonly at: number
  readonly size: number
  readonly link?: string
  readonly info?: number
  readonly entry?: number
}

const relative = 8
const irelative = 37

/** A 64-bit ELF file for x86-64 that binutils reads. One segment holds it all, loaded at address 0, so that addresses are offsets. Its code does nothing. */
export function writeElf(parts: ElfParts): Buffer {
  const strings = new Blocks()
  strings.text('')
  const name = (text: string) => strings.text(text)
  const headers = 64 + 3 * 56
  const body = new Blocks(headers)
  const sections: Section[] = []
  const add = (section: Omit<Section, 'at' | 'size'>, bytes: Uint8Array) => {
    body.align(8)
    const at = body.add(bytes)
    sections.push({ ...section, at, size: bytes.length })
    return at
  }
  const exported = [...(parts.exports ?? []), ...(parts.ifuncs ?? [])]
  const { constructors = [], hiddenResolvers: hiddenCount = 0 } = parts
  // One return for every function, so that each has its own address.
  const code = add({ name: '.text', type: 1, flags: 6 }, Buffer.alloc(exported.length + constructors.length + hiddenCount + 1, 0xc3))
  const symbols = [
    Buffer.alloc(24),
    ...(parts.imports ?? []).map((text) => Buffer.concat([u32(name(text)), Buffer.from([0x12, 0]), u16(0), u64(0, 0)])),
    ...exported.map((text, index) =>
      Buffer.concat([u32(name(text)), Buffer.from([parts.ifuncs?.includes(text) === true ? 0x1a : 0x12, 0]), u16(1), u64(code + index, 1)]),
    ),
  ]
  const entries: (readonly [number, number])[] = (parts.needed ?? []).map((library) => [1, name(library)] as const)
  if (parts.soname !== undefined) entries.push([14, name(parts.soname)])
  if (parts.runpath !== undefined) entries.push([29, name(parts.runpath)])
  const symbolsAt = add({ name: '.dynsym', type: 11, flags: 2, link: '.dynstr', info: 1, entry: 24 }, Buffer.concat(symbols))
  const stringBytes = strings.bytes()
  const stringsAt = add({ name: '.dynstr', type: 3, flags: 2 }, stringBytes)
  const hashAt = add({ name: '.hash', type: 5, flags: 2, link: '.dynsym', entry: 4 }, hashTable(symbols.length))
  const targets = constructors.map((text, index) => code + (text === null ? exported.length + index : exported.indexOf(text)))
  const arrayAt = add({ name: '.init_array', type: 14, flags: 3, entry: 8 }, u64(...targets))
  const hidden = Array.from({ length: hiddenCount }, (_, index) => code + exported.length + constructors.length + index)
  const slotsAt = add({ name: '.got', type: 1, flags: 3 }, u64(0, ...hidden.map(() => 0)))
  const relocations = [
    ...targets.map((target, index) => [arrayAt + 8 * index, relative, target] as const),
    ...hidden.map((target, index) => [slotsAt + 8 + 8 * index, irelative, target] as const),
  ]
  const relocationsAt = add({ name: '.rela.dyn', type: 4, flags: 2, link: '.dynsym', entry: 24 }, u64(...relocations.flat()))
  const addGiven = (behind: boolean) => {
    for (const { name, executable, unloaded, bytes } of parts.sections ?? [])
      if ((unloaded === 'behind') === behind) add({ name, type: 1, flags: unloaded === undefined ? rights(executable) : 0 }, bytes)
  }
  addGiven(false)
  entries.push([4, hashAt], [5, stringsAt], [6, symbolsAt], [10, stringBytes.length], [11, 24])
  if (targets.length > 0) entries.push([25, arrayAt], [27, 8 * targets.length])
  if (relocations.length > 0) entries.push([7, relocationsAt], [8, 24 * relocations.length], [9, 24])
  const dynamic = u64(...entries.flat(), 0, 0)
  const dynamicAt = add({ name: '.dynamic', type: 6, flags: 3, link: '.dynstr', entry: 16 }, dynamic)
  const end = body.at
  addGiven(true)
  const program = Buffer.concat([segment(1, 7, 0, end), segment(2, 6, dynamicAt, dynamic.length), segment(0x6474e551, 6, 0, 0)])
  const table = parts.sectionHeaders === false ? undefined : sectionTable(sections, body)
  const header = Buffer.concat([
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
    u16(parts.kind === 'program' ? 2 : 3, 62),
    u32(1),
    u64(code, 64, table?.at ?? 0),
    u32(0),
    u16(64, 56, 3, 64, table?.count ?? 0, table === undefined ? 0 : table.count - 1),
  ])
  return Buffer.concat([header, program, body.bytes(), parts.overlay ?? Buffer.alloc(0)])
}

function rights(executable = false): number {
  return executable ? 6 : 2
}

/** One bucket whose chain runs over all symbols. */
function hashTable(symbols: number): Buffer {
  const chain = Array.from({ length: symbols }, (_, index) => (index === 0 || index === symbols - 1 ? 0 : index + 1))
  return u32(1, symbols, symbols > 1 ? 1 : 0, ...chain)
}

function segment(type: number, flags: number, at: number, size: number): Buffer {
  return Buffer.concat([u32(type, flags), u64(at, at, at, size, size, 8)])
}

function sectionTable(sections: readonly Section[], body: Blocks): { at: number; count: number } {
  const names = new Blocks()
  names.text('')
  const labels = sections.map(({ name }) => names.text(name))
  const own = names.text('.shstrtab')
  const namesAt = body.add(names.bytes())
  const all = [...sections, { name: '.shstrtab', type: 3, flags: 0, at: namesAt, size: names.at }]
  body.align(8)
  const rows = all.map((section, index) => {
    const link = 'link' in section ? all.findIndex(({ name }) => name === section.link) + 1 : 0
    const { info = 0, entry = 0 } = section as Section
    return Buffer.concat([
      u32(labels[index] ?? own, section.type),
      u64(section.flags, (section.flags & 2) === 0 ? 0 : section.at, section.at, section.size),
      u32(link, info),
      u64(8, entry),
    ])
  })
  return { at: body.add(Buffer.concat([Buffer.alloc(64), ...rows])), count: rows.length + 1 }
}
