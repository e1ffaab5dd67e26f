import { plural, printable } from '../base/text.ts'
import { isoFromSeconds, shortTime } from '../base/time.ts'
import type { TimelineFigure } from '../model/figure.ts'
import { type Placed, placeLabels } from './labels.ts'
import { ink } from './palette.ts'
import { block, type DrawOptions, defaultWidth, element, frame, hatching, label, pixel, tooltip } from './svg.ts'
import { type TimeAxis, timeAxis, timeAxisHeight } from './time-axis.ts'

type Lane = TimelineFigure['lanes'][number]
type Event = Lane['events'][number]

const mostLanes = 24
const mostEvents = 400
const labelRows = 3
const labelHeight = 15
const tones = ['bad', 'warn', 'plain'] as const

interface LaneLayout {
  readonly lane: Lane
  readonly events: readonly Event[]
  readonly labels: readonly (Placed | undefined)[]
  readonly height: number
}

/** Lanes of events; shape tells the tone (disc, triangle, diamond) as well as colour. Hatched spans have no evidence. */
export function drawTimeline(figure: TimelineFigure, { width = defaultWidth }: DrawOptions = {}): string {
  const narrow = width < 560
  const lanes = figure.lanes.slice(0, mostLanes)
  const left = narrow ? 12 : 150
  const right = width - 14
  const span = lanes.flatMap(timesOf)
  const scale = timeAxis(span, { left, right, top: 0, bottom: 0 })
  const layouts = lanes.map((lane) => layOut(lane, scale, { left, right, narrow }))
  const bottom = 8 + layouts.reduce((sum, layout) => sum + layout.height, 0)
  const axis = timeAxis(span, { left, right, top: 8, bottom })
  let y = 8
  const rows = layouts.map((layout) => {
    const drawn = drawLane(layout, axis, { left, right, y, narrow })
    y += layout.height
    return drawn
  })
  const notes = footnotes(figure, layouts)
  const body = [
    axis.markup,
    ...rows,
    ...notes.map((text, index) => label({ x: 4, y: bottom + timeAxisHeight + 12 + index * 15, text, size: 11, colour: 'muted', width: width - 8 })),
  ]
  return frame({ title: figure.title, summary: figure.summary, width, height: bottom + timeAxisHeight + notes.length * 15 + 4 }, body)
}

function timesOf(lane: Lane): readonly number[] {
  return [...lane.events.flatMap((event) => [event.time, event.until ?? event.time]), ...(lane.gaps ?? []).flat()]
}

function footnotes(figure: TimelineFigure, layouts: readonly LaneLayout[]): readonly string[] {
  const notes: string[] = []
  if (layouts.some((layout) => (layout.lane.gaps ?? []).length > 0)) notes.push('Hatched: no evidence for this time.')
  const unlabelled = layouts.reduce((sum, layout) => sum + layout.labels.filter((place) => place === undefined).length, 0)
  if (unlabelled > 0) notes.push(`${plural(unlabelled, 'event')} without a label for want of room: see the table.`)
  if (figure.lanes.length > layouts.length) notes.push(`and ${plural(figure.lanes.length - layouts.length, 'more lane')} not drawn`)
  return notes
}

function layOut(lane: Lane, axis: TimeAxis, place: { left: number; right: number; narrow: boolean }): LaneLayout {
  const events = lane.events
    .filter((event) => Number.isFinite(event.time))
    .slice(0, mostEvents)
    .toSorted((a, b) => tones.indexOf(a.tone) - tones.indexOf(b.tone) || a.time - b.time)
  const wishes = events.map((event) => ({ x: axis.x(event.time), text: printable(event.label) }))
  const widest = place.narrow ? 190 : 260
  const labels = placeLabels(wishes, { left: place.left, right: place.right, rows: labelRows, size: 11, widest })
  const rows = Math.max(0, ...labels.map((label) => (label ? label.row + 1 : 0)))
  return { lane, events, labels, height: 26 + rows * labelHeight + (place.narrow ? 16 : 4) }
}

function drawLane(layout: LaneLayout, axis: TimeAxis, place: { left: number; right: number; y: number; narrow: boolean }): string {
  const { left, right, y, narrow } = place
  const middle = y + (narrow ? 28 : 14)
  const name = narrow
    ? label({ x: 4, y: y + 13, text: layout.lane.name, size: 11, bold: true, width: right - 8, rim: true })
    : label({ x: left - 12, y: middle + 4, text: layout.lane.name, width: left - 18, anchor: 'end', bold: true })
  const gaps = (layout.lane.gaps ?? []).map(([from, until]) => {
    const area = { x: axis.x(from), y: middle - 9, width: Math.max(2, axis.x(until) - axis.x(from)), height: 18 }
    const tip = tooltip(`no evidence from ${shortTime(isoFromSeconds(from))} to ${shortTime(isoFromSeconds(until))} UTC`)
    return element(
      'g',
      {},
      element('path', { d: block(area), fill: ink('soft') }),
      element('path', { d: hatching(area), stroke: ink('hatch'), fill: 'none' }),
      tip,
    )
  })
  const line = element('line', { x1: left, x2: right, y1: middle, y2: middle, stroke: ink('hatch') })
  const border = element('line', { x1: 4, x2: right, y1: y + layout.height - 2, y2: y + layout.height - 2, stroke: ink('line') })
  const labels = layout.events.map((event, index) => eventLabel(event, layout.labels[index], middle + 22))
  // The weightiest were placed first and are drawn last, on top.
  const marks = layout.events.toReversed().map((event) => eventMark(event, axis, middle))
  return [border, line, ...gaps, name, ...marks, ...labels].join('')
}

function eventLabel(event: Event, placed: Placed | undefined, y: number): string {
  if (!placed) return ''
  const colour = event.tone === 'plain' ? 'ink' : event.tone
  return label({ x: placed.x, y: y + placed.row * labelHeight, text: event.label, width: placed.width + 6, size: 11, anchor: placed.anchor, colour, rim: true })
}

function eventMark(event: Event, axis: TimeAxis, y: number): string {
  const x = axis.x(event.time)
  const fill = ink(event.tone)
  const until = event.until !== undefined && Number.isFinite(event.until) ? event.until : undefined
  const bar =
    until === undefined
      ? ''
      : element('path', { d: block({ x, y: y - 4, width: Math.max(1, axis.x(until) - x), height: 8 }), fill, 'fill-opacity': 0.4, stroke: fill })
  const when = until === undefined ? '' : ` to ${shortTime(isoFromSeconds(until))}`
  const tip = tooltip(`${shortTime(isoFromSeconds(event.time))}${when} UTC: ${event.label}`)
  return element('g', {}, bar, element('path', { d: shapes[event.tone](x, y), fill, stroke: ink('paper'), 'stroke-width': 1 }), tip)
}

const shapes: Record<Event['tone'], (x: number, y: number) => string> = {
  plain: (x, y) => `M${pixel(x - 5)} ${pixel(y)}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z`,
  warn: (x, y) => `M${pixel(x)} ${pixel(y - 6)}l6.5 11h-13z`,
  bad: (x, y) => `M${pixel(x)} ${pixel(y - 7)}l7 7l-7 7l-7 -7z`,
}
