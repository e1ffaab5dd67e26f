import { scaleLinear } from 'd3-scale'
import { bytes, number, plural } from '../base/text.ts'
import { duration } from '../base/time.ts'
import type { BarsFigure } from '../model/figure.ts'
import { textWidth } from './measure.ts'
import { ink } from './palette.ts'
import { block, type DrawOptions, defaultWidth, element, frame, hatching, label, pixel, tooltip } from './svg.ts'

const rowHeight = 24
const mostBars = 24

/** An amount with its unit, in the words of the house. */
export function amount(value: number, unit: string): string {
  if (!Number.isFinite(value)) return 'unknown'
  if (/^(b|bytes?)$/i.test(unit)) return bytes(value)
  if (/^(s|seconds?)$/i.test(unit)) return duration(value)
  if (unit === '%') return `${number(value)} %`
  return unit === '' ? number(value) : `${number(value)} ${unit}`
}

/** Named amounts; marked ones are hatched and carry a diamond. */
export function drawBars(figure: BarsFigure, { width = defaultWidth }: DrawOptions = {}): string {
  const bars = chosen(figure.bars)
  const missing = figure.bars.length - bars.length
  const left = nameWidth(bars, width)
  const valueWidth = Math.max(40, ...bars.map((bar) => textWidth(amount(bar.value, figure.unit), 12)))
  const right = width - 20 - Math.min(valueWidth, width / 3)
  const top = figure.level ? 26 : 8
  const bottom = top + bars.length * rowHeight
  const x = scaleLinear([0, Math.max(finite(figure.level?.value ?? 0), ...bars.map((bar) => finite(bar.value))) || 1], [left, right])
  const rows = bars.map((bar, index) => row(bar, figure.unit, { x, left, y: top + index * rowHeight }))
  const rest = missing > 0 ? label({ x: left, y: bottom + 16, text: `and ${plural(missing, 'more row')}, in the table`, size: 11, colour: 'muted' }) : ''
  const level = figure.level ? levelLine(figure.level, figure.unit, { at: x(finite(figure.level.value)), width, bottom }) : ''
  const base = element('line', { x1: left, x2: left, y1: top - 2, y2: bottom + 2, stroke: ink('hatch') })
  return frame({ title: figure.title, summary: figure.summary, width, height: bottom + (missing > 0 ? 26 : 10) }, [level, ...rows, base, rest])
}

/** The first ones and every marked one, in their order. */
function chosen(bars: BarsFigure['bars']): BarsFigure['bars'] {
  if (bars.length <= mostBars) return bars
  const marked = bars.filter((bar) => bar.mark).slice(0, mostBars)
  const others = bars.filter((bar) => !bar.mark).slice(0, mostBars - marked.length)
  const keep = new Set([...marked, ...others])
  return bars.filter((bar) => keep.has(bar))
}

function finite(value: number): number {
  return Number.isFinite(value) ? Math.max(0, value) : 0
}

function nameWidth(bars: BarsFigure['bars'], width: number): number {
  const longest = Math.max(0, ...bars.map((bar) => textWidth(bar.name.slice(0, 80), 12)))
  return Math.min(longest * 1.06, width * 0.38) + 26
}

function row(bar: BarsFigure['bars'][number], unit: string, place: { x: (value: number) => number; left: number; y: number }): string {
  const { x, left, y } = place
  const length = Math.max(1, x(finite(bar.value)) - left)
  const area = { x: left, y: y + 4, width: length, height: rowHeight - 8 }
  const colour = bar.mark ? 'bad' : 'plain'
  const fill = element('path', { d: block(area), fill: ink(colour), 'fill-opacity': bar.mark ? 0.35 : 0.75 })
  const marks = bar.mark
    ? element('path', { d: hatching(area, 5), stroke: ink('bad'), fill: 'none' }) +
      element('path', { d: block(area), fill: 'none', stroke: ink('bad'), 'stroke-width': 1.5 }) +
      element('path', { d: `M${pixel(left - 15)} ${y + 12}l5 -5l5 5l-5 5z`, fill: ink('bad') })
    : ''
  const name = label({ x: left - 20, y: y + 16, text: bar.name, width: left - 24, anchor: 'end', bold: bar.mark === true })
  const value = label({
    x: left + length + 6,
    y: y + 16,
    text: amount(bar.value, unit),
    colour: bar.mark ? 'bad' : 'muted',
    bold: bar.mark === true,
    rim: true,
  })
  return element('g', {}, fill, marks, name, value, tooltip(`${bar.name}: ${amount(bar.value, unit)}`))
}

function levelLine(level: NonNullable<BarsFigure['level']>, unit: string, place: { at: number; width: number; bottom: number }): string {
  const text = `${level.name}: ${amount(level.value, unit)}`
  const anchor = place.at > place.width / 2 ? 'end' : 'start'
  const line = element('line', { x1: place.at, x2: place.at, y1: 20, y2: place.bottom + 2, stroke: ink('ink'), 'stroke-width': 1.5, 'stroke-dasharray': '5 4' })
  return line + label({ x: place.at, y: 14, text, size: 11, anchor, width: anchor === 'end' ? place.at - 4 : place.width - place.at - 4, rim: true })
}
