import { Blocks, fixed, u16, u32, u64 } from './blocks.ts'
import { resourceSection, type WrittenResource } from './pe-resources.ts'

export interface PeParts {
  readonly bits?: 32 | 64
  readonly library?: boolean
  readonly timestamp?: number
  /** Library → functions; a number is an ordinal. */
  readonly imports?: Readonly<Record<string, readonly (string | number)[]>>
  readonly delayImports?: Readonly<Record<string, readonly (string | number)[]>>
  /** Name the library gives itself, and its functions; `forward` as in `other.Function`. */
  readonly exportName?: string
  readonly exports?: readonly { readonly name: string; readonly forward?: string }[]
  readonly resources?: readonly WrittenResource[]
  readonly tlsCallbacks?: number
  readonly pdb?: string
  /** Further sections with their content; flags as in the header (default: readable data). */
  readonly sections?: readonly { readonly name: string; readonly bytes: Uint8Array; readonly flags?: number }[]
  /** Code of the section .text; one return by default. */
  readonly code?: Uint8Array
  readonly overlay?: Uint8Array
  /** DER of a PKCS#7 signature, and bytes behind it inside its entry of the certificate table. */
  readonly certificate?: { readonly der: Uint8Array; readonly slack?: Uint8Array }
}

const fileAlignment = 0x200
const sectionAlignment = 0x1000
const dataFlags = 0x40000040
const codeFlags = 0x60000020

/** A Windows program or library that the tools of binutils and LLVM read. Its code does nothing. */
export function writePe(parts: PeParts): Buffer {
  const wide = (parts.bits ?? 64) === 64
  const base = wide ? 0x180000000 : 0x10000000
  const data = dataSection(parts, wide, base, 2 * sectionAlignment)
  const sections = [
    { name: '.text', bytes: parts.code ?? Buffer.from([0xc3]), flags: codeFlags },
    { name: '.rdata', bytes: data.bytes, flags: 0xc0000040 },
    ...(parts.sections ?? []).map((section) => ({ flags: dataFlags, ...section })),
  ]
  let rva = sectionAlignment
  const places = sections.map(({ bytes }) => {
    const at = rva
    rva += Math.max(1, Math.ceil(bytes.length / sectionAlignment)) * sectionAlignment
    return at
  })
  const directories = new Map(data.directories)
  if (parts.resources !== undefined) {
    const bytes = resourceSection(parts.resources, rva)
    sections.push({ name: '.rsrc', bytes, flags: dataFlags })
    places.push(rva)
    directories.set(2, [rva, bytes.length])
    rva += Math.ceil(bytes.length / sectionAlignment) * sectionAlignment
  }
  if (places[1] !== 2 * sectionAlignment) throw new Error('the code is larger than one page: the tables would move')
  const headerSize = 0x400
  const body = new Blocks(headerSize)
  const placed = sections.map((section, index) => {
    const at = body.add(section.bytes)
    const size = body.align(fileAlignment) - at
    return Buffer.concat([fixed(section.name, 8), u32(section.bytes.length, places[index] ?? 0, size, at, 0, 0, 0, section.flags)])
  })
  if (parts.overlay !== undefined) body.add(parts.overlay)
  if (parts.certificate !== undefined) {
    const at = body.align(8)
    body.add(certificateEntry(parts.certificate.der, parts.certificate.slack))
    directories.set(4, [at, body.at - at])
  }
  const header = headerOf(parts, { wide, base, imageSize: rva, headerSize, sections: sections.length, directories })
  return Buffer.concat([header, ...placed, Buffer.alloc(headerSize - header.length - 40 * placed.length), body.bytes()])
}

/** An entry of the certificate table: WIN_CERTIFICATE, filled up to eight bytes. */
function certificateEntry(der: Uint8Array, slack: Uint8Array = Buffer.alloc(0)): Buffer {
  const length = 8 + der.length + slack.length
  const padding = Buffer.alloc((8 - (length % 8)) % 8)
  return Buffer.concat([u32(length + padding.length), u16(0x200, 2), der, slack, padding])
}

/** A signed file with bytes appended inside the last entry of its certificate table, as CVE-2013-3900 allows. The table must be the end of the file. */
export function stuffCertificateTable(signed: Uint8Array, payload: Uint8Array): Buffer {
  const file = Buffer.from(signed)
  const optional = file.readUInt32LE(0x3c) + 24
  const directory = optional + (file.readUInt16LE(optional) === 0x20b ? 112 : 96) + 32
  const at = file.readUInt32LE(directory)
  const size = file.readUInt32LE(directory + 4)
  if (at === 0 || at + size !== file.length) throw new Error('the file has no certificate table at its end')
  const padding = Buffer.alloc((8 - (payload.length % 8)) % 8)
  const grown = payload.length + padding.length
  file.writeUInt32LE(size + grown, directory + 4)
  file.writeUInt32LE(file.readUInt32LE(at) + grown, at)
  return Buffer.concat([file, payload, padding])
}

interface HeaderParts {
  readonly wide: boolean
  readonly base: number
  readonly imageSize: number
  readonly headerSize: number
  readonly sections: number
  readonly directories: ReadonlyMap<number, readonly [number, number]>
}

