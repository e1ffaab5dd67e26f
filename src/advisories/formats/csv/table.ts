import { parse } from 'csv-parse/sync'
import type { Note } from '../../advisory.ts'
import { typeByLook } from './look.ts'
import { typeNameOf } from './type-names.ts'

export interface TableRow {
  readonly line: number
  readonly cells: readonly string[]
}

export interface Table {
  /** Empty when the first row holds values already. */
  readonly header: readonly string[]
  readonly rows: readonly TableRow[]
  readonly notes: readonly Note[]
}

const longestCell = 8192
const longestLine = 200_000

/** Header and rows of separated values. The first line that is no comment is the header, if its cells are words; where it holds values, a comment right above it may be. */
export function tableIn(written: string, most: number): Table {
  const text = written.includes('\n') ? written : written.replaceAll('\r', '\n')
  const { start, line, comment } = firstLine(text)
  const first = lineAt(text, start)
  const separator = first === '' || first.length > longestLine ? undefined : separatorOf(first)
  if (separator === undefined) return { header: [], rows: [], notes: [] }
  const { records, broken } = recordsOf(text.slice(start), { separator, most, before: line - 1 })
  const notes: Note[] = broken
    ? [{ what: 'A quotation mark that is not closed, or a record without end: nothing after it was read.', place: { line: records.at(-1)?.line ?? line } }]
    : []
  const heading = headingIn(comment, separator, records)
  const rows = heading.isFirst ? records.slice(1) : records
  if (rows.length > most) notes.push({ what: `The table has more than ${most} rows: the rest was not read.` })
  return { header: heading.cells, rows: rows.length > most ? rows.slice(0, most) : rows, notes }
}

/** The names of the columns, and whether they are the first record. */
function headingIn(comment: string, separator: string, records: readonly TableRow[]): { readonly cells: readonly string[]; readonly isFirst: boolean } {
  const first = records[0]?.cells ?? []
  const said = recordsOf(comment.replace(/^\s*[#/;]+\s*/, ''), { separator, most: 1, before: 0 }).records[0]?.cells ?? []
  const isNamed = first.length > 1 && said.length === first.length && said.every((cell) => cell !== '' && typeByLook(cell) === undefined)
  if (isNamed) return { cells: said, isFirst: false }
  return holdsValues(first, records.slice(1, 50)) ? { cells: [], isFirst: false } : { cells: first.map((cell) => cell.trim()), isFirst: true }
}

/** Whether the first row is of the same kind as the others: it has a value where they have values. A name of a column may look like a domain or a file. */
function holdsValues(first: readonly string[], others: readonly TableRow[]): boolean {
  return first.some((cell, column) => {
    const look = typeByLook(cell)
    if (look === undefined || typeNameOf(cell) !== undefined) return false
    const same = others.filter(({ cells }) => typeByLook(cells[column] ?? '') !== undefined).length
    return (look !== 'domain' && look !== 'file-name') || (same > 0 && same >= others.length * 0.6)
  })
}

/** Where the first line begins that is no comment, its number, and the comment above it. */
function firstLine(text: string): { readonly start: number; readonly line: number; readonly comment: string } {
  let start = text.startsWith('\ufeff') ? 1 : 0
  let line = 1
  let comment = ''
  while (start < text.length) {
    const content = lineAt(text, start)
    if (!/^\s*(?:$|#|sep=.\s*$)/i.test(content)) break
    if (content.length <= longestLine && /[,;\t|]/.test(content)) comment = content.trim()
    start += content.length + 1
    line += 1
  }
  return { start, line, comment }
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf('\n', start)
  return text.slice(start, end < 0 ? undefined : end)
}

function separatorOf(line: string): string | undefined {
  const bare = line.replace(/"[^"]*"/g, '')
  const best = [',', ';', '\t', '|']
    .map((mark) => ({ mark, count: bare.split(mark).length - 1 }))
    .reduce((most, next) => (next.count > most.count ? next : most))
  return best.count > 0 ? best.mark : undefined
}

function recordsOf(
  text: string,
  { separator, most, before }: { readonly separator: string; readonly most: number; readonly before: number },
): { readonly records: readonly TableRow[]; readonly broken: boolean } {
  const records: TableRow[] = []
  try {
    parse(text, {
      delimiter: separator,
      relax_quotes: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 2 ** 20,
      to: most + 2,
      on_record: (cells: string[], { lines }) => void records.push({ line: before + lines, cells: cells.map((cell) => cell.slice(0, longestCell)) }),
    })
    return { records, broken: false }
  } catch {
    return { records, broken: true }
  }
}
