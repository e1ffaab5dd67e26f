import { ecosystemBase } from '../../base/ecosystem.ts'
import type { Batch } from '../../model/tables.ts'
import { batchedByTable, type TableRow } from '../batches.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { firstRecord, type JsonRecord, jsonRecords } from '../json-documents.ts'
import { members, textOf } from '../json-text.ts'
import { later, partOfFile, withCopy } from '../knowledge.ts'
import { affectedRows } from './affected.ts'
import { vulnerabilityRow } from './vulnerability.ts'

/** Under this name the API of OSV gives a list. */
const lists = ['vulns']
/** Records come in hundreds of thousands: each insertion costs the engine more than its rows. */
const batchRows = 10_000

export const osv: Format = {
  name: 'osv',
  title: 'OSV records: vulnerable and malicious packages',
  origin:
    'Records of https://osv.dev in the OSV schema: the all.zip of an ecosystem (gatehouse feeds update fetches it), a single record, JSON lines, or a tar or zip of records.',
  fills: ['vulnerability', 'vulnerability_affects', 'feed'],
  recognise,
  archives: true,
  read,
}

function recognise(head: Head): number {
  const record = firstRecord(head, lists)
  if (!record || textOf(record.id) === '' || textOf(record.modified) === '') return 0
  if (Array.isArray(record.affected) || textOf(record.withdrawn) !== '') return 'schema_version' in record || isAffected(record.affected) ? 0.95 : 0.8
  return textOf(record.schema_version) !== '' && !('dataType' in record) ? 0.9 : 0
}

function isAffected(list: unknown): boolean {
  const first = Array.isArray(list) ? members(list[0]) : undefined
  return first !== undefined && (members(first.package) !== undefined || Array.isArray(first.ranges))
}

function read(source: Source, notes: Notes): AsyncGenerator<Batch> {
  const records = jsonRecords(source, notes, lists)
  const tally: Tally = { count: 0, newest: null, last: '', ecosystems: new Set(), repositories: 0 }
  const copy = () => ({ feed: 'osv', part: partOf(tally, source), dated: tally.newest, records: tally.count, whole: records.whole() })
  return batchedByTable(withCopy(source, rows(records, notes, tally), copy), batchRows)
}

/** What was read so far. */
interface Tally {
  count: number
  newest: number | null
  last: string
  readonly ecosystems: Set<string>
  repositories: number
}

function partOf({ count, last, ecosystems }: Tally, source: Source): string {
  const [only] = ecosystems
  if (count === 1) return last
  return ecosystems.size === 1 && only ? only : partOfFile(source)
}

async function* rows(records: AsyncIterable<JsonRecord>, notes: Notes, tally: Tally): AsyncGenerator<TableRow> {
  for await (const { line, members: record } of records) {
    const row = vulnerabilityRow(record, line)
    if (!row?.id) {
      notes.skip(line, 'a record without an id')
      continue
    }
    tally.count += 1
    tally.last = row.id
    tally.newest = later(tally.newest, row.modified ?? null)
    yield { table: 'vulnerability', row }
    const affected = affectedRows(record, row.id, line)
    tally.repositories += affected.repositories
    for (const one of affected.rows) {
      tally.ecosystems.add(ecosystemBase(one.ecosystem ?? ''))
      yield { table: 'vulnerability_affects', row: one }
    }
  }
  if (tally.repositories > 0)
    notes.say(`Places where a record names only a repository, with which no installed software can be compared: ${tally.repositories}.`)
}
