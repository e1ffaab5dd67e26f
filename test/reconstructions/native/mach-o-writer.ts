/** What a small library for macOS is made of. */
export interface MachOParts {
  readonly architecture: 'x86_64' | 'arm64'
  readonly name: string
  readonly libraries: readonly string[]
  readonly imports: readonly string[]
  readonly exports: readonly string[]
  /** With a constructor: a section of pointers to functions that run when the library is loaded. */
  readonly constructors: number
  readonly text: Buffer
  readonly strings: Buffer
}

const pageSize = 0x4000
const processors = { x86_64: [0x01000007, 3], arm64: [0x0100000c, 0] } as const

/** One architecture's slice (Apple, mach-o/loader.h and nlist.h); its code is never run. */
export function writeMachO({ architecture, name, libraries, imports, exports, constructors, text, strings }: MachOParts): Buffer {
  const sections = [
    { segment: '__TEXT', name: '__text', bytes: text, flags: 0x80000400 },
    { segment: '__TEXT', name: '__cstring', bytes: strings, flags: 2 },
    ...(constructors > 0 ? [{ segment: '__DATA', name: '__mod_init_func', bytes: Buffer.alloc(8 * constructors, 1), flags: 9 }] : []),
  ]
  const commands = [dylibCommand(0xd, name), ...libraries.map((library) => dylibCommand(0xc, library))]
  const symbolTable = Buffer.alloc(24)
  const segments = [...new Set(sections.map(({ segment }) => segment))]
  const sizes = segments.reduce((sum, segment) => sum + 72 + 80 * sections.filter((each) => each.segment === segment).length, 72)
  const commandBytes = sizes + commands.reduce((sum, { length }) => sum + length, 0) + symbolTable.length
  let offset = pageSize
  const placed = sections.map((section) => {
    const here = offset
    offset += Math.ceil(section.bytes.length / 16) * 16
    return { ...section, offset: here }
  })
  const { table, names, count } = symbols(imports, exports)
  symbolTable.writeUInt32LE(2, 0)
  symbolTable.writeUInt32LE(24, 4)
  symbolTable.writeUInt32LE(offset, 8)
  symbolTable.writeUInt32LE(count, 12)
  symbolTable.writeUInt32LE(offset + table.length, 16)
  symbolTable.writeUInt32LE(names.length, 20)
  const segmentCommands = segments.map((segment, index) =>
    segmentCommand(
      segment,
      index,
      placed.filter((each) => each.segment === segment),
    ),
  )
  const linkEdit = segmentCommand('__LINKEDIT', segments.length, [])
  linkEdit.writeBigUInt64LE(BigInt(offset), 40)
  linkEdit.writeBigUInt64LE(BigInt(table.length + names.length), 48)
  const header = Buffer.alloc(32)
  const [type, subtype] = processors[architecture]
  for (const [index, value] of [0xfeedfacf, type, subtype, 6, segments.length + 1 + commands.length + 1, commandBytes, 0x85].entries())
    header.writeUInt32LE(value, 4 * index)
  const file = Buffer.alloc(offset + table.length + names.length)
  Buffer.concat([header, ...segmentCommands, linkEdit, ...commands, symbolTable]).copy(file)
  for (const { bytes, offset: at } of placed) bytes.copy(file, at)
  table.copy(file, offset)
  names.copy(file, offset + table.length)
  return file
}

function segmentCommand(
  name: string,
  index: number,
  sections: readonly { readonly name: string; readonly bytes: Buffer; readonly offset: number; readonly flags: number }[],
): Buffer {
  const command = Buffer.alloc(72 + 80 * sections.length)
  const first = sections[0]?.offset ?? 0
  const size = sections.reduce((sum, { bytes }) => sum + Math.ceil(bytes.length / 16) * 16, 0)
  command.writeUInt32LE(0x19, 0)
  command.writeUInt32LE(command.length, 4)
  command.write(name, 8, 16, 'latin1')
  command.writeBigUInt64LE(BigInt(index * 0x100000), 24)
  command.writeBigUInt64LE(0x100000n, 32)
  command.writeBigUInt64LE(BigInt(name === '__TEXT' ? 0 : first), 40)
  command.writeBigUInt64LE(BigInt(name === '__TEXT' ? first + size : size), 48)
  command.writeUInt32LE(name === '__TEXT' ? 5 : 3, 56)
  command.writeUInt32LE(name === '__TEXT' ? 5 : 3, 60)
  command.writeUInt32LE(sections.length, 64)
  for (const [each, section] of sections.entries()) {
    const at = 72 + 80 * each
    command.write(section.name, at, 16, 'latin1')
    command.write(name, at + 16, 16, 'latin1')
    command.writeBigUInt64LE(BigInt(index * 0x100000 + section.offset), at + 32)
    command.writeBigUInt64LE(BigInt(section.bytes.length), at + 40)
    command.writeUInt32LE(section.offset, at + 48)
    command.writeUInt32LE(section.flags, at + 64)
  }
  return command
}

function dylibCommand(kind: number, name: string): Buffer {
  const command = Buffer.alloc(24 + Math.ceil((name.length + 1) / 8) * 8)
  command.writeUInt32LE(kind, 0)
  command.writeUInt32LE(command.length, 4)
  command.writeUInt32LE(24, 8)
  command.writeUInt32LE(2, 12)
  command.writeUInt32LE(0x10000, 16)
  command.writeUInt32LE(0x10000, 20)
  command.write(name, 24)
  return command
}

function symbols(imports: readonly string[], exports: readonly string[]): { readonly table: Buffer; readonly names: Buffer; readonly count: number } {
  const names: Buffer[] = [Buffer.from('\0')]
  let at = 1
  const entries = [...exports.map((name) => ({ name, type: 0x0f, section: 1 })), ...imports.map((name) => ({ name, type: 0x01, section: 0 }))].map(
    ({ name, type, section }) => {
      const entry = Buffer.alloc(16)
      entry.writeUInt32LE(at, 0)
      entry.writeUInt8(type, 4)
      entry.writeUInt8(section, 5)
      entry.writeUInt16LE(section === 0 ? 0x100 : 0, 6)
      names.push(Buffer.from(`${name}\0`))
      at += name.length + 1
      return entry
    },
  )
  return { table: Buffer.concat(entries), names: Buffer.concat(names), count: entries.length }
}

/** Slices in one fat file, big-endian head, each on a boundary of 16 KiB (mach-o/fat.h). */
export function writeFat(slices: readonly { readonly architecture: 'x86_64' | 'arm64'; readonly bytes: Buffer }[]): Buffer {
  const head = Buffer.alloc(pageSize)
  head.writeUInt32BE(0xcafebabe, 0)
  head.writeUInt32BE(slices.length, 4)
  const parts: Buffer[] = [head]
  let offset = pageSize
  for (const [index, { architecture, bytes }] of slices.entries()) {
    const [type, subtype] = processors[architecture]
    for (const [each, value] of [type, subtype, offset, bytes.length, 14].entries()) head.writeUInt32BE(value, 8 + 20 * index + 4 * each)
    const padded = Buffer.concat([bytes, Buffer.alloc(Math.ceil(bytes.length / pageSize) * pageSize - bytes.length)])
    parts.push(padded)
    offset += padded.length
  }
  return Buffer.concat(parts)
}
