import { Cursor } from '../cursor.ts'
import type { Source } from '../unpack/source.ts'
import { type Compound, CompoundError, type CompoundStream, readCompound } from './cfb.ts'
import { msiName } from './msi-names.ts'

/** A text is '' when there is none; an integer null. Streams are named `Table.Key` and lie beside the tables. */
export type MsiRow = ReadonlyMap<string, string | number | null>

export interface MsiDatabase {
  readonly compound: Compound
  /** By decoded name: `!File`, `Binary.helper`, `product.cab`. */
  readonly streams: ReadonlyMap<string, CompoundStream>
  readonly tables: readonly string[]
  /** No rows when the table is not there. Throws CompoundError when it is broken. */
  rows(table: string): readonly MsiRow[]
}

interface Column {
  readonly name: string
  readonly type: number
}

/** A stream that is read whole, in bytes: a string pool of a large product has some megabytes. */
const mostBytes = 64 * 2 ** 20
const mostRows = 1_000_000
const mostColumns = 64

/** Bits of a column's type: a string, and of those with no length a stream. */
const isString = 0x0800
const isNullable = 0x1000
const streamType = 0x0900

export function isMsi(compound: Compound): boolean {
  return compound.streams.some(({ path }) => path.length === 1 && path[0] !== undefined && msiName(path[0]) === '!_StringPool')
}

/** Opens the database in an MSI. Throws CompoundError or BeyondEnd for what is none. */
export function readMsi(source: Source, compound = readCompound(source)): MsiDatabase {
  const streams = new Map<string, CompoundStream>()
  for (const stream of compound.streams) if (stream.path.length === 1) streams.set(msiName(stream.path[0] ?? ''), stream)
  const bytesOf = (name: string): Uint8Array => {
    const stream = streams.get(name)
    return stream ? compound.read(stream, mostBytes) : new Uint8Array()
  }
  const pool = readPool(bytesOf('!_StringPool'), bytesOf('!_StringData'))
  const columns = new Map<string, Column[]>()
  const columnsOfColumns: Column[] = [
    { name: 'Table', type: isString | 64 },
    { name: 'Number', type: 2 },
    { name: 'Name', type: isString | 64 },
    { name: 'Type', type: 2 },
  ]
  for (const row of readRows(bytesOf('!_Columns'), columnsOfColumns, pool)) {
    const table = String(row.get('Table'))
    const list = columns.get(table) ?? []
    columns.set(table, list)
    const number = Number(row.get('Number'))
    if (number >= 1 && number <= mostColumns) list[number - 1] = { name: String(row.get('Name')), type: Number(row.get('Type')) }
  }
  return { compound, streams, tables: [...columns.keys()], rows: (table) => readRows(bytesOf(`!${table}`), columns.get(table) ?? [], pool) }
}

interface Pool {
  readonly texts: readonly string[]
  /** Bytes of a reference to a text: two, or three in large databases. */
  readonly width: 2 | 3
}

/** `_StringPool` is (length, references) per text, `_StringData` the texts one after the other. The first entry names the code page. */
function readPool(pool: Uint8Array, data: Uint8Array): Pool {
  if (pool.length < 4) throw new CompoundError('its string pool is missing')
  const cursor = new Cursor(pool)
  const codePage = cursor.u32(0)
  const decoder = decoderOf(codePage & 0xffff)
  const texts = ['']
  let from = 0
  for (let at = 4; cursor.has(at, 4); at += 4) {
    let length = cursor.u16(at)
    const references = cursor.u16(at + 2)
    // A text of 64 KiB or more: this entry is empty, its count of references is the upper half of the length.
    if (length === 0 && references !== 0 && cursor.has(at + 4, 4)) {
      at += 4
      length = references * 65_536 + cursor.u16(at)
    }
    texts.push(decoder(data.subarray(from, from + length)))
    from += length
  }
  return { texts, width: codePage & 0x80000000 ? 3 : 2 }
}

const encodings: Readonly<Record<number, string>> = { 874: 'windows-874', 932: 'shift_jis', 936: 'gbk', 949: 'euc-kr', 950: 'big5', 65001: 'utf-8' }

function decoderOf(codePage: number): (bytes: Uint8Array) => string {
  const name = encodings[codePage] ?? (codePage >= 1250 && codePage <= 1258 ? `windows-${codePage}` : 'windows-1252')
  const decoder = new TextDecoder(name)
  return (bytes) => decoder.decode(bytes)
}

/** A table lies column by column: all values of the first, then all of the second. */
function readRows(bytes: Uint8Array, listed: readonly (Column | undefined)[], pool: Pool): MsiRow[] {
  const columns = [...listed].filter((column) => column !== undefined)
  // Without one of them nothing that lies behind it can be told.
  if (columns.length !== listed.length) throw new CompoundError('the description of a column is missing')
  const widths = columns.map(({ type }) => widthOf(type, pool))
  const width = widths.reduce((sum, one) => sum + one, 0)
  if (width === 0) return []
  const count = Math.floor(bytes.length / width)
  if (count > mostRows) throw new CompoundError(`a table of ${count} rows`)
  const cursor = new Cursor(bytes)
  const rows = Array.from({ length: count }, () => new Map<string, string | number | null>())
  let start = 0
  for (const [index, column] of columns.entries()) {
    const one = widths[index] ?? 0
    for (const [number, row] of rows.entries()) row.set(column.name, valueAt(cursor, start + number * one, column.type, one, pool))
    start += count * one
  }
  return rows
}

function widthOf(type: number, { width }: Pool): number {
  if ((type & ~isNullable & 0x0fff) === streamType) return 2
  if (type & isString) return width
  return (type & 0xff) <= 2 ? 2 : 4
}

function valueAt(cursor: Cursor, at: number, type: number, width: number, { texts }: Pool): string | number | null {
  if (type & isString && (type & ~isNullable & 0x0fff) !== streamType) {
    const id = width === 3 ? cursor.u16(at) + 65_536 * cursor.u8(at + 2) : cursor.u16(at)
    return texts[id] ?? ''
  }
  const raw = width === 2 ? cursor.u16(at) : cursor.u32(at)
  return raw === 0 ? null : raw - (width === 2 ? 0x8000 : 0x80000000)
}

export function textOf(row: MsiRow, column: string): string {
  const value = row.get(column)
  return typeof value === 'string' ? value : ''
}

export function numberOf(row: MsiRow, column: string): number | null {
  const value = row.get(column)
  return typeof value === 'number' ? value : null
}
