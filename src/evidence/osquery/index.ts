import { canonicalName } from '../../base/net.ts'
import { plural, printable, some } from '../../base/text.ts'
import { batchedByTable, type TableRow } from '../batches.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { productCodeOf } from '../handles.ts'
import { hostOfPath } from '../host-of-path.ts'
import { InstallDates } from '../install-date.ts'
import { elements, jsonStart, members, parseJson } from '../json-text.ts'
import { eventTableOf, timeOf } from './events.ts'
import { type Columns, isInstalled, type Package, proofsOf, tableOf } from './packages.ts'
import { isLogged, type Result, resultOf } from './records.ts'

export const osquery: Format = {
  name: 'osquery',
  title: 'osquery results: installed software, events',
  origin:
    'The results log of osqueryd (osqueryd.results.log), or the output of osqueryi --json; tables programs, deb_packages, rpm_packages and apps; process_events, file_events, registry, winbaseobj.',
  fills: ['installation', 'process_event', 'host_file_event', 'registry_event', 'kernel_event'],
  recognise,
  read: (source, notes) => batchedByTable(rows(source, notes)),
}

function recognise(head: Head): number {
  const start = jsonStart(head)
  const first = Array.isArray(start) ? start[0] : start
  if (isLogged(first)) return 0.95
  // The rows of a snapshot or batch come before its name, which a long one pushes out of sight.
  const row = members(first)
  const cut = members([...elements(row?.snapshot), ...elements(members(row?.diffResults)?.added)][0])
  if (cut && !head.whole) return tableOf('', cut) ? 0.8 : 0.5
  if (!Array.isArray(start) || !row) return 0
  const bare = resultOf(row)?.rows[0]
  return bare && (tableOf('', bare) ?? eventTableOf('', bare)) && Object.keys(bare).every((name) => /^[a-z][a-z0-9_]*$/.test(name)) ? 0.8 : 0
}

/** What was met that gives no row, for the notes at the end. */
interface Tally {
  removed: number
  notInstalled: number
  readonly others: Map<string, number>
}

async function* rows(source: Source, notes: Notes): AsyncGenerator<TableRow> {
  const dates = new InstallDates()
  const tally: Tally = { removed: 0, notInstalled: 0, others: new Map() }
  let fromPath: string | undefined
  for await (const { line, result } of results(source, notes)) {
    tally.removed += result.removed
    for (const columns of result.rows) {
      const make = makerOf(result.query, columns, tally)
      if (make === undefined) continue
      if (result.host === '') fromPath ??= hostOfPath(source, notes)
      const host = result.host === '' ? (fromPath ?? '') : canonicalName(result.host)
      const made = make({ line, host, seen: result.seen ?? source.modified, dates })
      if (typeof made === 'string') notes.skip(line, made)
      else if (made) yield made
    }
  }
  dates.report(notes)
  report(tally, notes)
}

interface Where {
  readonly line: number
  readonly host: string
  /** Microseconds. */
  readonly seen: number
  readonly dates: InstallDates
}

/** What makes a row of these columns, or says why it is none; undefined where they tell nothing that a table takes. */
function makerOf(query: string, columns: Columns, tally: Tally): ((where: Where) => TableRow | string | undefined) | undefined {
  const events = eventTableOf(query, columns)
  if (events) return ({ line, host, seen }) => events.row(columns, { line, host, time: timeOf(columns) ?? seen })
  const packages = tableOf(query, columns)
  if (!packages) tally.others.set(query, (tally.others.get(query) ?? 0) + 1)
  else if (!isInstalled(columns)) tally.notInstalled += 1
  else return (where) => installation(packages.package(columns), columns, where)
  return undefined
}

function installation({ product, vendor, version, code, installed }: Package, columns: Columns, { line, host, seen, dates }: Where): TableRow | string {
  if (product === '') return 'a package without a name'
  const installed_at = dates.read(installed, line)
  const row = { line, host, product, vendor, version, product_code: productCodeOf(code), ...proofsOf(columns), installed_at, seen_at: seen, basis: 'inventory' }
  return { table: 'installation', row }
}

function report({ removed, notInstalled, others }: Tally, notes: Notes): void {
  if (removed > 0) notes.say(`${plural(removed, 'row')} of what was removed since the run before gave no installation.`)
  if (notInstalled > 0) notes.say(`Left out, since dpkg knows but does not have them: ${plural(notInstalled, 'package')}.`)
  if (others.size > 0) {
    const rows = [...others.values()].reduce((sum, count) => sum + count, 0)
    const names = [...others.keys()].map((name) => printable(name === '' ? 'unnamed' : name, 60))
    notes.say(`Left out, since no table takes what these queries tell: ${plural(rows, 'row')} (${some(names, 5)}).`)
  }
}

/** Records one by one: a JSON list as a whole, a log line by line. */
async function* results(source: Source, notes: Notes): AsyncGenerator<{ readonly line: number; readonly result: Result }> {
  if (/^\s*\[/.test(source.head.text)) {
    const { value, problem } = parseJson(await source.text())
    if (problem) notes.skip(problem.line, problem.why)
    for (const [index, entry] of elements(value).entries()) yield* take(index + 1, entry, notes)
    return
  }
  const first = members(jsonStart(source.head))
  if (source.head.text.split('\n', 2)[0]?.trim() === '{' && first) {
    const { value, problem } = parseJson(await source.text())
    if (problem) notes.skip(problem.line, problem.why)
    yield* take(1, value, notes)
    return
  }
  for await (const { line, text } of source.lines()) {
    if (text.trim() === '') continue
    const { value, problem } = parseJson(text)
    if (problem) notes.skip(line, 'a line that is no whole JSON record')
    else yield* take(line, value, notes)
  }
}

function* take(line: number, value: unknown, notes: Notes): Generator<{ readonly line: number; readonly result: Result }> {
  const result = resultOf(value)
  if (result) yield { line, result }
  else notes.skip(line, 'no result of osquery')
}
