import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { type EvidenceSpan, evidenceSpan } from '../statistics/evidence-span.ts'
import { type Baseline, newcomerFinding, summaryFinding } from './finding.ts'
import { newcomers, newPerDay } from './newcomers.ts'
import { type Settings, settings } from './settings.ts'
import { severityOf, signsOf, strengthOf } from './weigh.ts'

export const newDestination = defineAnalysis<Settings>({
  name: 'new-destination',
  version: 1,
  title: 'New destinations',
  looksFor: 'Destinations that nobody in the organisation met in the weeks before, and that few hosts now talk to again and again.',
  techniques: ['T1071'],
  needs: ['visit'],
  settings,
  run,
})

/** Candidates taken from the lake for each finding shown, so that the ranking has a choice. */
const choice = 20

async function* run({ lake, settings, signal }: AnalysisInput<Settings>): AsyncGenerator<Finding> {
  const span = await evidenceSpan(lake, signal)
  const baseline = span && baselineOf(span, settings)
  if (!span || !baseline) return
  const from = span.from + baseline.seconds
  const perDay = await newPerDay(lake, from, signal)
  if (perDay.length === 0) return
  const few = Math.max(settings.fewHosts, Math.floor(settings.fewShare * span.hosts))
  const found = await newcomers(lake, from, few, choice * settings.mostFindings, signal)
  const ranked = found
    .map((one) => ({ one, signs: signsOf(one, span.until, settings) }))
    .filter(({ signs }) => strengthOf(signs) >= 2)
    .sort(
      (a, b) =>
        severityOf(b.signs, baseline.full) - severityOf(a.signs, baseline.full) ||
        strengthOf(b.signs) - strengthOf(a.signs) ||
        b.one.contacts - a.one.contacts ||
        (a.one.destination < b.one.destination ? -1 : 1),
    )
    .slice(0, settings.mostFindings)
  for (const { one, signs } of ranked) yield newcomerFinding(one, signs, span, baseline)
  yield summaryFinding(perDay, ranked.length, span, baseline)
}

/** As long as asked for, else half of the evidence when that is at least a day, else none. */
function baselineOf(span: EvidenceSpan, { baselineDays }: Settings): Baseline | null {
  const [length, wanted] = [span.until - span.from, baselineDays * 86_400]
  if (length > wanted) return { seconds: wanted, full: true, wanted: baselineDays }
  return length >= 2 * 86_400 ? { seconds: length / 2, full: false, wanted: baselineDays } : null
}
