import { type ScaleTime, scaleUtc } from 'd3-scale'
import { ink } from './palette.ts'
import { element, label } from './svg.ts'

export interface TimeAxis {
  /** Seconds since 1970 → pixels. */
  readonly x: (seconds: number) => number
  readonly markup: string
}

interface Place {
  readonly left: number
  readonly right: number
  readonly top: number
  /** Where the plot ends and the labels begin. */
  readonly bottom: number
}

const day = 86_400
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Height that the labels under the plot take. */
export const timeAxisHeight = 36

/** A time axis in UTC with upright grid lines. Two rows of labels: the clock or the day, and below it what it is part of. */
export function timeAxis(times: readonly number[], place: Place): TimeAxis {
  const [from, until] = rangeOf(times)
  const scale = scaleUtc([new Date(from * 1000), new Date(until * 1000)], [place.left, place.right])
  const ticks = ticksOf(scale, place.right - place.left)
  const marks = ticks.map((tick, index) => mark(scale, tick, ticks[index - 1], place, until - from))
  const base = element('line', { x1: place.left, x2: place.right, y1: place.bottom, y2: place.bottom, stroke: ink('hatch') })
  return { x: (seconds) => scale(new Date(seconds * 1000)), markup: marks.join('') + base }
}

/** As many as have room for their labels, and at least three where the span allows it. */
function ticksOf(scale: ScaleTime<number, number>, width: number): readonly Date[] {
  const wanted = Math.max(3, Math.floor(width / 92))
  const tries = [wanted, 2 * wanted, 3 * wanted].map((count) => scale.ticks(count))
  const ticks = tries.find((found) => found.length > 2) ?? tries.at(-1) ?? []
  const keep = Math.ceil((ticks.length * 58) / Math.max(1, width))
  return ticks.filter((_, index) => index % keep === 0)
}

/** From the earliest to the latest with a little room; an hour or so around a single moment. */
function rangeOf(times: readonly number[]): [number, number] {
  let from = Number.POSITIVE_INFINITY
  let until = Number.NEGATIVE_INFINITY
  for (const time of times) {
    if (!Number.isFinite(time)) continue
    from = Math.min(from, time)
    until = Math.max(until, time)
  }
  if (from > until) return [0, day]
  const room = until > from ? (until - from) * 0.015 : 1800
  return [from - room, until + room]
}

function mark(scale: ScaleTime<number, number>, tick: Date, before: Date | undefined, place: Place, span: number): string {
  const at = scale(tick)
  const [upper, lower] = names(tick, before, span)
  const line = element('line', { x1: at, x2: at, y1: place.top, y2: place.bottom, stroke: ink('line') })
  const anchor = at - place.left < 24 ? 'start' : place.right - at < 24 ? 'end' : 'middle'
  const first = label({ x: at, y: place.bottom + 15, text: upper, size: 11, colour: 'muted', anchor })
  return line + first + (lower === '' ? '' : label({ x: at, y: place.bottom + 29, text: lower, size: 11, colour: 'muted', anchor }))
}

/** What a tick says, and what it says only when that changes. */
function names(tick: Date, before: Date | undefined, span: number): [string, string] {
  const date = `${tick.getUTCDate()} ${months[tick.getUTCMonth()]}`
  const year = String(tick.getUTCFullYear())
  const newYear = before?.getUTCFullYear() !== tick.getUTCFullYear()
  if (span > 3 * day) return [span > 700 * day ? `${months[tick.getUTCMonth()]}` : date, newYear ? (before ? year : `${year}, UTC`) : '']
  const newDay = before?.getUTCDate() !== tick.getUTCDate()
  const clock = tick.toISOString().slice(11, span < 300 ? 19 : 16)
  return [clock, newDay ? (before ? date : `${date} ${year}, UTC`) : '']
}
