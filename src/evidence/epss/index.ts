import { printable } from '../../base/text.ts'
import { parseTime } from '../../base/time.ts'
import type { Batch, Row } from '../../model/tables.ts'
import { batchedByTable, type TableRow } from '../batches.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { withCopy } from '../knowledge.ts'

const batchRows = 20_000

export const epss: Format = {
  name: 'epss',
  title: 'EPSS: probability that a vulnerability is exploited within 30 days',
  origin: 'epss_scores-current.csv.gz of https://www.first.org/epss/data_stats; gatehouse feeds update fetches it.',
  fills: ['exploit_probability', 'feed'],
  recognise: (head) => (headerOf(head) ? 0.95 : 0),
  read,
}

interface Header {
  readonly model: string
  readonly dated: number | null
}

/** `#model_version:v2025.03.14,score_date:2025-08-25T00:00:00+0000`, then the names of the columns; the oldest files have no such comment. */
function headerOf(head: Head): Header | undefined {
  const lines = head.text
    .slice(0, 4096)
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
  const comment = lines[0]?.startsWith('#') ? lines[0] : ''
  const names = comment === '' ? lines[0] : lines[1]
  if (!/^"?cve"?,"?epss"?(,"?percentile"?)?$/.test(names?.trim() ?? '')) return undefined
  return {
    model: /model_version:\s*([^,\s]{1,40})/.exec(comment)?.[1] ?? '',
    dated: parseTime(/score_date:\s*([^,\s]{1,40})/.exec(comment)?.[1] ?? ''),
  }
}

function read(source: Source, notes: Notes): AsyncGenerator<Batch> {
  const header = headerOf(source.head)
  const tally = { records: 0, lost: false }
  const copy = () => ({
    feed: 'epss',
    part: '',
    dated: header?.dated ?? null,
    version: header?.model ?? '',
    records: tally.records,
    whole: !tally.lost,
  })
  return batchedByTable(withCopy(source, rows(source, notes, header, tally), copy), batchRows)
}

async function* rows(source: Source, notes: Notes, header: Header | undefined, tally: { records: number; lost: boolean }): AsyncGenerator<TableRow> {
  if (!header) return notes.skip(1, 'no header of EPSS: cve,epss,percentile')
  if (header.dated === null) notes.say('It does not say for which day it was computed.')
  for await (const { line, text } of source.lines()) {
    if (text.trim() === '' || text.startsWith('#') || /^\ufeff?"?cve"?,/.test(text)) continue
    const row = scoreRow(text, line, header)
    if (row) {
      tally.records += 1
      yield { table: 'exploit_probability', row }
    } else {
      tally.lost = true
      notes.skip(line, `no CVE with a probability between 0 and 1: “${printable(text, 60)}”`)
    }
  }
}

function scoreRow(text: string, line: number, { model, dated }: Header): Row<'exploit_probability'> | undefined {
  const [cve = '', epss = '', share = ''] = text.split(',', 3).map((cell) => cell.trim().replace(/^"|"$/g, ''))
  const score = probability(epss)
  if (!/^CVE-\d{4}-\d{4,19}$/i.test(cve) || score === null) return undefined
  return { line, cve: cve.toUpperCase(), score, percentile: probability(share), dated, model }
}

function probability(text: string): number | null {
  const value = /^\d+(\.\d+)?(e-?\d{1,3})?$/i.test(text) ? Number(text) : Number.NaN
  return value >= 0 && value <= 1 ? value : null
}
