import { claimsOfRow } from '../../extract/products/rows.ts'
import type { AdvisoryFormat, Document, Reading } from '../../format.ts'
import { lineBlock } from '../../text/block.ts'
import { columnsOf } from './columns.ts'
import { rowDrafts } from './rows.ts'
import { tableIn } from './table.ts'

export const csv: AdvisoryFormat = {
  name: 'csv',
  title: 'CSV',
  origin: 'Tables of indicators that publishers attach or keep in repositories; comma, semicolon, tab or bar.',
  recognise: score,
  read: (document, context): Reading => {
    const { header, rows, notes } = tableIn(document.text(), context.limits.objects)
    const columns = columnsOf(header, rows)
    return {
      title: document.name === '' ? 'Table of indicators' : document.name,
      indicators: rows.flatMap((row) => rowDrafts(row, header, columns)),
      // Products and versions may stand in their own columns; CVEs and techniques anywhere.
      blocks: rows.map(({ cells, line }) => lineBlock('row', cells.join('\t'), line, { header: header.length > 0 ? header : undefined, take: 'facts' })),
      notes,
    }
  },
}

/** A table whose header names indicators or whose columns hold them. */
function score(document: Document): number {
  const head = document.head()
  if (/^\s*[{[<]/.test(head) || /\0/.test(head)) return 0
  const lines = head.split('\n').slice(0, 200)
  const { header, rows } = tableIn(lines.join('\n'), 200)
  if (header.length < 2 || rows.length === 0) return 0
  const regular = rows.filter((row) => row.cells.length === header.length).length
  if (regular < rows.length * 0.7) return 0
  const found = rows.filter((row) => rowDrafts(row, header, columnsOf(header, rows)).length > 0 || claimsOfRow(row.cells.join('\t'), header).length > 0).length
  return found >= rows.length * 0.3 ? 0.8 : 0
}
