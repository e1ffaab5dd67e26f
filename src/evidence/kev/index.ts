import { printable } from '../../base/text.ts'
import { parseTime } from '../../base/time.ts'
import type { Batch, Row } from '../../model/tables.ts'
import { batchedByTable, type TableRow } from '../batches.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { jsonStart, members } from '../json-text.ts'
import { later, withCopy } from '../knowledge.ts'
import { isKevCsv, kevOfCsv } from './csv.ts'
import { type Catalogue, kevOfJson } from './json.ts'

export const kev: Format = {
  name: 'kev',
  title: 'CISA catalogue of known exploited vulnerabilities (KEV)',
  origin:
    'known_exploited_vulnerabilities.json or .csv of https://www.cisa.gov/known-exploited-vulnerabilities-catalog; gatehouse feeds update fetches the JSON file.',
  fills: ['known_exploited', 'feed'],
  recognise: (head) => (isKevJson(head) || isKevCsv(head) ? 0.95 : 0),
  read,
}

function isKevJson(head: Head): boolean {
  const start = members(jsonStart(head))
  const first = members(Array.isArray(start?.vulnerabilities) ? start.vulnerabilities[0] : undefined)
  return first !== undefined && 'cveID' in first && 'dateAdded' in first
}

const shown = 10

function read(source: Source, notes: Notes): AsyncGenerator<Batch> {
  const tally: Tally = { records: 0, newest: null, catalogue: undefined }
  const copy = () => {
    const { records, newest, catalogue } = tally
    const whole = catalogue?.whole === true && (catalogue.promised ?? records) === records
    return { feed: 'kev', part: '', dated: catalogue?.released ?? newest, version: catalogue?.version ?? '', records, whole }
  }
  return batchedByTable(withCopy(source, rows(source, notes, tally), copy))
}

/** What was read so far. */
interface Tally {
  records: number
  newest: number | null
  catalogue: Catalogue | undefined
}

async function* rows(source: Source, notes: Notes, tally: Tally): AsyncGenerator<TableRow> {
  const catalogue = isKevJson(source.head) ? await kevOfJson(source, notes) : await kevOfCsv(source, notes)
  tally.catalogue = catalogue
  const early: string[] = []
  for (const entry of catalogue.entries) {
    const row = entryRow(entry)
    if (!row) {
      notes.skip(entry.line, `no CVE: “${printable(entry.cve, 40)}”`)
      continue
    }
    tally.records += 1
    tally.newest = later(tally.newest, row.date_added ?? null)
    if (row.due_before_added) early.push(`${row.cve} (added ${entry.added}, due ${entry.due})`)
    yield { table: 'known_exploited', row }
  }
  if (early.length > 0)
    notes.say(
      `Due before they were added, and so overdue from the start: ${early.length}: ${early.slice(0, shown).join(', ')}${early.length > shown ? ' …' : ''}.`,
    )
  if (catalogue.promised !== undefined && catalogue.promised !== tally.records)
    notes.say(`The catalogue says that it holds ${catalogue.promised} entries; ${tally.records} were read.`)
}

function entryRow(entry: Catalogue['entries'][number]): Row<'known_exploited'> | undefined {
  const cve = entry.cve.toUpperCase()
  if (!/^CVE-\d{4}-\d{4,19}$/.test(cve)) return undefined
  const [added, due] = [parseTime(entry.added), parseTime(entry.due)]
  return {
    line: entry.line,
    cve,
    vendor: entry.vendor,
    product: entry.product,
    name: entry.name,
    date_added: added,
    due_date: due,
    due_before_added: added !== null && due !== null && due < added,
    ransomware: entry.ransomware.toLowerCase() === 'known' ? true : null,
    required_action: entry.action,
    cwes: entry.cwes,
  }
}