function headerOf(parts: PeParts, { wide, base, imageSize, headerSize, sections, directories }: HeaderParts): Buffer {
  const optional = new Blocks()
  optional.add(
    Buffer.concat([
      u16(wide ? 0x20b : 0x10b),
      Buffer.from([14, 0]),
      u32(fileAlignment, fileAlignment, 0, parts.library === true ? 0 : sectionAlignment, sectionAlignment),
    ]),
  )
  optional.add(wide ? u64(base) : u32(2 * sectionAlignment, base))
  optional.add(Buffer.concat([u32(sectionAlignment, fileAlignment), u16(6, 0, 0, 0, 6, 0), u32(0, imageSize, headerSize, 0), u16(3, 0x160)]))
  const reserve = [0x100000, 0x1000, 0x100000, 0x1000]
  optional.add(wide ? u64(...reserve) : u32(...reserve))
  optional.add(u32(0, 16))
  for (let index = 0; index < 16; index++) optional.add(u32(...(directories.get(index) ?? [0, 0])))
  const dos = Buffer.concat([fixed('MZ', 0x3c), u32(0x80), Buffer.alloc(0x40)])
  const characteristics = (parts.library === true ? 0x2000 : 0) | 0x22 | (wide ? 0 : 0x100)
  return Buffer.concat([
    dos,
    Buffer.from('PE\0\0'),
    u16(wide ? 0x8664 : 0x14c, sections),
    u32(parts.timestamp ?? 0x60000000, 0, 0),
    u16(optional.at, characteristics),
    optional.bytes(),
  ])
}

interface DataSection {
  readonly bytes: Buffer
  readonly directories: readonly (readonly [number, readonly [number, number]])[]
}

/** All tables of one file in one section that begins at `rva`. */
function dataSection(parts: PeParts, wide: boolean, base: number, rva: number): DataSection {
  const data = new Blocks(rva)
  const directories: [number, readonly [number, number]][] = []
  const word = wide ? u64 : u32
  const thunks = (wanted: readonly (string | number)[]): number => {
    const values = wanted.map((one) =>
      typeof one === 'number' ? ordinal(one, wide) : word(data.add(Buffer.concat([u16(0), Buffer.from(`${one}\0`, 'latin1')]))),
    )
    data.align(8)
    return data.add(Buffer.concat([...values, word(0)]))
  }
  const imports = Object.entries(parts.imports ?? {}).map(([library, wanted]) => ({ name: data.text(library), lookup: thunks(wanted), bound: thunks(wanted) }))
  if (imports.length > 0) {
    data.align(8)
    const at = data.add(Buffer.concat([...imports.map(({ name, lookup, bound }) => u32(lookup, 0, 0, name, bound)), Buffer.alloc(20)]))
    directories.push([1, [at, data.at - at]])
  }
  const delayed = Object.entries(parts.delayImports ?? {}).map(([library, wanted]) => ({
    name: data.text(library),
    names: thunks(wanted),
    addresses: thunks(wanted),
  }))
  if (delayed.length > 0) {
    data.align(8)
    const at = data.add(Buffer.concat([...delayed.map(({ name, names, addresses }) => u32(1, name, rva, addresses, names, 0, 0, 0)), Buffer.alloc(32)]))
    directories.push([13, [at, data.at - at]])
  }
  if (parts.exports !== undefined) directories.push([0, exportTable(parts.exportName ?? 'library.dll', parts.exports, data)])
  if (parts.tlsCallbacks !== undefined) {
    const list = data.add(word(...Array.from({ length: parts.tlsCallbacks }, () => base + sectionAlignment), 0))
    data.align(8)
    const index = data.add(u64(0))
    const at = data.add(Buffer.concat([word(base + index, base + index, base + index, base + list), u32(0, 0)]))
    directories.push([9, [at, data.at - at]])
  }
  if (parts.pdb !== undefined) {
    const view = Buffer.concat([Buffer.from('RSDS'), Buffer.alloc(16, 7), u32(1), Buffer.from(`${parts.pdb}\0`)])
    data.align(8)
    const at = data.add(view)
    // The section is the second one, behind one block of code.
    const directory = data.add(u32(0, 0, 0, 2, view.length, at, at - rva + 0x400 + fileAlignment * Math.ceil((parts.code?.length ?? 1) / fileAlignment)))
    directories.push([6, [directory, 28]])
  }
  return { bytes: data.bytes(), directories }
}

function ordinal(value: number, wide: boolean): Buffer {
  return wide ? u32(value, 0x80000000) : u32((0x80000000 | value) >>> 0)
}

function exportTable(name: string, exported: NonNullable<PeParts['exports']>, data: Blocks): readonly [number, number] {
  data.align(8)
  const sorted = exported.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const start = data.at
  const functions = start + 40
  const names = functions + 4 * sorted.length
  const ordinals = names + 4 * sorted.length
  let at = ordinals + 2 * sorted.length
  const place = (text: string) => {
    const here = at
    at += text.length + 1
    return here
  }
  const own = place(name)
  const rows = sorted.map((row) => ({ name: place(row.name), target: row.forward === undefined ? sectionAlignment : place(row.forward) }))
  data.add(u32(0, 0, 0, own, 1, sorted.length, sorted.length, functions, names, ordinals))
  data.add(u32(...rows.map(({ target }) => target)))
  data.add(u32(...rows.map((row) => row.name)))
  data.add(u16(...rows.map((_, index) => index)))
  data.text(name)
  for (const row of sorted) {
    data.text(row.name)
    if (row.forward !== undefined) data.text(row.forward)
  }
  return [start, data.at - start]
}
