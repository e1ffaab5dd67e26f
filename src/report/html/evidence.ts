import { number, plural } from '../../base/text.ts'
import { shortTime } from '../../base/time.ts'
import { drawCoverage } from '../../figures/coverage.ts'
import { tables } from '../../model/tables.ts'
import { updateTables } from '../../model/update-tables.ts'
import type { Assessment, SourceReport } from '../assessment.ts'
import { type CoverageLine, coverageOfEvidence, summariseCoverage } from '../coverage-summary.ts'
import { groupSkipped } from '../words.ts'
import { drawings } from './figure.ts'
import { element, join, list, type Markup, table, text } from './markup.ts'

const mostSources = 300
const mostGaps = 6

const titles = new Map<string, string>(Object.entries(tables).map(([name, { title }]) => [name, title]))

/** What the answer rests on: the time and the tables that the evidence covers. */
export function coverageSection({ coverage }: Assessment): Markup {
  const lines = summariseCoverage(coverage)
  const lanes = lines.flatMap((line) => {
    const { first, last } = line
    return first === undefined || last === undefined ? [] : [{ name: `${line.table} · ${line.source}`, rows: line.rows, gaps: line.gaps, first, last }]
  })
  const missing = Object.entries(tables)
    // Reference knowledge is not evidence: each finding that rests on it says what was read.
    .filter(
      ([name, known]) => !('derived' in known) && !(name in updateTables) && !coverageOfEvidence(coverage).some((line) => line.table === name && line.rows > 0),
    )
    .map(([, { title }]) => title)
  return element(
    'section',
    { id: 'coverage', 'aria-labelledby': 'coverage-title' },
    element('h2', { id: 'coverage-title' }, text('What the evidence covers')),
    element('p', { class: 'lead' }, text('Nothing can be said about time and hosts that the evidence does not cover. Hatched: no rows came.')),
    lanes.length > 0 &&
      element(
        'figure',
        {},
        drawings((width) => drawCoverage(lanes, { width })),
      ),
    lines.length > 0 ? coverageTable(lines) : element('p', {}, text('No evidence could be read.')),
    missing.length > 0 && element('p', { class: 'faint' }, text(`No evidence at all of: ${missing.join('; ')}.`)),
  )
}

function coverageTable(lines: readonly CoverageLine[]): Markup {
  const rows = lines.map((line) => [
    join([text(titles.get(line.table) ?? line.table), element('br', {}), element('code', { class: 'faint' }, text(line.table))]),
    element('code', {}, text(line.source, 200)),
    text(number(line.rows)),
    line.first === undefined || line.last === undefined ? text('no times') : span(line.first, line.last),
    gaps(line),
  ])
  return table({
    caption: 'Coverage by table and source',
    headers: ['Table', 'Source', 'Rows', 'From and until (UTC)', 'Gaps (UTC)'],
    rows,
    numeric: [2],
    stacks: true,
  })
}

function span(from: string, until: string): Markup {
  const time = (iso: string) => element('span', { class: 'nowrap' }, text(shortTime(iso)))
  return join([time(from), text(' to '), time(until)])
}

function gaps(line: CoverageLine): Markup {
  if (line.gaps.length === 0) return text(line.first === undefined ? 'not known' : 'none')
  const shown = line.gaps.slice(0, mostGaps).map((gap) => span(gap.from, gap.until))
  const rest = line.gaps.length - shown.length
  return join([...shown, ...(rest > 0 ? [text(`and ${number(rest)} more`)] : [])].flatMap((part) => [part, element('br', {})]))
}

/** Files that were read, and files and lines that were not, with the reason. */
export function intakeSection({ intake }: Assessment): Markup {
  const groups = groupSkipped(intake.skipped)
  const losses = intake.sources.filter((source) => source.skippedLines > 0 || source.outcome !== 'succeeded')
  const said = `${plural(intake.files, 'file')} in the folder: ${number(intake.added)} new, ${number(intake.grown)} grown, ${number(intake.known)} known already, ${number(intake.skipped.length)} not read.`
  return element(
    'section',
    { id: 'files', 'aria-labelledby': 'files-title' },
    element('h2', { id: 'files-title' }, text('Files read, and not read')),
    element('p', { class: 'lead' }, text(said)),
    groups.length > 0 && element('h3', {}, text('Not read')),
    groups.map(({ why, files }) => skippedGroup(why, files)),
    losses.length > 0 && element('h3', {}, text('Read in part')),
    losses.length > 0 && list(losses.slice(0, mostSources).map(loss)),
    intake.sources.length > 0 && sources(intake.sources),
  )
}

function skippedGroup(why: string, files: readonly string[]): Markup {
  const shown = files.slice(0, mostSources).map((file) => element('code', {}, text(file, 300)))
  const rest = files.length - shown.length
  return element(
    'details',
    {},
    element('summary', {}, text(`${plural(files.length, 'file')}: ${why}`, 400)),
    list([...shown, ...(rest > 0 ? [text(`and ${number(rest)} more`)] : [])]),
  )
}

function loss(source: SourceReport): Markup {
  const notes = source.notes.map((note) => (note.line > 0 ? `line ${note.line}: ${note.text}` : note.text))
  return join([
    element('code', {}, text(source.file, 300)),
    text(` ${source.outcome}, ${plural(source.skippedLines, 'line')} not read`),
    notes.length > 0 && list(notes.map((note) => text(note, 400))),
  ])
}

function sources(all: readonly SourceReport[]): Markup {
  const shown = all.slice(0, mostSources)
  const rows = shown.map((source) => [
    element('code', {}, text(source.file, 200)),
    text(source.format),
    text(source.outcome),
    text(
      Object.entries(source.rows)
        .map(([name, count]) => `${name} ${number(count)}`)
        .join(', '),
    ),
  ])
  const rest = all.length - shown.length
  return element(
    'details',
    {},
    element('summary', {}, text(`${plural(all.length, 'source')} in the workspace`)),
    table({ caption: 'Sources in the workspace', headers: ['File', 'Format', 'Outcome', 'Rows'], rows }),
    rest > 0 && element('p', { class: 'faint' }, text(`and ${plural(rest, 'more source')}, in the JSON output`)),
  )
}
