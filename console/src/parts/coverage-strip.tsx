import { useCallback, useMemo } from 'react'
import { plural } from '../../../src/base/text.ts'
import type { Overview } from '../../../src/contract/overview.ts'
import { drawCoverage } from '../../../src/figures/coverage.ts'
import type { FigureTable } from '../../../src/figures/table.ts'
import { timeZone } from '../base/preferences.ts'
import { showSpan, zoneName } from '../base/show-time.ts'
import { FigureFrame } from './figure/figure.tsx'

type Lane = Overview['coverage'][number]

/** What time the evidence covers, kind by kind, and where it is silent. */
export function CoverageStrip({ lanes }: { readonly lanes: readonly Lane[] }) {
  const zone = timeZone.use()
  const timed = useMemo(
    () => lanes.flatMap(({ title, rows, first, last, gaps }) => (first === null || last === null ? [] : [{ name: title, rows, first, last, gaps }])),
    [lanes],
  )
  const draw = useCallback((width: number) => drawCoverage(timed, { width }), [timed])
  if (timed.length === 0) return <h2>The evidence has no times: it says what is there, not what happened</h2>
  const times = timed.flatMap(({ first, last }) => [first, last]).toSorted()
  const span = showSpan(times[0] ?? '', times.at(-1) ?? '', zone)
  const gaps = timed.reduce((sum, lane) => sum + lane.gaps.length, 0)
  const title = `The evidence covers ${span} ${zoneName(zone, new Date())}${gaps === 0 ? ', without a gap' : `, with ${plural(gaps, 'gap')}`}`
  const timeless = lanes.length - timed.length
  const summary = `${plural(timed.length, 'kind')} of evidence over time${timeless > 0 ? `, and ${timeless} without times` : ''}. Hatched: nothing came.`
  return <FigureFrame title={title} summary={summary} draw={draw} table={(most) => coverageTable(lanes, most)} level={2} />
}

function coverageTable(lanes: readonly Lane[], most: number): FigureTable {
  const rows = lanes.flatMap(({ title, rows: count, sources, first, last, gaps }) => [
    [title, 'covered', first ?? 'no times', last ?? '', String(count), String(sources)],
    ...gaps.map(({ from, until }) => [title, 'nothing came', from, until, '0', '']),
  ])
  return { headers: ['Kind', 'What', 'From (UTC)', 'Until (UTC)', 'Rows', 'Sources'], rows: rows.slice(0, most), more: Math.max(0, rows.length - most) }
}
