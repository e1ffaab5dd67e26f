import { plural } from '../../base/text.ts'
import type { Row } from '../../model/tables.ts'
import { batched } from '../batches.ts'
import { cellOf, csvHead, csvRecords } from '../csv.ts'
import type { Format, Notes, Source } from '../format.ts'
import { stemOf } from '../host-of-path.ts'
import { indicatorColumns, scoreOf } from './columns.ts'
import { readIndicators } from './read-indicators.ts'

export const indicatorCsv: Format = {
  name: 'indicator-csv',
  title: 'Indicator list, CSV',
  origin: 'A table with a type and a value in each row, as advisories, MISP (`CSV` export) and threat feeds give them.',
  fills: ['indicator'],
  recognise: scoreOf,
  read: (source, notes) => batched('indicator', rows(source, notes)),
}

async function* rows(source: Source, notes: Notes): AsyncGenerator<Row<'indicator'>> {
  const head = csvHead(source.head)
  const columns = head && indicatorColumns(head.names)
  if (!head || !columns) return notes.skip(1, 'no header with a column of values')
  const file = stemOf(source.path.split(/[\\/]/).at(-1) ?? '')
  let notForDetection = 0
  for await (const { line, cells } of csvRecords(source, head, notes)) {
    if (/^(0|false|no)$/i.test(cellOf(cells, columns.detect))) {
      notForDetection += 1
      continue
    }
    const { found, why } = readIndicators(cellOf(cells, columns.type), cellOf(cells, columns.value))
    if (why) notes.skip(line, why)
    const list = cellOf(cells, columns.list).split(/[|;]/).join(', ')
    for (const indicator of found) yield { line, ...indicator, role: cellOf(cells, columns.role), list: list === '' ? file : list }
  }
  if (notForDetection > 0) notes.say(`Left out, since the list marks them as not for detection (to_ids): ${plural(notForDetection, 'value')}.`)
}
