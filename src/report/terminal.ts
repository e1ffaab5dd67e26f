import { number, plural, printable } from '../base/text.ts'
import type { Assessment } from './assessment.ts'
import { extentOf } from './coverage-summary.ts'
import { huntsLines } from './hunt/summary.ts'
import { analysisLines, coverageLines, skippedLines } from './terminal/coverage.ts'
import { furtherLines, incidentLines } from './terminal/findings.ts'
import { paragraph, prose, wrap } from './terminal/layout.ts'
import { postureLines } from './terminal/posture.ts'
import { type Style, styleFor } from './terminal/style.ts'
import { spanWords, verdictMeanings } from './words.ts'

export interface TerminalOptions {
  /** Columns; taken as 40 … 120. */
  readonly width: number
  readonly colour: boolean
  /** Where the full report was written, if it was. */
  readonly report?: string
}

/** The assessment for a terminal: the conclusion first, the next step last. Evidence in it cannot act on the terminal. */
export function renderTerminal(assessment: Assessment, options: TerminalOptions): string {
  const width = Math.min(120, Math.max(40, Math.floor(options.width) || 80))
  const style = styleFor(options.colour)
  const lines = [
    '',
    ...verdictLines(assessment, width, style),
    '',
    ...incidentLines(assessment, width, style),
    ...furtherLines(assessment, width, style),
    ...huntsLines(assessment, width, style),
    ...postureLines(assessment, width, style),
    ...coverageLines(assessment, width, style),
    ...skippedLines(assessment, width, style),
    ...analysisLines(assessment, width, style),
    ...closing(assessment, options.report, width, style),
  ]
  return `${lines.join('\n')}\n`
}

function verdictLines({ verdict, folder, intake, coverage }: Assessment, width: number, style: Style): readonly string[] {
  const sentence = wrap(prose(verdict.sentence), width).map((line) => style.strong(line))
  const { rows, first, last } = extentOf(coverage)
  const span = first === undefined || last === undefined ? 'no times' : spanWords(first, last)
  const about = [printable(folder), plural(intake.sources.length, 'source'), plural(rows, 'row'), span].join(' · ')
  const meaning = verdict.word === 'HIT' ? [] : wrap(verdictMeanings[verdict.word], width).map((line) => style.faint(line))
  return [style.verdict(verdict.word), ...sentence, ...meaning, '', ...wrap(about, width).map((line) => style.faint(line))]
}

function closing({ verdict, intake }: Assessment, report: string | undefined, width: number, style: Style): readonly string[] {
  const next = paragraph(prose(verdict.next), width, 8, 'Next')
  const files = report === undefined ? [] : paragraph(printable(report, 400), width, 8, 'Report')
  const read = `read ${plural(intake.rows, 'new row')} from ${number(intake.added + intake.grown)} of ${plural(intake.files, 'file')} in ${number(intake.seconds)} s`
  return [
    ...wrap(read, width).map((line) => style.faint(line)),
    '',
    ...files,
    ...next.map((line, index) => (index === 0 ? line.replace('Next', () => style.strong('Next')) : line)),
  ]
}
