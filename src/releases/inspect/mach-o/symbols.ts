import type { Notes } from '../../native/parts.ts'
import type { MachImage } from './commands.ts'

export interface MachImport {
  readonly name: string
  /** Ordinal of the library, from 1; other values: this file, the program, any library. */
  readonly library: number
  readonly offset: number
}

export interface MachSymbols {
  readonly imports: readonly MachImport[]
  readonly exports: readonly { readonly name: string; readonly offset: number }[]
  /** Address → name of what the file defines. */
  readonly names: ReadonlyMap<number, string>
}

const mostSymbols = 500_000
const longestName = 1_024

/** Symbols of the table, of the opcodes that bind, of chained fixups and of the export trie, each name once. */
export function readSymbols(image: MachImage, notes: Notes): MachSymbols {
  const imports = new Map<string, MachImport>()
  const exports = new Map<string, { name: string; offset: number }>()
  const names = new Map<number, string>()
  const add = (name: string, library: number, offset: number) => {
    if (name !== '' && !imports.has(name) && imports.size < mostSymbols) imports.set(name, { name, library, offset })
  }
  notes.part('the symbols', () => readTable(image, add, exports, names, notes))
  for (const kind of ['bind', 'weak-bind', 'lazy-bind'] as const) notes.part('the symbols that are bound', () => readBindings(image, kind, add))
  notes.part('the chained fixups', () => readChainedImports(image, add))
  notes.part('the export trie', () => readExportTrie(image, exports))
  // A weak symbol that the file itself defines is bound, too, but comes from nowhere else.
  for (const name of exports.keys()) if ((imports.get(name)?.library ?? 0) <= 0) imports.delete(name)
  return { imports: [...imports.values()], exports: [...exports.values()], names }
}

type Add = (name: string, library: number, offset: number) => void

function readTable(image: MachImage, add: Add, exports: Map<string, { name: string; offset: number }>, names: Map<number, string>, notes: Notes): void {
  const { cursor, wide } = image
  const symbols = image.parts.get('symbols')
  const strings = image.parts.get('strings')
  if (symbols === undefined || strings === undefined) return
  const size = wide ? 16 : 12
  const count = Math.floor(symbols.size / size)
  if (count > mostSymbols) notes.add(`the file has ${count} symbols; the first ${mostSymbols} were read`)
  for (let index = 0; index < Math.min(count, mostSymbols); index++) {
    const at = symbols.offset + index * size
    const place = strings.offset + cursor.u32(at)
    const name = cursor.has(place) ? cursor.text(place, longestName) : ''
    if (name !== '') readEntry(image, { name, offset: at }, add, exports, names)
  }
}

function readEntry(
  { cursor, wide }: MachImage,
  symbol: { name: string; offset: number },
  add: Add,
  exports: Map<string, typeof symbol>,
  names: Map<number, string>,
): void {
  const { name, offset } = symbol
  const type = cursor.u8(offset + 4)
  const value = wide ? cursor.address(offset + 8) : cursor.u32(offset + 8)
  const external = (type & 1) !== 0
  // 0xe0: entries for debuggers.
  if ((type & 0xe0) !== 0) return
  if ((type & 0x0e) === 0) {
    // An undefined symbol with a value is a common block of an object file.
    if (external && value === 0) add(name, cursor.u16(offset + 6) >> 8, offset)
    return
  }
  if (!names.has(value)) names.set(value, name)
  // Private externals are for the linker alone.
  if (external && (type & 0x10) === 0) exports.set(name, symbol)
}

/** Reads a number in LEB128; returns it and where it ends. Bits beyond 2^53 are lost. */
function uleb(cursor: MachImage['cursor'], at: number): [value: number, end: number] {
  let value = 0
  let factor = 1
  for (let end = at; ; end++) {
    const octet = cursor.u8(end)
    if (end - at < 10) value += (octet & 0x7f) * factor
    factor *= 128
    if (octet < 0x80) return [value, end + 1]
  }
}

/** Numbers in LEB128 that follow each opcode of binding (BIND_OPCODE_…), by its upper half. */
const operands: Readonly<Record<number, number>> = { 32: 1, 96: 1, 112: 1, 128: 1, 160: 1, 192: 2 }

function readBindings(image: MachImage, kind: 'bind' | 'weak-bind' | 'lazy-bind', add: Add): void {
  const { cursor } = image
  const part = image.parts.get(kind)
  if (part === undefined) return
  const end = part.offset + part.size
  let library = 0
  for (let at = part.offset; at < end; ) {
    const opcode = cursor.u8(at) & 0xf0
    const immediate = cursor.u8(at) & 0x0f
    const start = at++
    if (opcode === 0x40) {
      const name = cursor.text(at, longestName)
      add(name, kind === 'weak-bind' ? 0 : library, start)
      at += name.length + 1
    }
    let last = 0
    for (let left = operandCount(opcode, immediate); left > 0; left--) [last, at] = uleb(cursor, at)
    if (opcode === 0x10) library = immediate
    else if (opcode === 0x20) library = last
    else if (opcode === 0x30) library = immediate === 0 ? 0 : immediate - 16
  }
}

function operandCount(opcode: number, immediate: number): number {
  // BIND_OPCODE_THREADED has a number in the first of its two forms only.
  if (opcode === 0xd0) return immediate === 0 ? 1 : 0
  return operands[opcode] ?? 0
}

/** Formats of imports: bytes an entry (mach-o/fixup-chains.h). */
const importSizes: Readonly<Record<number, number>> = { 1: 4, 2: 8, 3: 16 }

function readChainedImports(image: MachImage, add: Add): void {
  const { cursor } = image
  const part = image.parts.get('fixups')
  if (part === undefined || part.size < 28) return
  const table = part.offset + cursor.u32(part.offset + 8)
  const symbols = part.offset + cursor.u32(part.offset + 12)
  const count = cursor.u32(part.offset + 16)
  const format = cursor.u32(part.offset + 20)
  const size = importSizes[format]
  // 1: the names are compressed, which no linker does.
  if (size === undefined || cursor.u32(part.offset + 24) !== 0) return
  for (let index = 0; index < Math.min(count, mostSymbols); index++) {
    const at = table + index * size
    const packed = cursor.u32(at)
    const library = format === 3 ? (packed << 16) >> 16 : (packed << 24) >> 24
    add(cursor.text(symbols + (format === 3 ? cursor.u32(at + 4) : packed >>> 9), longestName), library, at)
  }
}

function readExportTrie(image: MachImage, exports: Map<string, { name: string; offset: number }>): void {
  const { cursor } = image
  const part = image.parts.get('exports')
  if (part === undefined || part.size === 0) return
  const open = [{ at: 0, prefix: '' }]
  const seen = new Set<number>()
  let characters = 0
  for (let node = open.pop(); node !== undefined && exports.size < mostSymbols; node = open.pop()) {
    if (seen.has(node.at) || node.at >= part.size) continue
    seen.add(node.at)
    const [terminal, after] = uleb(cursor, part.offset + node.at)
    if (terminal > 0 && !exports.has(node.prefix)) exports.set(node.prefix, { name: node.prefix, offset: part.offset + node.at })
    let at = after + terminal
    for (let children = cursor.u8(at++); children > 0; children--) {
      const edge = cursor.text(at, longestName)
      const [next, end] = uleb(cursor, at + edge.length + 1)
      const prefix = node.prefix + edge
      characters += prefix.length
      // Names grow from node to node: together they may not be larger than any real table.
      if (prefix.length <= longestName && characters < 50_000_000) open.push({ at: next, prefix })
      at = end
    }
  }
}
