import { type CsvError, parse } from 'csv-parse'
import { parse as parseNow } from 'csv-parse/sync'
import type { Head, Notes, Source } from './format.ts'

/** Characters of one record and of one cell; more is no inventory and no list. */
const longestRecord = 2 ** 20
const longestCell = 8192
const mostColumns = 500
/** Records of the beginning that are looked at to tell what a file is. */
const sampleRecords = 200

/** The beginning of a table of separated values. */
export interface CsvHead {
  readonly separator: string
  /** Column names in small letters and digits only: `Install Date`, `install_date` and `InstallDate` are one name. */
  readonly names: readonly string[]
  /** Line of the header, from 1. */
  readonly line: number
  /** The first records. */
  readonly sample: readonly (readonly string[])[]
}

export interface CsvRecord {
  /** The line it ends on. */
  readonly line: number
  readonly cells: readonly string[]
}

const heads = new WeakMap<Head, { readonly csv: CsvHead | undefined }>()

/** Reads the header of a table with at least two columns, separated by comma, semicolon, tab or bar; undefined for other text. */
export function csvHead(head: Head): CsvHead | undefined {
  const known = heads.get(head)
  if (known) return known.csv
  const csv = readHead(head)
  heads.set(head, { csv })
  return csv
}

function readHead(head: Head): CsvHead | undefined {
  const lines = head.text.split('\n')
  // Excel's `sep=;`, PowerShell's `#TYPE …` and other comments may stand before the header.
  const at = lines.findIndex((line) => !/^\s*($|#|sep=.\s*$)/i.test(line))
  const header = lines[at]?.replace(/^\ufeff/, '') ?? ''
  if (header.length > longestCell || /^\s*["']?[{[<]/.test(header)) return undefined
  const bare = header.replace(/"[^"]*"/g, '')
  const separator = [',', ';', '\t', '|']
    .map((text) => ({ text, count: bare.split(text).length }))
    .reduce((best, next) => (next.count > best.count ? next : best)).text
  const [names = []] = quickly(header, separator)
  if (names.length < 2 || names.length > mostColumns) return undefined
  const rest = lines.slice(at + 1, at + 1 + sampleRecords)
  if (!head.whole && at + 1 + rest.length === lines.length) rest.pop()
  return { separator, names: names.map(plainName), line: at + 1, sample: quickly(rest.join('\n'), separator) }
}

/** The records of a short text up to where it cannot be read. */
function quickly(text: string, separator: string): string[][] {
  const records: string[][] = []
  try {
    parseNow(text, { ...options(separator), on_record: (cells: string[]) => void records.push(cells) })
  } catch {
    return records
  }
  return records
}

function options(separator: string) {
  return { delimiter: separator, relax_quotes: true, relax_column_count: true, skip_empty_lines: true, trim: true, max_record_size: longestRecord } as const
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

/** The records after the header. What cannot be read is noted. */
export async function* csvRecords(source: Source, head: CsvHead, notes: Notes): AsyncGenerator<CsvRecord> {
  let records: CsvRecord[] = []
  let last = head.line
  let failed: string | undefined
  // Taken as they are parsed: a stream would lose those before an error together with it.
  const parser = parse({
    ...options(head.separator),
    on_record: (cells: string[], { lines }) => {
      last = head.line + lines
      records.push({ line: last, cells })
    },
  })
  parser.on('error', (error: Partial<CsvError>) => {
    failed =
      error.code === 'CSV_MAX_RECORD_SIZE'
        ? `a record of more than ${longestRecord} characters, perhaps for want of a closing quotation mark`
        : 'a quotation mark that is not closed'
  })
  for await (const text of linesAfter(source, head.line)) {
    await new Promise<void>((resolve) => parser.write(text, () => resolve()))
    yield* usable(records, notes)
    records = []
    if (failed) break
  }
  if (!failed) await new Promise<void>((resolve) => parser.once('error', resolve).once('end', resolve).resume().end())
  yield* usable(records, notes)
  if (failed) notes.skip(last + 1, `here or soon after begins ${failed}: nothing after it was read`)
}

function* usable(records: readonly CsvRecord[], notes: Notes): Generator<CsvRecord> {
  for (const record of records) {
    if (record.cells.some((cell) => cell.length > longestCell)) notes.skip(record.line, `a cell of more than ${longestCell} characters`)
    else if (record.cells.some((cell) => cell !== '')) yield record
  }
}

/** Text of the lines after the header, many lines at a time. */
async function* linesAfter(source: Source, headerLine: number): AsyncGenerator<string> {
  let text = ''
  for await (const { line, text: content } of source.lines()) {
    if (line <= headerLine) continue
    text += `${content}\n`
    if (text.length < 65_536) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}

/** For each field the column that carries it: the first of its names that is there. */
export function columnsOf<F extends string>(names: readonly string[], wanted: Readonly<Record<F, readonly string[]>>): Readonly<Partial<Record<F, number>>> {
  const found: Partial<Record<F, number>> = {}
  for (const [field, aliases] of Object.entries(wanted) as [F, readonly string[]][]) {
    const alias = aliases.find((name) => names.includes(name))
    if (alias !== undefined) found[field] = names.indexOf(alias)
  }
  return found
}

/** A cell by its column; '' where there is no such column or cell. */
export function cellOf(cells: readonly string[], column: number | undefined): string {
  return column === undefined ? '' : (cells[column] ?? '')
}
