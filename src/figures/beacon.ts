import { scaleLinear, scaleLog, scaleSqrt } from 'd3-scale'
import { bytes } from '../base/text.ts'
import { duration, isoFromSeconds, shortTime } from '../base/time.ts'
import type { BeaconFigure } from '../model/figure.ts'
import { ink } from './palette.ts'
import { type DrawOptions, defaultWidth, element, frame, label, tooltip } from './svg.ts'
import { timeAxis, timeAxisHeight } from './time-axis.ts'

type Point = BeaconFigure['points'][number]

const height = 280
const top = 34
/** Many points need to be small ones. */
const radii = [
  [60, 11],
  [150, 8],
  [Number.POSITIVE_INFINITY, 6],
] as const
/** More points than this and tooltips weigh more than they tell. */
const mostTooltips = 150

/** Steps of the interval axis, in seconds: those people count in. */
const steps = [
  0.001, 0.01, 0.1, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400, 172_800, 604_800, 2_592_000,
]

/** Time against interval: a program that calls home makes a band, people make a cloud. Bytes sent are the area of a point. */
export function drawBeacon(figure: BeaconFigure, { width = defaultWidth }: DrawOptions = {}): string {
  const points = figure.points.filter((point) => point.every(Number.isFinite))
  const left = 62
  const bottom = height - timeAxisHeight
  const right = width - 14
  const times = timeAxis(
    points.map(([time]) => time),
    { left, right, top, bottom },
  )
  const intervals = intervalAxis(points, figure.period, { left, right, bottom })
  const largest = (radii.find(([most]) => points.length <= most)?.[1] ?? 6) * (width < 560 ? 0.7 : 1)
  const radius = scaleSqrt([0, Math.max(1, ...points.map(([, , sent]) => sent))], [0, largest])
  const marks = points.map((point) => dot(point, { x: times.x(point[0]), y: intervals.y(point[1]), radius: radius(point[2]) }, points.length <= mostTooltips))
  const body = [
    label({ x: left, y: 16, text: width < 560 ? 'Interval' : 'Time since the one before', size: 11, colour: 'muted' }),
    times.markup,
    intervals.markup,
    element('g', { fill: ink('plain'), 'fill-opacity': 0.45, stroke: ink('plain'), 'stroke-width': 1 }, ...marks),
    figure.period === undefined ? '' : periodLine(figure.period, intervals.y(figure.period), { left, right, clear: largest + 6 }),
    sizes(points, radius, right),
  ]
  return frame({ title: figure.title, summary: figure.summary, width, height }, body)
}

interface Spot {
  readonly x: number
  readonly y: number
  readonly radius: number
}

function dot([time, interval, sent]: Point, { x, y, radius }: Spot, told: boolean): string {
  const title = told ? [tooltip(`${shortTime(isoFromSeconds(time))} UTC, ${duration(interval)} after the one before, ${bytes(sent)} sent`)] : []
  // A point without bytes is a ring, so that it is there and yet of no size.
  return element('circle', { cx: x, cy: y, r: Math.max(2.2, radius), 'fill-opacity': sent > 0 ? undefined : 0 }, ...title)
}

/** Linear from zero; logarithmic where a few long silences would press the band flat. */
function intervalAxis(points: readonly Point[], period: number | undefined, place: { left: number; right: number; bottom: number }) {
  const all = points.map(([, interval]) => interval).filter((interval) => interval > 0)
  if (period !== undefined && period > 0) all.push(period)
  const sorted = all.sort((a, b) => a - b)
  const usual = sorted[Math.floor(sorted.length / 2)] ?? 1
  const lowest = Math.max(0.001, sorted[0] ?? 0.1)
  const highest = Math.max(lowest, sorted.at(-1) ?? 1)
  const logarithmic = highest > 6 * usual
  const scale = logarithmic ? scaleLog([lowest / 1.3, highest * 1.4], [place.bottom, top]) : scaleLinear([0, highest * 1.15], [place.bottom, top])
  const ticks = logarithmic ? thin(steps.filter((step) => step >= lowest / 1.3 && step <= highest * 1.4)) : evenTicks(highest * 1.15)
  const markup = ticks
    .map((tick) => {
      const y = scale(tick)
      const line = element('line', { x1: place.left, x2: place.right, y1: y, y2: y, stroke: ink('line') })
      return line + label({ x: place.left - 8, y: y + 4, text: tick === 0 ? '0' : duration(tick), size: 11, colour: 'muted', anchor: 'end' })
    })
    .join('')
  return { y: (interval: number) => scale(Math.max(interval, logarithmic ? lowest : 0)), markup }
}

function evenTicks(highest: number): readonly number[] {
  const step = steps.find((size) => highest / size <= 5) ?? highest / 4
  return Array.from({ length: Math.floor(highest / step) + 1 }, (_, index) => index * step)
}

/** Every other one, until there are few enough. */
function thin(ticks: readonly number[]): readonly number[] {
  const keep = Math.ceil(ticks.length / 6)
  return ticks.filter((_, index) => index % keep === 0)
}

function periodLine(period: number, y: number, { left, right, clear }: { left: number; right: number; clear: number }): string {
  const line = element('line', { x1: left, x2: right, y1: y, y2: y, stroke: ink('bad'), 'stroke-width': 2, 'stroke-dasharray': '7 4' })
  const place = { x: right - 4, y: y - clear < top + 12 ? y + clear + 9 : y - clear }
  return line + label({ ...place, text: `every ${duration(period)}`, anchor: 'end', colour: 'bad', bold: true, rim: true })
}

/** The legend of the areas: the smallest and the largest there is. */
function sizes(points: readonly Point[], radius: (sent: number) => number, right: number): string {
  const sent = points.map(([, , amount]) => amount).filter((amount) => amount > 0)
  if (sent.length === 0) return label({ x: right, y: 16, text: 'bytes sent not known', size: 11, colour: 'muted', anchor: 'end' })
  const amounts = [...new Set([Math.min(...sent), Math.max(...sent)])]
  let x = right
  const parts = amounts.toReversed().map((amount) => {
    const text = bytes(amount)
    const size = Math.max(2.2, radius(amount))
    x -= text.length * 6.6
    const words = label({ x, y: 20, text, size: 11, colour: 'muted' })
    x -= size + 5
    const circle = element('circle', { cx: x, cy: 16, r: size, fill: ink('plain'), 'fill-opacity': 0.45, stroke: ink('plain') })
    x -= size + 12
    return words + circle
  })
  return parts.join('') + label({ x: x + 4, y: 20, text: 'sent:', size: 11, colour: 'muted', anchor: 'end' })
}
