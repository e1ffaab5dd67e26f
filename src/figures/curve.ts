import { scaleLinear } from 'd3-scale'
import { number } from '../base/text.ts'
import type { CurveFigure } from '../model/figure.ts'
import { textWidth } from './measure.ts'
import { type Ink, ink } from './palette.ts'
import { type DrawOptions, defaultWidth, element, frame, label, pixel, tooltip } from './svg.ts'

type Curve = CurveFigure['curves'][number]

interface Scales {
  readonly x: (day: number) => number
  readonly y: (share: number) => number
  readonly lastDay: number
}

const mostCurves = 6
const height = 270
const top = 26
const bottom = height - 44
/** Height of a name in the legend. */
const row = 15
const dashes = [undefined, '7 4', '2 4', '10 3 2 3', '5 2', '1 3'] as const

/** Shares that fall in steps: the first curve bold with its band, the others told apart by their dashes and by name. */
export function drawCurve(figure: CurveFigure, { width = defaultWidth }: DrawOptions = {}): string {
  const curves = figure.curves.slice(0, mostCurves)
  // On a narrow picture the names stand below it.
  const beside = curves.length > 1 && width >= 520
  const names = beside ? Math.min(width * 0.3, Math.max(...curves.map(({ name }) => textWidth(name, 11))) * 1.06 + 36) : 12
  const lastDay = Math.max(1, figure.limit?.day ?? 0, ...curves.flatMap(({ steps }) => steps.map(([day]) => finite(day)))) * 1.04
  const days = scaleLinear([0, lastDay], [44, width - names])
  const shares = scaleLinear([0, 1], [bottom, top])
  const scales = { x: days, y: shares, lastDay }
  const grid = [0, 0.25, 0.5, 0.75, 1].map((share) => level(share, scales))
  const ticks = days.ticks(Math.max(3, Math.floor(width / 110))).map((day) => tick(day, scales))
  const title = label({ x: days(lastDay), y: height - 8, text: figure.days, size: 11, colour: 'muted', anchor: 'end', width: width - names - 44 })
  const share = label({ x: 8, y: 14, text: figure.share, size: 11, colour: 'muted', width: width - 16 })
  const [first] = curves
  const body = [
    ...grid,
    ...ticks,
    title,
    share,
    first ? band(first, scales) : '',
    limit(figure, scales),
    ...curves.map((curve, index) => line(curve, index, scales)).reverse(),
    ...(beside ? legend(curves, endsOf(curves, scales), days(lastDay), names) : []),
    ...(curves.length > 1 && !beside ? legend(curves, below(curves), 44, width - 44) : []),
  ]
  const whole = curves.length > 1 && !beside ? height + curves.length * row + 10 : height
  return frame({ title: figure.title, summary: figure.summary, width, height: whole }, body)
}

function finite(value: number): number {
  return Number.isFinite(value) ? Math.max(0, value) : 0
}

function level(share: number, { x, y, lastDay }: Scales): string {
  const at = y(share)
  const rule = element('line', { x1: x(0), x2: x(lastDay), y1: at, y2: at, stroke: ink(share === 0 ? 'hatch' : 'line') })
  return rule + label({ x: x(0) - 6, y: at + 4, text: `${100 * share} %`, size: 11, colour: 'muted', anchor: 'end' })
}

function tick(day: number, { x }: Scales): string {
  return label({ x: x(day), y: bottom + 16, text: number(day), size: 11, colour: 'muted', anchor: day === 0 ? 'start' : 'middle' })
}

/** Path data of a stair: each share holds until the next day. */
function stair(steps: readonly (readonly [number, number])[], { x, y, lastDay }: Scales, from: number): string {
  const across = steps.map(([day, share]) => `H${pixel(x(day))}V${pixel(y(share))}`)
  return `M${pixel(x(0))} ${pixel(y(from))}${across.join('')}H${pixel(x(lastDay))}`
}

function line(curve: Curve, index: number, scales: Scales): string {
  const path = stair(
    curve.steps.map(([day, share]) => [finite(day), finite(share)] as const),
    scales,
    1,
  )
  const drawn = element('path', {
    d: path,
    fill: 'none',
    stroke: ink(inkOf(index)),
    'stroke-width': index === 0 ? 2.5 : 1.5,
    'stroke-dasharray': dashes[index],
  })
  return element('g', {}, drawn, tooltip(curve.name))
}

function inkOf(index: number): Ink {
  return index === 0 ? 'plain' : 'ink'
}

/** Between the limits of the interval, from the day on which they are known. */
function band({ steps }: Curve, { x, y, lastDay }: Scales): string {
  const known = steps.filter(([, , low, high]) => low !== undefined && high !== undefined)
  if (known.length === 0) return ''
  const upper = known.map(
    ([day, , , high], index) => `${index === 0 ? 'M' : 'H'}${pixel(x(finite(day)))}${index === 0 ? ' ' : 'V'}${pixel(y(finite(high ?? 1)))}`,
  )
  const lower = known.map(([day, , low], index) => {
    const until = known[index + 1]?.[0] ?? lastDay
    return `H${pixel(x(finite(until)))}V${pixel(y(finite(low ?? 0)))}H${pixel(x(finite(day)))}`
  })
  return element('path', { d: `${upper.join('')}H${pixel(x(lastDay))}${lower.reverse().join('')}z`, fill: ink('plain'), 'fill-opacity': 0.16 })
}

function limit({ limit: kept }: CurveFigure, { x, lastDay }: Scales): string {
  if (!kept) return ''
  const at = x(finite(kept.day))
  const left = at > x(lastDay) / 2
  const rule = element('line', { x1: at, x2: at, y1: top - 4, y2: bottom, stroke: ink('bad'), 'stroke-width': 1.5, 'stroke-dasharray': '5 4' })
  return rule + label({ x: left ? at - 5 : at + 5, y: top + 8, text: kept.name, size: 11, colour: 'bad', anchor: left ? 'end' : 'start', rim: true })
}

/** Where the curves end, moved apart where the ends meet. */
function endsOf(curves: readonly Curve[], { y }: Scales): readonly number[] {
  const ends = curves.map(({ steps }, index) => ({ index, at: y(finite(steps.at(-1)?.[1] ?? 1)) })).sort((a, b) => a.at - b.at)
  const places: number[] = []
  let free = top
  for (const [order, { index, at }] of ends.entries()) {
    places[index] = Math.min(Math.max(at, free), bottom - (ends.length - 1 - order) * row)
    free = (places[index] ?? top) + row
  }
  return places
}

function below(curves: readonly Curve[]): readonly number[] {
  return curves.map((_, index) => height + 8 + index * row)
}

/** A dash and a name for each curve. */
function legend(curves: readonly Curve[], places: readonly number[], left: number, width: number): readonly string[] {
  return curves.map(({ name }, index) => {
    const at = places[index] ?? top
    const mark = element('line', {
      x1: left + 6,
      x2: left + 26,
      y1: at,
      y2: at,
      stroke: ink(inkOf(index)),
      'stroke-width': index === 0 ? 2.5 : 1.5,
      'stroke-dasharray': dashes[index],
    })
    return mark + label({ x: left + 31, y: at + 4, text: name, size: 11, bold: index === 0, width: width - 31 })
  })
}
