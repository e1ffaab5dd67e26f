import { canonicalName, rangeTest } from '../../base/net.ts'
import { plural, printable } from '../../base/text.ts'
import type { Row } from '../../model/tables.ts'
import { canonicalAddress } from '../address.ts'
import { batched } from '../batches.ts'
import { cellOf, csvHead, csvRecords } from '../csv.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { readDate } from '../install-date.ts'
import { hostColumns } from './columns.ts'

export const hostsCsv: Format = {
  name: 'hosts-csv',
  title: 'Hosts and their addresses, CSV',
  origin: 'A table of host, addresses, role and operating system, as an asset register or a directory export gives it.',
  fills: ['host_address'],
  recognise,
  read: (source, notes) => batched('host_address', rows(source, notes)),
}

/** Addresses that every host has, which say nothing about which host it is. */
const everywhere = rangeTest(['127.0.0.0/8', '::1/128', '169.254.0.0/16', 'fe80::/10', '0.0.0.0/32', '::/128'])

function recognise(head: Head): number {
  const csv = csvHead(head)
  const columns = csv && hostColumns(csv.names)
  if (!csv || !columns) return 0
  const good = csv.sample.filter((cells) => columns.addresses.some((column) => addressesIn(cellOf(cells, column)).some(({ address }) => address)))
  return csv.sample.length > 0 && good.length * 2 >= csv.sample.length ? 0.85 : 0
}

/** `10.0.0.5/24` and `fe80::1%eth0` are how machines write their own addresses. */
function addressesIn(cell: string): readonly { readonly text: string; readonly address: string | undefined }[] {
  const texts = cell.split(/[\s;,|]+/).filter((text) => text !== '')
  return texts.map((text) => ({ text, address: canonicalAddress(text.replace(/(%.*)?(\/\d{1,3})?$/, '')) }))
}

async function* rows(source: Source, notes: Notes): AsyncGenerator<Row<'host_address'>> {
  const head = csvHead(source.head)
  const columns = head && hostColumns(head.names)
  if (!head || !columns) return notes.skip(1, 'no header with a host and an address')
  let leftOut = 0
  for await (const { line, cells } of csvRecords(source, head, notes)) {
    const host = canonicalName(cellOf(cells, columns.host))
    const found = columns.addresses.flatMap((column) => addressesIn(cellOf(cells, column)))
    for (const { text, address } of found) if (!address) notes.skip(line, `“${printable(text, 40)}” is no address`)
    const usable = found.flatMap(({ address }) => (address && !everywhere(address) ? [address] : []))
    leftOut += found.filter(({ address }) => address && everywhere(address)).length
    if (host === '') notes.skip(line, 'no host')
    else if (usable.length === 0) notes.skip(line, 'a host without an address')
    else {
      const about = { host, role: cellOf(cells, columns.role), os: cellOf(cells, columns.os), basis: 'inventory' }
      const span = { since: readDate(cellOf(cells, columns.since)), until: readDate(cellOf(cells, columns.until)) }
      for (const ip of new Set(usable)) yield { line, ip, ...about, ...span }
    }
  }
  if (leftOut > 0) notes.say(`Left out, since every host has them: ${plural(leftOut, 'loopback or link-local address', 'loopback and link-local addresses')}.`)
}
