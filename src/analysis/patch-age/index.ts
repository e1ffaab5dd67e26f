import type { Finding } from '../../model/finding.ts'
import { type AnalysisInput, defineAnalysis } from '../analysis.ts'
import { shareAfter, survival } from '../statistics/kaplan-meier.ts'
import { overall, type ProductWaits, slow } from './finding.ts'
import { changingProducts } from './query.ts'
import type { PatchAgeSettings } from './settings.ts'
import { waitsOf } from './waits.ts'

export const patchAge = defineAnalysis<PatchAgeSettings>({
  name: 'patch-age',
  version: 1,
  title: 'How long updates take',
  looksFor: 'How long hosts stay with a version after a newer one has come into the organisation, as a curve, and products whose updates take too long.',
  techniques: [],
  needs: ['installation'],
  // Cyber Essentials asks for updates within 14 days of release: https://www.ncsc.gov.uk/cyberessentials, requirement “security update management”.
  settings: { days: 14, leastWaits: 10, mostFindings: 20 },
  run,
})

async function* run({ lake, settings, now, signal }: AnalysisInput<PatchAgeSettings>): AsyncGenerator<Finding> {
  const at = now.getTime() / 1000
  const products: readonly ProductWaits[] = (await changingProducts(lake, signal)).flatMap((product) => {
    const waits = waitsOf(product.type, product.stays, at)
    return waits.length > 0 ? [{ ...product, waits, steps: survival(waits) }] : []
  })
  const judged = products.filter(({ waits }) => waits.length >= settings.leastWaits)
  if (judged.length === 0) return
  yield overall(products, settings, at)
  // At least half still wait when the days are over, and that is no accident of few hosts.
  const late = judged.filter(({ steps }) => shareAfter(steps, settings.days).low > 0.5)
  const worst = late.toSorted((a, b) => shareAfter(b.steps, settings.days).low - shareAfter(a.steps, settings.days).low)
  for (const product of worst.slice(0, settings.mostFindings)) yield slow(product, settings, at)
}
