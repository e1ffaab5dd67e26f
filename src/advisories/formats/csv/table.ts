import { parse } from 'csv-parse/sync'
import type { Note } from '../../advisory.ts'

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

/** Header and rows of separated values. The first line that is no comment is the header, if its cells are words. */
export function tableIn(text: string, most: number): Table {
  const { start, line } = firstLine(text)
  const first = lineAt(text, start)
  if (first === '' || first.length > longestLine) return { header: [], rows: [], notes: [] }
  const separator = separatorOf(first)
  if (separator === undefined) return { header: [], rows: [], notes: [] }
  const { records, broken } = recordsOf(text.slice(start), { separator, most, before: line - 1 })
  const notes: Note[] = broken
    ? [{ what: 'A quotation mark that is not closed, or a record without end: nothing after it was read.', place: { line: records.at(-1)?.line ?? line } }]
    : []
  if (records.length > most) notes.push({ what: `The table has more than ${most} rows: the rest was not read.` })
  return { header: (records[0]?.cells ?? []).map((cell) => cell.trim()), rows: records.slice(1, most + 1), notes }
}

/** Where the first line begins that is no comment, and its number. */
function firstLine(text: string): { readonly start: number; readonly line: number } {
  let start = text.startsWith('\ufeff') ? 1 : 0
  let line = 1
  while (start < text.length && /^\s*($|#|sep=.\s*$)/i.test(lineAt(text, start))) {
    start += lineAt(text, start).length + 1
    line += 1
  }
  return { start, line }
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
