import { number, plural } from '../base/text.ts'
import { shortTime } from '../base/time.ts'
import { ink } from './palette.ts'
import { block, type DrawOptions, defaultWidth, element, frame, hatching, label, tooltip } from './svg.ts'
import { type TimeAxis, timeAxis, timeAxisHeight } from './time-axis.ts'

/** One row of the coverage picture. Times are ISO 8601, UTC. */
export interface CoverageLane {
  readonly name: string
  readonly rows: number
  readonly first: string
  readonly last: string
  readonly gaps: readonly { readonly from: string; readonly until: string }[]
}

const barHeight = 14
const mostLanes = 30

/** What time the evidence covers: a bar from the first to the last row of each lane, hatched where nothing came. */
export function drawCoverage(lanes: readonly CoverageLane[], { width = defaultWidth }: DrawOptions = {}): string {
  const narrow = width < 560
  const shown = lanes.slice(0, mostLanes)
  const missing = lanes.length - shown.length
  const left = narrow ? 8 : 230
  const step = narrow ? 38 : 26
  const bottom = 8 + shown.length * step
  const axis = timeAxis(
    shown.flatMap((lane) => [seconds(lane.first), seconds(lane.last)]),
    { left, right: width - (narrow ? 14 : 92), top: 8, bottom },
  )
  const rows = shown.map((lane, index) => drawLane(lane, axis, { left, width, narrow, y: 8 + index * step + (narrow ? 18 : 6) }))
  const rest =
    missing > 0 ? label({ x: 4, y: bottom + timeAxisHeight + 12, text: `and ${plural(missing, 'more row')}, in the table`, size: 11, colour: 'muted' }) : ''
  const gaps = lanes.reduce((sum, lane) => sum + lane.gaps.length, 0)
  const summary = `${plural(lanes.length, 'row')} of evidence over time; ${gaps === 0 ? 'no gaps found' : `${plural(gaps, 'gap')}, hatched`}.`
  return frame({ title: 'What time the evidence covers', summary, width, height: bottom + timeAxisHeight + (missing > 0 ? 20 : 2) }, [
    axis.markup,
    ...rows,
    rest,
  ])
}

function seconds(iso: string): number {
  return Date.parse(iso) / 1000
}

function drawLane(lane: CoverageLane, axis: TimeAxis, place: { left: number; width: number; narrow: boolean; y: number }): string {
  const { left, width, narrow, y } = place
  const bar = (from: string, until: string) => {
    const start = axis.x(seconds(from))
    return { x: start, y, width: Math.max(2, axis.x(seconds(until)) - start), height: barHeight }
  }
  const gaps = lane.gaps.map((gap) => {
    const area = bar(gap.from, gap.until)
    return element(
      'g',
      {},
      element('path', { d: block(area), fill: ink('paper'), stroke: ink('warn') }),
      element('path', { d: hatching(area, 5), stroke: ink('warn'), fill: 'none' }),
      tooltip(`no rows from ${shortTime(gap.from)} to ${shortTime(gap.until)} UTC`),
    )
  })
  return [
    element(
      'path',
      { d: block(bar(lane.first, lane.last)), fill: ink('plain'), 'fill-opacity': 0.75 },
      tooltip(`${lane.name}: ${shortTime(lane.first)} to ${shortTime(lane.last)} UTC`),
    ),
    ...gaps,
    narrow
      ? label({ x: left, y: y - 5, text: `${lane.name}: ${plural(lane.rows, 'row')}`, width: width - 2 * left, size: 11, rim: true })
      : label({ x: left - 10, y: y + 11, text: lane.name, width: left - 16, anchor: 'end' }),
    narrow ? '' : label({ x: width - 4, y: y + 11, text: number(lane.rows), size: 11, colour: 'muted', anchor: 'end' }),
  ].join('')
}
