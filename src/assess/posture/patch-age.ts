import type { Questions } from '../../analysis/analysis.ts'
import { overall } from '../../analysis/patch-age/finding.ts'
import { measuredProducts } from '../../analysis/patch-age/measure.ts'
import { patchAgeSettings } from '../../analysis/patch-age/settings.ts'
import { newestMoment } from '../../analysis/run.ts'
import { medianDay, shareAfter } from '../../analysis/statistics/kaplan-meier.ts'
import { percent } from '../../base/text.ts'
import type { PosturePart } from '../../model/posture.ts'

const mostRows = 20

/** How long updates take to reach the hosts, as a curve and by product. */
export async function patchAgePart(lake: Questions): Promise<PosturePart | undefined> {
  const now = (await newestMoment(lake)).getTime() / 1000
  const products = await measuredProducts(lake, now)
  if (products.length === 0) return undefined
  const { days } = patchAgeSettings
  const { title, figure } = overall(products, patchAgeSettings, now)
  return {
    name: 'patch-age',
    title: 'Patch age',
    says: `${title}.`,
    columns: [
      { name: 'Product' },
      { name: 'Waits', numeric: true },
      { name: 'Days until half have it', numeric: true },
      { name: `Still waiting after ${days} days`, numeric: true },
      { name: 'Waiting now', numeric: true },
    ],
    rows: products.slice(0, mostRows).map(({ product, waits, steps }) => {
      const { share } = shareAfter(steps, days)
      const half = medianDay(steps)
      return [
        product,
        waits.length,
        half === undefined ? null : Math.round(half),
        share === 0 ? '0 %' : percent(share),
        waits.filter(({ happened }) => !happened).length,
      ]
    }),
    note: `Days are counted from the first host that had a newer version. ${products.length > mostRows ? `${products.length - mostRows} more products are not shown. ` : ''}Not known: fewer than half have it so far.`,
    ...(figure && { figure }),
  }
}
