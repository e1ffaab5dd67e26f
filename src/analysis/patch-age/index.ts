import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { shareAfter } from '../statistics/kaplan-meier.ts'
import { overall, slow } from './finding.ts'
import { measuredProducts } from './measure.ts'
import { type PatchAgeSettings, patchAgeSettings } from './settings.ts'

export const patchAge = defineAnalysis<PatchAgeSettings>({
  name: 'patch-age',
  version: 1,
  title: 'How long updates take',
  looksFor: 'How long hosts stay with a version after a newer one has come into the organisation, as a curve, and products whose updates take too long.',
  techniques: [],
  needs: ['installation'],
  settings: patchAgeSettings,
  run,
})

async function* run({ lake, settings, now, signal }: AnalysisInput<PatchAgeSettings>): AsyncGenerator<Finding> {
  const at = now.getTime() / 1000
  const products = await measuredProducts(lake, at, signal)
  const judged = products.filter(({ waits }) => waits.length >= settings.leastWaits)
  if (judged.length === 0) return
  yield overall(products, settings, at)
  // At least half still wait when the days are over, and that is no accident of few hosts.
  const late = judged.filter(({ steps }) => shareAfter(steps, settings.days).low > 0.5)
  const worst = late.toSorted((a, b) => shareAfter(b.steps, settings.days).low - shareAfter(a.steps, settings.days).low)
  for (const product of worst.slice(0, settings.mostFindings)) yield slow(product, settings, at)
}
