import { encodingOf } from '../../../base/decode.ts'
import { plural, printable } from '../../../base/text.ts'
import type { Note } from '../../advisory.ts'
import { nowhere } from '../../extract/products/products.ts'
import { claimsOfRow } from '../../extract/products/rows.ts'
import type { AdvisoryFormat, Document, Draft, Reading } from '../../format.ts'
import { type Block, lineBlock } from '../../text/block.ts'
import { type Columns, columnsOf } from './columns.ts'
import { readRow } from './rows.ts'
import { type TableRow, tableIn } from './table.ts'

export const csv: AdvisoryFormat = {
  name: 'csv',
  title: 'CSV',
  origin: 'Tables of indicators that publishers attach or keep in repositories; comma, semicolon, tab or bar.',
  recognise: score,
  read: (document, context): Reading => {
    const { text, notes: encoding } = decodedTable(document)
    const { header, rows, notes } = tableIn(text, context.limits.objects)
    const columns = columnsOf(header, rows)
    const indicators: Draft[] = []
    const blocks: Block[] = []
    const unread = new Map<string, number>()
    const named = header.length > 0 ? header : undefined
    for (const row of rows) {
      const reading = readRow(row, header, columns)
      for (const draft of reading.drafts) indicators.push(draft)
      if (reading.drafts.length === 0 || saysMore(row, columns)) blocks.push(lineBlock('row', row.cells.join('\t'), row.line, { header: named, take: 'facts' }))
      if (reading.unread !== undefined) count(unread, reading.unread)
    }
    return {
      title: document.name === '' ? 'Table of indicators' : document.name,
      indicators,
      blocks,
      notes: [...encoding, ...notes, ...unreadNotes(unread)],
    }
  },
}

/** Whether a row with indicators may hold facts, too: versions, CVEs, techniques and dates have digits. */
function saysMore({ cells }: TableRow, { type, values }: Columns): boolean {
  return cells.some((cell, column) => column !== type && !values.has(column) && /\d|tlp/i.test(cell))
}

/** Types of rows that are counted one by one; a column of words may have as many as there are rows. */
const mostTypes = 20

function count(unread: Map<string, number>, type: string): void {
  const known = unread.size < mostTypes || unread.has(type) ? type : 'any other'
  unread.set(known, (unread.get(known) ?? 0) + 1)
}

function unreadNotes(unread: ReadonlyMap<string, number>): readonly Note[] {
  return [...unread].map(([type, count]) => ({ what: `${plural(count, 'row')} of the type “${printable(type, 60)}” gave no indicator.` }))
}

/** Tables that old programs of Windows save are no UTF-8: in bytes that are no UTF-8 and have no letter that is, each is a letter. */
function decodedTable(document: Document): { readonly text: string; readonly notes: readonly Note[] } {
  const text = document.text()
  if (encodingOf(document.bytes) !== 'utf-8' || !text.includes('\ufffd') || /[\u0080-\ufefe\ufff0-\ufffc]/.test(text)) return { text, notes: [] }
  return {
    text: new TextDecoder('windows-1252').decode(document.bytes),
    notes: [{ what: 'The table is not written in UTF-8: it was read as Windows-1252, and letters with accents may be others.' }],
  }
}

/** A table whose header names indicators or whose columns hold them. */
function score(document: Document): number {
  const head = document.head()
  if (/^\s*[{[<]/.test(head) || /\0/.test(head)) return 0
  const lines = head.split(/\r\n|\r|\n/).slice(0, 200)
  const { header, rows } = tableIn(lines.join('\n'), 200)
  const width = header.length > 0 ? header.length : (rows[0]?.cells.length ?? 0)
  // The line below the heading of a table in Markdown.
  if (width < 2 || rows.length === 0 || rows[0]?.cells.some((cell) => /^:?-{3,}:?$/.test(cell))) return 0
  const regular = rows.filter((row) => row.cells.length === width).length
  if (regular < rows.length * 0.7) return 0
  const columns = columnsOf(header, rows)
  const found = rows.filter((row) => readRow(row, header, columns).drafts.length > 0 || claimsOfRow(row.cells.join('\t'), header, nowhere).length > 0).length
  return found >= rows.length * 0.3 ? 0.8 : 0
}
