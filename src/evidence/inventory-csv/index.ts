import { canonicalName } from '../../base/net.ts'
import type { Row } from '../../model/tables.ts'
import { batched } from '../batches.ts'
import { cellOf, csvHead, csvRecords } from '../csv.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { hashesIn, productCodeOf } from '../handles.ts'
import { dateOrder, InstallDates, readDate } from '../install-date.ts'
import { inventoryColumns, scoreOf } from './columns.ts'

export const inventoryCsv: Format = {
  name: 'inventory-csv',
  title: 'Software inventory, CSV',
  origin: 'A table of host, product, version, vendor and install date, as any inventory or endpoint management tool can export it.',
  fills: ['installation'],
  recognise: (head: Head) => scoreOf(csvHead(head)?.names ?? []),
  read: (source, notes) => batched('installation', rows(source, notes)),
}

async function* rows(source: Source, notes: Notes): AsyncGenerator<Row<'installation'>> {
  const head = csvHead(source.head)
  if (!head) return notes.skip(1, 'no header with a host and a product')
  const columns = inventoryColumns(head.names)
  const order = dateOrder(head.sample.flatMap((cells) => [cellOf(cells, columns.installed), cellOf(cells, columns.seen)]))
  const dates = new InstallDates(order)
  for await (const { line, cells } of csvRecords(source, head, notes)) {
    const host = canonicalName(cellOf(cells, columns.host))
    const product = cellOf(cells, columns.product)
    if (host === '' || product === '') notes.skip(line, host === '' ? 'no host' : 'no product')
    else {
      yield {
        line,
        host,
        product,
        vendor: cellOf(cells, columns.vendor),
        version: cellOf(cells, columns.version),
        purl: cellOf(cells, columns.purl),
        product_code: productCodeOf(cellOf(cells, columns.code)),
        cpe: cellOf(cells, columns.cpe),
        signer: cellOf(cells, columns.signer),
        hashes: hashesIn([columns.md5, columns.sha1, columns.sha256, columns.hash].map((column) => cellOf(cells, column))),
        installed_at: dates.read(cellOf(cells, columns.installed), line),
        seen_at: readDate(cellOf(cells, columns.seen), order) ?? source.modified,
        basis: 'inventory',
      }
    }
  }
  dates.report(notes)
}
