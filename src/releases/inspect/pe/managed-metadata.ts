import { BeyondEnd, Cursor } from '../../cursor.ts'
import { codedIndexes, columns } from './managed-tables.ts'

/** A row of a metadata table: columns as numbers, in order. */
export type Row = readonly number[]

/** The tables and the heap of names of .NET metadata. */
export interface Metadata {
  readonly version: string
  count(table: number): number
  /** `row` from 1, as references count. */
  row(table: number, row: number): Row
  /** Name at a place in the heap of strings. */
  name(at: number): string
  /** Offset of a row from the beginning of the file. */
  place(table: number, row: number): number
  /** Table and row of a coded index; undefined for none. */
  decode(kind: string, value: number): { readonly table: number; readonly row: number } | undefined
}

const longestName = 1_024

/** Metadata that begins at `root` of the file (ECMA-335, II.24). undefined when it holds no tables. Throws BeyondEnd. */
export function readMetadata(bytes: Uint8Array, root: number): Metadata | undefined {
  const cursor = new Cursor(bytes)
  if (cursor.u32(root) !== 0x424a5342) return undefined
  const versionLength = Math.min(255, cursor.u32(root + 12))
  const streams = streamsOf(cursor, root, root + 16 + versionLength)
  const tables = streams.get('#~') ?? streams.get('#-')
  if (tables === undefined) return undefined
  const strings = streams.get('#Strings') ?? bytes.length
  const layout = layoutOf(cursor, tables)
  const place = (table: number, row: number) => {
    const found = layout[table]
    if (found === undefined || row < 1 || row > found.rows) throw new BeyondEnd(tables)
    return found.start + (row - 1) * found.size
  }
  return {
    version: cursor.text(root + 16, versionLength),
    count: (table) => layout[table]?.rows ?? 0,
    place,
    row(table, row) {
      let at = place(table, row)
      return (layout[table]?.widths ?? []).map((width) => {
        const value = width === 2 ? cursor.u16(at) : cursor.u32(at)
        at += width
        return value
      })
    },
    name: (at) => cursor.text(strings + at, longestName),
    decode(kind, value) {
      const targets = codedIndexes[kind] ?? []
      const bits = tagBits(targets)
      const table = targets[value & ((1 << bits) - 1)] ?? -1
      return table < 0 || value >>> bits === 0 ? undefined : { table, row: value >>> bits }
    },
  }
}

function streamsOf(cursor: Cursor, root: number, at: number): Map<string, number> {
  const streams = new Map<string, number>()
  const count = Math.min(16, cursor.u16(at + 2))
  for (let index = 0, next = at + 4; index < count; index++) {
    const name = cursor.text(next + 8, 32)
    if (!streams.has(name)) streams.set(name, root + cursor.u32(next))
    next += 8 + ((name.length + 4) & ~3)
  }
  return streams
}

interface Layout {
  readonly rows: number
  readonly start: number
  readonly size: number
  readonly widths: readonly (2 | 4)[]
}

/** Where each table lies: the width of every reference depends on how large what it refers to is. */
function layoutOf(cursor: Cursor, tables: number): Layout[] {
  const heaps = cursor.u8(tables + 6)
  const present = [cursor.u32(tables + 8), cursor.u32(tables + 12)]
  let at = tables + 24
  const rows = Array.from({ length: 64 }, (_, table) => {
    if ((((present[table >> 5] ?? 0) >>> (table & 31)) & 1) === 0) return 0
    at += 4
    return cursor.u32(at - 4)
  })
  // The uncompressed form `#-` may carry a further number before the rows.
  if ((heaps & 0x40) !== 0) at += 4
  return columns.map((text, table) => {
    const widths = text.split(' ').map((column) => widthOf(column, heaps, rows))
    const size = widths.reduce<number>((sum, width) => sum + width, 0)
    const layout = { rows: rows[table] ?? 0, start: at, size, widths }
    at += layout.rows * size
    return layout
  })
}

function widthOf(column: string, heaps: number, rows: readonly number[]): 2 | 4 {
  if (column === '2') return 2
  if (column === '4') return 4
  if (column === 's') return (heaps & 1) === 0 ? 2 : 4
  if (column === 'g') return (heaps & 2) === 0 ? 2 : 4
  if (column === 'b') return (heaps & 4) === 0 ? 2 : 4
  if (column.startsWith('t')) return (rows[Number(column.slice(1))] ?? 0) < 2 ** 16 ? 2 : 4
  const targets = codedIndexes[column] ?? []
  return targets.every((table) => (rows[table] ?? 0) < 2 ** (16 - tagBits(targets))) ? 2 : 4
}

function tagBits(targets: readonly number[]): number {
  return Math.ceil(Math.log2(Math.max(2, targets.length)))
}
