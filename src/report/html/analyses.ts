import { number, plural, some } from '../../base/text.ts'
import type { Outcome } from '../../model/status.ts'
import type { AnalysisReport, Assessment } from '../assessment.ts'
import { coverageOfEvidence, summariseCoverage } from '../coverage-summary.ts'
import { element, join, list, type Markup, table, text } from './markup.ts'

const outcomes: Readonly<Record<Outcome, string>> = {
  succeeded: '✓ ran in full',
  partial: '◐ ran in part',
  failed: '✕ failed',
  skipped: '– did not run',
}

/** What was looked for, and how each look ended. */
export function analysisSection({ analyses }: Assessment): Markup {
  const rows = analyses.map((status) => [
    join([text(status.title ?? status.analysis), element('br', {}), element('code', { class: 'faint' }, text(`${status.analysis} ${status.version}`))]),
    text(status.looksFor ?? ''),
    outcome(status),
    text(status.outcome === 'succeeded' || status.outcome === 'partial' ? number(status.findings) : 'unknown'),
    text(`${number(status.seconds)} s`),
  ])
  return element(
    'section',
    { id: 'analyses', 'aria-labelledby': 'analyses-title' },
    element('h2', { id: 'analyses-title' }, text('What was looked for')),
    rows.length > 0
      ? table({
          caption: 'Analyses and how they ended',
          headers: ['Analysis', 'Looks for', 'Outcome', 'Findings', 'Time'],
          rows,
          numeric: [3, 4],
          stacks: true,
        })
      : element('p', {}, text('No analysis was run.')),
  )
}

function outcome(status: AnalysisReport): Markup {
  const why = status.reason === undefined ? '' : `: ${status.reason}`
  return element('span', { class: `outcome ${status.outcome}` }, text(`${outcomes[status.outcome]}${why}`))
}

/** What this report cannot say, from what is missing in this very assessment. */
export function limitSection(assessment: Assessment): Markup {
  return element(
    'section',
    { id: 'limits', 'aria-labelledby': 'limits-title' },
    element('h2', { id: 'limits-title' }, text('What this cannot say')),
    list(limits(assessment).map((limit) => text(limit))),
  )
}

function limits({ analyses, coverage, intake }: Assessment): readonly string[] {
  const notRun = analyses.filter((status) => status.outcome === 'skipped' || status.outcome === 'failed').map((status) => status.analysis)
  const gaps = summariseCoverage(coverage).reduce((sum, line) => sum + line.gaps.length, 0)
  const lost = intake.sources.reduce((sum, source) => sum + source.skippedLines, 0)
  const traffic = coverageOfEvidence(coverage).some((line) => line.table === 'connection' && line.rows > 0)
  return [
    'That something was not seen does not mean that it did not happen. No verdict here says that all is well.',
    ...(traffic ? [] : ['There is no record of connections, so nothing can be said of traffic.']),
    ...(notRun.length > 0 ? [`What these would find is not known, since they did not run: ${some(notRun, 12)}.`] : []),
    ...(gaps > 0 ? [`The evidence has ${plural(gaps, 'gap')}: what happened then is not known.`] : []),
    ...(lost > 0 ? [`${plural(lost, 'line')} could not be read.`] : []),
    'A release that explains who talks to a destination is associated with it: this names the software, not its intent. A roll-out that adds a harmless service looks the same until something else speaks against it.',
    'Confidence is how sure the tool is of what a title says, from the evidence it has; it is no probability that the organisation has been attacked.',
  ]
}
