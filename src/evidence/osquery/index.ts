import { canonicalName } from '../../base/net.ts'
import { plural, printable, some } from '../../base/text.ts'
import type { Row } from '../../model/tables.ts'
import { batched } from '../batches.ts'
import type { Format, Head, Notes, Source } from '../format.ts'
import { productCodeOf } from '../handles.ts'
import { hostOfPath } from '../host-of-path.ts'
import { InstallDates } from '../install-date.ts'
import { elements, jsonStart, members, parseJson } from '../json-text.ts'
import { isInstalled, type Package, proofsOf, tableOf } from './packages.ts'
import { isLogged, type Result, resultOf } from './records.ts'

export const osquery: Format = {
  name: 'osquery',
  title: 'osquery results: installed software',
  origin: 'The results log of osqueryd (osqueryd.results.log), or the output of osqueryi --json; tables programs, deb_packages, rpm_packages and apps.',
  fills: ['installation'],
  recognise,
  read: (source, notes) => batched('installation', rows(source, notes)),
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
  return bare && tableOf('', bare) && Object.keys(bare).every((name) => /^[a-z][a-z0-9_]*$/.test(name)) ? 0.8 : 0
}

/** What was met that gives no row, for the notes at the end. */
interface Tally {
  removed: number
  notInstalled: number
  readonly others: Map<string, number>
}

async function* rows(source: Source, notes: Notes): AsyncGenerator<Row<'installation'>> {
  const dates = new InstallDates()
  const tally: Tally = { removed: 0, notInstalled: 0, others: new Map() }
  let fromPath: string | undefined
  for await (const { line, result } of results(source, notes)) {
    for (const { product, version, vendor, code, installed, signer, hashes } of packagesIn(result, tally)) {
      if (result.host === '') fromPath ??= hostOfPath(source, notes)
      const host = result.host === '' ? (fromPath ?? '') : canonicalName(result.host)
      if (product === '') notes.skip(line, 'a package without a name')
      else
        yield {
          line,
          host,
          product,
          vendor,
          version,
          product_code: productCodeOf(code),
          signer,
          hashes,
          installed_at: dates.read(installed, line),
          seen_at: result.seen ?? source.modified,
          basis: 'inventory',
        }
    }
  }
  dates.report(notes)
  report(tally, notes)
}

function* packagesIn({ query, rows, removed }: Result, tally: Tally): Generator<Package & ReturnType<typeof proofsOf>> {
  tally.removed += removed
  for (const columns of rows) {
    const table = tableOf(query, columns)
    if (!table) tally.others.set(query, (tally.others.get(query) ?? 0) + 1)
    else if (!isInstalled(columns)) tally.notInstalled += 1
    else yield { ...table.package(columns), ...proofsOf(columns) }
  }
}

function report({ removed, notInstalled, others }: Tally, notes: Notes): void {
  if (removed > 0) notes.say(`${plural(removed, 'row')} of what was removed since the run before gave no installation.`)
  if (notInstalled > 0) notes.say(`Left out, since dpkg knows but does not have them: ${plural(notInstalled, 'package')}.`)
  if (others.size > 0) {
    const rows = [...others.values()].reduce((sum, count) => sum + count, 0)
    const names = [...others.keys()].map((name) => printable(name === '' ? 'unnamed' : name, 60))
    notes.say(`Left out, since these queries tell nothing about installed software: ${plural(rows, 'row')} (${some(names, 5)}).`)
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
