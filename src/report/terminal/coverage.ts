import { number, plural, printable, some } from '../../base/text.ts'
import { shortTime } from '../../base/time.ts'
import type { Assessment } from '../assessment.ts'
import { type CoverageLine, summariseCoverage } from '../coverage-summary.ts'
import { groupSkipped } from '../words.ts'
import { columns, cut, pad, paragraph, prose } from './layout.ts'
import type { Style } from './style.ts'

/** A source's name needs this much to be of use. */
const leastSource = 16
const mostGroups = 6
/** Enough to tell what is missing; what an engine says goes on for longer. */
const longestReason = 240

/** What the answer rests on: which evidence, of which time, with which gaps. */
export function coverageLines({ coverage }: Assessment, width: number, style: Style): readonly string[] {
  const lines = summariseCoverage(coverage)
  const heading = style.heading('What the evidence covers')
  if (lines.length === 0) return [heading, '', 'Nothing: no evidence could be read.', '']
  return [heading, '', ...(table(lines, width, style) ?? table(lines, width, style, daysOnly) ?? lines.flatMap((line) => stacked(line, width, style))), '']
}

function stacked(line: CoverageLine, width: number, style: Style): readonly string[] {
  const span = line.first === undefined ? 'no times' : `${shortTime(line.first)} to ${shortTime(line.last ?? line.first)}`
  return [
    ...paragraph(`${printable(line.table, 20)}, ${plural(line.rows, 'row')}`, width, 0),
    ...paragraph(`${span}${line.gaps.length > 0 ? `, ${plural(line.gaps.length, 'gap')}` : ''}`, width, 2).map((text) => style.faint(text)),
    style.faint(`  ${cut(printable(line.source), width - 2)}`),
  ]
}

function daysOnly(iso: string): string {
  return iso.slice(0, 10)
}

/** Undefined where the terminal is too narrow for it. */
function table(lines: readonly CoverageLine[], width: number, style: Style, time = shortTime): readonly string[] | undefined {
  const cells = lines.map((line) => [
    cut(printable(line.table, 20), 16),
    printable(line.source),
    number(line.rows),
    line.first === undefined ? '' : time(line.first),
    line.last === undefined ? '' : time(line.last),
    gapWords(line),
  ])
  const all = [['table', 'source', 'rows', 'first (UTC)', 'last (UTC)', 'gaps'], ...cells]
  const widths = [0, 1, 2, 3, 4, 5].map((index) => Math.max(...all.map((row) => columns(row[index] ?? ''))))
  const fixed = widths.reduce((sum, size, index) => sum + (index === 1 ? 0 : size), 0) + 5 * 2
  if (width - fixed < Math.min(leastSource, widths[1] ?? 0)) return undefined
  widths[1] = Math.min(widths[1] ?? 0, width - fixed)
  const text = (row: readonly string[]) =>
    row
      .map((value, index) =>
        index === 2 ? ' '.repeat(Math.max(0, (widths[2] ?? 0) - columns(value))) + value : pad(cut(value, widths[index] ?? 0), widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return all.map((row, index) => (index === 0 ? style.faint(text(row)) : text(row)))
}

function gapWords({ gaps, first }: CoverageLine): string {
  if (gaps.length === 0) return first === undefined ? '' : 'none'
  const hours = gaps.reduce((sum, gap) => sum + (Date.parse(gap.until) - Date.parse(gap.from)) / 3.6e6, 0)
  return `${number(gaps.length)} (${number(Math.round(hours))} h)`
}

/** Files and lines that were not read, and why. */
export function skippedLines({ intake }: Assessment, width: number, style: Style): readonly string[] {
  const groups = groupSkipped(intake.skipped)
  const partial = intake.sources.filter((source) => source.skippedLines > 0 || source.outcome !== 'succeeded')
  if (groups.length === 0 && partial.length === 0) return []
  const files = groups.slice(0, mostGroups).map(({ why, files }) => `${plural(files.length, 'file')}, ${prose(why)}: ${someFiles(files)}`)
  const lines = partial.slice(0, mostGroups).map((source) => {
    const note = source.notes[0]
    const where = note === undefined ? '' : note.line > 0 ? `, such as line ${note.line}: ${prose(note.text)}` : `: ${prose(note.text)}`
    return `${printable(source.file, 80)}: ${plural(source.skippedLines, 'line')} not read${where}`
  })
  const hidden = groups.length + partial.length - files.length - lines.length
  return [
    style.heading('Not read'),
    '',
    ...[...files, ...lines].flatMap((text) => paragraph(text, width, 2, '-')),
    ...(hidden > 0 ? [style.faint(`  and ${number(hidden)} more: the report (--report FILE) has them`)] : []),
    '',
  ]
}

function someFiles(files: readonly string[]): string {
  return some(
    files.map((file) => printable(file, 60)),
    3,
  )
}

/** Analyses that did not run to their end: what they would need. */
export function analysisLines({ analyses }: Assessment, width: number, style: Style): readonly string[] {
  const ran = analyses.filter((status) => status.outcome === 'succeeded').length
  const others = analyses.filter((status) => status.outcome !== 'succeeded')
  const words = { partial: 'ran in part', failed: 'failed', skipped: 'did not run', succeeded: '' } as const
  const heading = style.heading(`Analyses (${number(ran)} of ${number(analyses.length)} ran in full)`)
  if (others.length === 0) return [heading, '']
  const column = Math.min(24, Math.floor(width / 2), Math.max(...others.map((status) => status.analysis.length)) + 4)
  const lines = others.flatMap((status) => {
    const reason = status.reason === undefined ? '' : `: ${printable(status.reason, longestReason)}`
    return paragraph(`${words[status.outcome]}${reason}`, width, column, `- ${cut(printable(status.analysis, 60), column - 3)}`)
  })
  return [heading, '', ...lines, '']
}
