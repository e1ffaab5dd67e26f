import type { CohortFigure } from '../model/figure.ts'
import { textWidth } from './measure.ts'
import type { Rectangle } from './svg.ts'

/** Where the cells of a cohort picture are, in pixels. */
export interface CohortLayout {
  readonly narrow: boolean
  readonly width: number
  readonly left: number
  /** Where the numbers at the right begin. */
  readonly right: number
  readonly column: number
  readonly cellHeight: number
  /** Top of the strip, then of each release. */
  readonly rows: readonly number[]
  readonly bottom: number
  /** Those that are drawn. */
  readonly hosts: CohortFigure['hosts']
  /** How many of them talked to the destination; they come first. */
  readonly talkers: number
}

const leastColumn = 4
const mostColumn = 26
const top = 24
const cellHeight = 18

/** Names of releases stand left of their rows, or above them where the picture is narrow. */
export function layOutCohort(figure: CohortFigure, releases: readonly string[], width: number): CohortLayout {
  const narrow = width < 560
  const longest = Math.max(...[`→ ${figure.destination}`, ...releases].map((name) => textWidth(name.slice(0, 80), 12.8)))
  const left = narrow ? 6 : Math.min(longest + 16, 280)
  const reserved = narrow ? 58 : 138
  const room = width - left - reserved - 4
  const hosts = figure.hosts.slice(0, Math.floor(room / leastColumn))
  const column = Math.min(mostColumn, room / Math.max(1, hosts.length))
  const step = narrow ? 38 : 24
  const rows = Array.from({ length: releases.length + 1 }, (_, index) => top + (narrow ? 14 : 0) + index * step + (index > 0 ? 4 : 0))
  return {
    narrow,
    width,
    left,
    right: width - reserved + 10,
    // Whole pixels, so that narrow columns do not show seams.
    column: column < 10 ? Math.floor(column) : column,
    cellHeight,
    rows,
    bottom: (rows.at(-1) ?? top) + cellHeight + 6,
    hosts,
    talkers: hosts.filter((host) => host.contact !== null).length,
  }
}

export function cell(layout: CohortLayout, index: number, y: number): Rectangle {
  const gap = layout.column >= 7 ? 1.5 : 0
  // Hosts that talked stand apart from those that did not.
  const shift = index >= layout.talkers ? 4 : 0
  return { x: layout.left + index * layout.column + shift, y, width: layout.column - gap, height: layout.cellHeight }
}
