import { bytes, number } from '../base/text.ts'
import { duration, isoFromSeconds, shortTime } from '../base/time.ts'
import type { BarsFigure, BeaconFigure, CohortFigure, CurveFigure, Figure, TimelineFigure } from '../model/figure.ts'
import { amount } from './bars.ts'

/** The same data as a table, for those who read and do not see. Cells are plain text, not yet escaped. */
export interface FigureTable {
  readonly headers: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Rows left out at the end. */
  readonly more: number
}

export function tableOf(figure: Figure, mostRows = 200): FigureTable {
  const { headers, rows } = whole(figure)
  return { headers, rows: rows.slice(0, mostRows), more: Math.max(0, rows.length - mostRows) }
}

function whole(figure: Figure): Omit<FigureTable, 'more'> {
  switch (figure.kind) {
    case 'beacon':
      return beaconTable(figure)
    case 'cohort':
      return cohortTable(figure)
    case 'timeline':
      return timelineTable(figure)
    case 'bars':
      return barsTable(figure)
    case 'curve':
      return curveTable(figure)
  }
}

function when(seconds: number): string {
  return isoFromSeconds(seconds).replace('T', ' ').replace('Z', '')
}

function beaconTable(figure: BeaconFigure): Omit<FigureTable, 'more'> {
  return {
    headers: ['Time (UTC)', 'Since the one before', 'Bytes sent'],
    rows: figure.points.map(([time, interval, sent]) => [when(time), duration(interval), bytes(sent)]),
  }
}

const words = { 1: 'yes', 0: 'no' } as const

function cohortTable(figure: CohortFigure): Omit<FigureTable, 'more'> {
  return {
    headers: ['Host', `First talked to ${figure.destination} (UTC)`, ...figure.releases],
    rows: figure.hosts.map((host) => [
      host.name,
      host.contact === null ? 'did not' : when(host.contact),
      ...figure.releases.map((_, index) => {
        const has = host.has[index] ?? null
        return has === null ? 'not known' : words[has]
      }),
    ]),
  }
}

function timelineTable(figure: TimelineFigure): Omit<FigureTable, 'more'> {
  const events = figure.lanes.flatMap((lane) => [
    ...lane.events.map((event) => ({ time: event.time, until: event.until, lane: lane.name, label: event.label })),
    ...(lane.gaps ?? []).map(([from, until]) => ({ time: from, until, lane: lane.name, label: 'no evidence' })),
  ])
  return {
    headers: ['From (UTC)', 'Until (UTC)', 'Lane', 'What'],
    rows: events
      .toSorted((a, b) => a.time - b.time)
      .map((event) => [when(event.time), event.until === undefined ? '' : shortTime(isoFromSeconds(event.until)), event.lane, event.label]),
  }
}

function barsTable(figure: BarsFigure): Omit<FigureTable, 'more'> {
  const level = figure.level ? [[figure.level.name, amount(figure.level.value, figure.unit), 'level to compare with']] : []
  return {
    headers: ['Name', 'Amount', 'Note'],
    rows: [...figure.bars.map((bar) => [bar.name, amount(bar.value, figure.unit), bar.mark ? 'marked' : '']), ...level],
  }
}

function curveTable(figure: CurveFigure): Omit<FigureTable, 'more'> {
  const share = (value: number | undefined) => (value === undefined ? '' : `${number(Number((100 * value).toFixed(1)))} %`)
  return {
    headers: ['Of', figure.days, figure.share, 'at least', 'at most'],
    rows: figure.curves.flatMap(({ name, steps }) => steps.map(([day, value, low, high]) => [name, number(day), share(value), share(low), share(high)])),
  }
}
