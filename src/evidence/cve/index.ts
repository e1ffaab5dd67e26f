import type { Batch } from '../../model/tables.ts'
import { batchedByTable, type TableRow } from '../batches.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { firstRecord, type JsonRecord, jsonRecords } from '../json-documents.ts'
import { elements, members, textOf } from '../json-text.ts'
import { later, partOfFile, withCopy } from '../knowledge.ts'
import { affectedRows } from './affected.ts'
import { decisionRow } from './decision.ts'
import { vulnerabilityRow } from './vulnerability.ts'

/** Records come in hundreds of thousands: each insertion costs the engine more than its rows. */
const batchRows = 10_000

export const cve: Format = {
  name: 'cve',
  title: 'CVE records, with the decision points of CISA',
  origin:
    'CVE records of version 5 (https://github.com/CVEProject/cvelistV5), with the containers that CISA adds (https://github.com/cisagov/vulnrichment): single, as JSON lines, or the archives that gatehouse feeds update fetches.',
  fills: ['vulnerability', 'vulnerability_affects', 'decision_point', 'feed'],
  recognise,
  archives: true,
  read,
}

function recognise(head: Head): number {
  const record = firstRecord(head)
  if (!record || textOf(record.dataType) !== 'CVE_RECORD') return 0
  return members(record.cveMetadata) ? 1 : 0.6
}

interface Tally {
  count: number
  last: string
  newest: number | null
  nameless: number
}

function read(source: Source, notes: Notes): AsyncGenerator<Batch> {
  const records = jsonRecords(source, notes)
  const tally: Tally = { count: 0, last: '', newest: null, nameless: 0 }
  const copy = () => ({
    feed: 'cve',
    part: tally.count === 1 ? tally.last : partOfFile(source),
    dated: tally.newest,
    records: tally.count,
    whole: records.whole(),
  })
  return batchedByTable(withCopy(source, rows(records, notes, tally), copy), batchRows)
}

async function* rows(records: AsyncIterable<JsonRecord>, notes: Notes, tally: Tally): AsyncGenerator<TableRow> {
  for await (const { line, members: record } of records) {
    // Indexes lie beside the records in their archives.
    if (textOf(record.dataType) !== 'CVE_RECORD') continue
    const containers = members(record.containers) ?? {}
    const own = members(containers.cna) ?? {}
    const added = elements(containers.adp).map((one) => members(one) ?? {})
    const row = vulnerabilityRow(record, own, added, line)
    if (!row?.id) {
      notes.skip(line, 'a record without the number of a CVE')
      continue
    }
    tally.count += 1
    tally.last = row.id
    tally.newest = later(tally.newest, row.modified ?? null)
    yield { table: 'vulnerability', row }
    const affected = affectedRows(own, added, row.id, line)
    tally.nameless += affected.nameless
    for (const one of affected.rows) yield { table: 'vulnerability_affects', row: one }
    for (const container of added) {
      const decision = decisionRow(container, row.id, line)
      if (decision) yield { table: 'decision_point', row: decision }
    }
  }
  if (tally.nameless > 0) notes.say(`Places where a record names no product (“n/a”), so that nothing can be matched with it: ${tally.nameless}.`)
}
